"""The tests of the addons that ours build on, run with ours installed.

What fails with ours is run once more, and what fails again is run in a database
without ours: only what passes there is our fault. Odoo's tests have failures of their
own, and browser tests now and then fail for want of time.
"""

import re

import database
import environment
from paths import LOGS, ROOT
from state import lock
from ui import Failure, run, say, step

PEERS = ("pos_hr", "point_of_sale", "hr", "hr_holidays", "payroll")
WITHOUT = database.Recipe(name="kpi_peers_plain", addons=(), modules=PEERS)
WITH = database.Recipe(
    name="kpi_peers", addons=tuple(environment.addons(ROOT)), modules=PEERS
)

# A line of pytest's summary: a test, or a part of one.
FAILED = re.compile(r"^(?:FAILED|ERROR|SUBFAILED).*?(\S+\.py::\S+)", re.MULTILINE)

# Exit status of pytest: all passed, some failed.
FINISHED = (0, 1)


def run_all(arguments, env, fresh=False):
    all_tests = [*arguments, "--pyargs", *(f"odoo.addons.{peer}" for peer in PEERS)]
    with lock(WITH.name):
        for recipe in (WITHOUT, WITH):
            database.prepare(recipe, env, fresh)
        failed = _run("with ours", WITH, all_tests, env)
        again = failed and _run("again with ours", WITH, sorted(failed), env)
        plain = again and _run("without ours", WITHOUT, sorted(again), env)
    _list("Passed when run again", failed - again)
    _list("Fail without our addons too", plain)
    _list("Fail only with our addons", again - plain)
    if again - plain:
        raise Failure(
            f"{len(again - plain)} tests fail only with our addons.",
            "see what pytest says of them.",
            LOGS / "peers-again-with-ours.log",
        )


def _run(title, recipe, tests, env):
    """Run tests in a database; return the names of those that failed."""
    with step(f"Tests of {', '.join(PEERS)}, {title}"):
        log = run(
            [
                *[environment.PYTHON, "-m", "pytest", "-c", ROOT / "pyproject.toml"],
                # Names of tests are paths from there, wherever Odoo lies.
                *["--rootdir", "/", "-p", "no:cacheprovider", "--quiet"],
                # Some of them wait for a warning.
                *["--odoo-log-level=warn", "--odoo-database", recipe.name],
                *["--odoo-http", *tests],
            ],
            f"peers-{title.replace(' ', '-')}",
            "The tests were not run to their end.",
            env=env,
            cwd="/",
            accepted=FINISHED,
        )
        text = log.read_text(errors="replace")
        say(f"   {text.splitlines()[-1]}")
    return set(FAILED.findall(text))


def _list(title, tests):
    if tests:
        names = (test.rpartition("/addons/")[2] for test in tests)
        say("\n   ".join([f"{title}:", *sorted(names)]))

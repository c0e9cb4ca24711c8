"""The commands of the folder setup/, one function each. See README.md there."""

import argparse
import os
import socket
import subprocess
import sys
import traceback
from pathlib import Path

import database
import debian
import environment
import lint
import peers
from paths import LIB, LOGS, ROOT, STATE, TESTS
from state import hold_lock, lock
from ui import Failure, say, step

DEFAULT_PORT = 8069


def run(arguments):
    parser = argparse.ArgumentParser(
        prog="setup/run",
        description="Make what is missing, show the worked example, serve the demo.",
    )
    parser.add_argument("--once", action="store_true", help="stop after the example")
    parser.add_argument("--port", type=int, help=f"default {DEFAULT_PORT}, if free")
    parser.add_argument("--db", default="kpi_demo", type=_database_name)
    options = parser.parse_args(arguments)
    port = None if options.once else _free_port(options.port)
    env = environment.prepare()
    recipe = database.Recipe(
        name=options.db,
        addons=tuple(environment.addons(ROOT)),
        demo=True,
        languages=("ru_RU", "en_US"),
    )
    with lock(options.db):
        database.prepare(recipe, env)
    _show_example(options.db, env)
    if port:
        _serve(options.db, port, env)


def odoo(arguments):
    env = environment.prepare()
    _become([environment.PYTHON, "-m", "odoo", *arguments], env)


def test(arguments):
    fresh = "--fresh" in arguments
    arguments = [argument for argument in arguments if argument != "--fresh"]
    debian.require(chromium="chromium")
    env = environment.prepare()
    if arguments[:1] == ["peers"]:
        peers.run_all(arguments[1:], env, fresh)
        return
    recipe = database.Recipe(
        name="kpi_test",
        addons=(*environment.addons(ROOT), *environment.addons(TESTS)),
        strict=True,
    )
    # Two runs of tests in one database would disturb each other: kept to the end.
    os.set_inheritable(hold_lock(recipe.name), True)
    database.prepare(recipe, env, fresh)
    if not any(Path(argument.split("::")[0]).exists() for argument in arguments):
        arguments += [*environment.addons(ROOT), *_if_there(TESTS)]
    _become(
        [
            *[environment.PYTHON, "-m", "pytest", "-c", ROOT / "pyproject.toml"],
            *["--rootdir", ROOT, "--odoo-database", recipe.name, "--odoo-http"],
            *arguments,
        ],
        env,
    )


def bench(arguments):
    parser = argparse.ArgumentParser(
        prog="setup/bench", description="Run benchmarks of tests/bench."
    )
    parser.add_argument("names", nargs="+", metavar="NAME")
    scripts = [
        TESTS / "bench" / f"{name}.py" for name in parser.parse_args(arguments).names
    ]
    for script in scripts:
        if not script.is_file():
            raise Failure(f"There is no benchmark {script}.")
    env = environment.prepare()
    recipe = database.Recipe(name="kpi_bench", addons=tuple(environment.addons(ROOT)))
    with lock(recipe.name):
        database.prepare(recipe, env)
        for script in scripts:
            with step(f"Benchmark {script.stem}"):
                _call(script, {**env, "KPI_BENCH_DB": recipe.name})


def check_style(arguments):
    parser = argparse.ArgumentParser(
        prog="setup/lint", description="Check style and translations."
    )
    parser.add_argument("--fix", action="store_true", help="apply the formatters")
    lint.run_all(parser.parse_args(arguments).fix)


def _show_example(name, env):
    with step("The worked example"):
        _call(LIB / "worked_example.py", {**env, "PGDATABASE": name})


def _call(script, env):
    if subprocess.run([environment.PYTHON, script], env=env, check=False).returncode:
        raise Failure(f"{script.relative_to(ROOT)} stopped; its own words are above.")


def _serve(name, port, env):
    say(f"\nOpen http://localhost:{port} (from this machine only). Ctrl+C stops it.\n")
    _become(
        [
            *[environment.PYTHON, "-m", "odoo", "-d", name, "--db-filter", f"^{name}$"],
            *["--http-interface", "127.0.0.1", "--http-port", port],
        ],
        env,
    )


def _free_port(wanted):
    for port in (wanted or DEFAULT_PORT, 0):
        with socket.socket() as probe:
            # A server that just stopped leaves its port waiting, but free to use.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                if wanted:
                    raise Failure(
                        f"Port {wanted} is taken.", "choose another."
                    ) from None
                say(f"   port {port} is taken: choosing another")
                continue
            return probe.getsockname()[1]


def _database_name(text):
    if not text.isascii() or not text.replace("_", "").isalnum() or len(text) > 50:
        raise argparse.ArgumentTypeError("letters, digits and _ only")
    return text


def _if_there(folder):
    return [folder] if folder.is_dir() else []


def _become(argv, env):
    """End as another program, so that signals and exit status are its own."""
    argv = list(map(str, argv))
    os.execvpe(argv[0], argv, env)


COMMANDS = {
    "run": run,
    "odoo": odoo,
    "test": test,
    "lint": check_style,
    "bench": bench,
}


def main():
    name, *arguments = sys.argv[1:]
    try:
        COMMANDS[name](arguments)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        LOGS.mkdir(parents=True, exist_ok=True)
        log = LOGS / "crash.log"
        log.write_text(traceback.format_exc())
        advice = f"run it again; if that does not help, remove {STATE}."
        print(Failure(f"{error}", advice, log), file=sys.stderr)
        return 1
    return 0


sys.exit(main())

"""Databases that hold the checkout's addons, made once and kept up to date."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import environment
import logcheck
import postgres
from state import remove
from ui import Failure, run, say, step

# Changes here need no update of a database: Odoo reads them from disk.
NOT_LOADED = {"__pycache__", "static", "tests", "readme"}

# A database made here says so in its comment, with what it was made from. None other
# is ever updated or dropped.
MARK = "made by setup from "


@dataclass(frozen=True)
class Recipe:
    """A database and what belongs into it."""

    name: str
    addons: tuple[Path, ...]
    # Addons from outside the checkout, installed beside those; never updated.
    modules: tuple[str, ...] = ()
    demo: bool = False
    languages: tuple[str, ...] = ()
    # Whether a warning in Odoo's log fails the making of the database.
    strict: bool = False

    @property
    def options(self):
        """What cannot be changed in a database once it is made."""
        return {"demo": self.demo, "languages": list(self.languages)}


def prepare(recipe, env, fresh=False):
    """Make the database, or update in it the addons that changed since."""
    wanted = {
        **recipe.options,
        "addons": dict.fromkeys(recipe.modules, "")
        | {addon.name: _fingerprint(addon) for addon in recipe.addons},
    }
    made = _read_mark(recipe.name, env)
    if made is None or fresh or _must_be_rebuilt(recipe, made, wanted):
        _make(recipe, env, wanted)
    elif made != wanted:
        _update(recipe, env, wanted, made)


def _must_be_rebuilt(recipe, made, wanted):
    gone = made["addons"].keys() - wanted["addons"].keys()
    if gone:
        say(f"   {recipe.name} has addons that are gone: {', '.join(sorted(gone))}")
    return gone or any(made[name] != wanted[name] for name in recipe.options)


def _make(recipe, env, mark):
    """Make the database under another name, so that it is never seen half made."""
    part = f"{recipe.name}-part"
    addons = ",".join(mark["addons"]) or "base"
    with step(f"Making database {recipe.name} with {addons}"):
        _drop(part, env)
        arguments = ["-i", addons]
        if recipe.demo:
            arguments.append("--with-demo")
        if recipe.languages:
            arguments.append(f"--load-language={','.join(recipe.languages)}")
        _odoo(recipe, part, arguments, env)
        _write_mark(part, mark, env)
        _drop(recipe.name, env)
        _filestore(part).rename(_filestore(recipe.name))
        postgres.query(f'ALTER DATABASE "{part}" RENAME TO "{recipe.name}"', env)


def _update(recipe, env, wanted, made):
    before = made["addons"]
    changed = [
        addon for addon, now in wanted["addons"].items() if before.get(addon) != now
    ]
    new = [addon for addon in changed if addon not in before]
    old = [addon for addon in changed if addon in before]
    with step(f"Updating database {recipe.name}: {', '.join(changed)}"):
        arguments = []
        if old:
            arguments += ["-u", ",".join(old)]
        if new:
            arguments += ["-i", ",".join(new)]
        _odoo(recipe, recipe.name, arguments, env)
        _write_mark(recipe.name, wanted, env)


def _odoo(recipe, database, arguments, env):
    log = run(
        [
            *[environment.PYTHON, "-m", "odoo", "-d", database, *arguments],
            *["--stop-after-init", "--no-http", "--log-level=info"],
        ],
        f"odoo-{recipe.name}",
        f"Odoo could not load the addons into {recipe.name}.",
        "read the log from its end; the fault is most likely in an addon.",
        env=env,
    )
    problems = logcheck.problems(log, warnings=recipe.strict)
    if problems:
        raise Failure(
            f"Odoo complained while loading the addons into {recipe.name}:\n"
            + "\n".join(problems),
            "mend the addon. If it is Odoo's own complaint, add it to the list in "
            "setup/lib/logcheck.py with the reason.",
            log,
        )


def _fingerprint(addon):
    """Return a digest of the files of an addon that end up in the database."""
    digest = hashlib.sha256()
    for path in sorted(addon.rglob("*")):
        parts = path.relative_to(addon).parts
        if path.is_file() and not NOT_LOADED.intersection(parts):
            digest.update("/".join(parts).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _filestore(name):
    return environment.DATA / "filestore" / name


def _drop(name, env):
    # FORCE: a run that was killed may have left a process connected.
    postgres.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', env)
    remove(_filestore(name))


def _read_mark(name, env):
    """Return what the database was made from, None if there is none of that name."""
    found = postgres.query(
        "SELECT coalesce(shobj_description(oid, 'pg_database'), '-') "
        f"FROM pg_database WHERE datname = '{name}'",
        env,
    )
    if not found:
        return None
    if not found.startswith(MARK):
        raise Failure(
            f"There is a database {name} that was not made here.",
            "choose another name, or drop that database.",
        )
    return json.loads(found.removeprefix(MARK))


def _write_mark(name, made_from, env):
    mark = MARK + json.dumps(made_from)
    postgres.query(f"COMMENT ON DATABASE \"{name}\" IS '{mark}'", env)

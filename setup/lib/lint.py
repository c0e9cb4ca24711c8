"""Checks of style and translations, each with the tool the field uses."""

import shutil
import subprocess

import debian
import environment
from paths import ROOT, STATE, TESTS
from state import build, fingerprint, lock
from ui import Failure, run, say

NODE = STATE / "node"
NODE_FILES = (ROOT / "package.json", ROOT / "package-lock.json")
FORMATTED_BY_PRETTIER = "{css,html,js,json,scss,xml,yml}"


def run_all(fix):
    """Run every check, whatever the others say; fail if one does."""
    _prepare()
    checks = {
        "ruff check": _ruff("check", *(["--fix"] if fix else [])),
        "ruff format": _ruff("format", *([] if fix else ["--check", "--diff"])),
        "shellcheck": ["shellcheck", *_shell_scripts()],
    }
    addons = [*environment.addons(ROOT), *environment.addons(TESTS)]
    if addons:
        checks |= _addon_checks(addons, fix)
    checks |= _translation_checks(addons)
    failed = [name for name, command in checks.items() if not _passes(name, command)]
    if failed:
        raise Failure(
            f"not clean: {', '.join(failed)}",
            "mend what is listed above; ./setup/lint --fix applies the formatters.",
        )
    say("All clean.")


def _prepare():
    with lock("environment"):
        debian.require(
            # The checks of addons ask it for ignored files.
            git="git",
            gettext="msgfmt",
            shellcheck="shellcheck",
            nodejs="node",
            npm="npm",
        )
        environment.prepare_venv()
        key = fingerprint(*(path.read_text() for path in NODE_FILES))
        build(NODE, key, "Installing Node.js packages (package.json)", _install_node)


def _install_node(part):
    for path in NODE_FILES:
        shutil.copy(path, part)
    run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        "npm",
        "Node.js packages could not be installed.",
        "see that npm reaches its registry, then run the command again.",
        cwd=part,
    )


def _addon_checks(addons, fix):
    return {
        "pylint-odoo": _python("pylint", "--rcfile", ROOT / "pyproject.toml", *addons),
        "oca-checks-odoo-module": _script("oca-checks-odoo-module", *addons),
        "prettier": [
            *["node", NODE / "node_modules/prettier/bin/prettier.cjs"],
            *["--write" if fix else "--check", "--log-level=warn"],
            # Its cache would otherwise be made outside the state folder.
            *["--cache", "--cache-location", STATE / "prettier_cache"],
            "--no-error-on-unmatched-pattern",
            *(_pattern(addon, FORMATTED_BY_PRETTIER) for addon in addons),
        ],
        "eslint": [
            *["node", NODE / "node_modules/eslint/bin/eslint.js"],
            *["--max-warnings=0", "--no-error-on-unmatched-pattern"],
            *(["--fix"] if fix else []),
            *(_pattern(addon, "js") for addon in addons),
        ],
    }


def _translation_checks(addons):
    """Every translation is well-formed and complete: msgcmp refuses fuzzy ones too."""
    files = [file for addon in addons for file in sorted(addon.glob("i18n*/*.po"))]
    if not files:
        return {}
    checks = {
        # As in OCA's template: the layout of the files is their exporter's.
        "oca-checks-po": _script("oca-checks-po", "--disable=po-pretty-format", *files)
    }
    for file in files:
        name = file.relative_to(ROOT)
        # Demo data, in i18n_extra, are not exported: complete is what has no gaps.
        template = file.parent / f"{file.parents[1].name}.pot"
        if file.parent.name == "i18n_extra":
            template = file
        checks[f"msgfmt {name}"] = ["msgfmt", "--check", "-o", "/dev/null", file]
        checks[f"msgcmp {name}"] = ["msgcmp", file, template]
    return checks


def _shell_scripts():
    candidates = [*(ROOT / "setup").iterdir(), *(ROOT / ".ci").iterdir()]
    return [
        path
        for path in sorted(candidates)
        if path.is_file() and path.read_bytes().startswith(b"#!/bin/sh")
    ]


def _passes(name, command):
    say(f"== {name}")
    env = {**environment.variables(), "NODE_PATH": str(NODE / "node_modules")}
    command = list(map(str, command))
    return not subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def _ruff(*arguments):
    return _python("ruff", *arguments, ROOT)


def _python(module, *arguments):
    return [environment.PYTHON, "-m", module, *arguments]


def _script(name, *arguments):
    # Through Python: the venv was renamed once made, which its scripts do not know.
    return [environment.PYTHON, environment.VENV / "bin" / name, *arguments]


def _pattern(addon, extensions):
    return f"{addon.relative_to(ROOT)}/**/*.{extensions}"

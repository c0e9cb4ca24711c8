"""Everything Odoo's command needs to start, and how to start it."""

import os
import re
import sys

import debian
import postgres
import source
from paths import ROOT, STATE, TESTS
from state import build, fingerprint, lock
from ui import Failure, run

VENV = STATE / "venv"
PYTHON = VENV / "bin" / "python"
CONFIG = STATE / "odoo.conf"
DATA = STATE / "data"
REQUIREMENTS = ROOT / "requirements.txt"


def prepare():
    """Make what is missing; return the environment variables Odoo runs with."""
    _check_path()
    with lock("environment"):
        debian.require(
            fonts_dejavu_core="/usr/share/fonts/truetype/dejavu",
            # PDF files are made by it.
            wkhtmltopdf="wkhtmltopdf",
        )
        odoo = source.find()
        prepare_venv()
        _put_on_path(odoo)
        _write_config()
        return {**variables(), **postgres.prepare(), "ODOO_RC": str(CONFIG)}


def variables():
    """Return the environment, with what keeps tools' files in the state folder."""
    return {
        **os.environ,
        "HYPOTHESIS_STORAGE_DIRECTORY": str(STATE / "hypothesis"),
    }


def addons(folder):
    """Return the addons that lie in a folder, by name."""
    return sorted(manifest.parent for manifest in folder.glob("*/__manifest__.py"))


def prepare_venv():
    key = fingerprint(REQUIREMENTS.read_text(), sys.version)
    build(VENV, key, "Installing Python packages (requirements.txt)", _make_venv)


def _check_path():
    # These part lists: of addons folders, of search paths. A $ would be expanded.
    if re.search(r"[,:$\n]", str(ROOT)):
        raise Failure(
            f"The path {ROOT} has a comma, a colon, a dollar sign or a line break.",
            "move the checkout to a path without them.",
        )


def _make_venv(part):
    run(
        [sys.executable, "-m", "venv", part],
        "venv",
        "No virtual environment could be made.",
        "see that the disk is not full, then run the command again.",
    )
    run(
        # Everything is pinned in the file, so there is nothing to resolve.
        [part / "bin/python", "-m", "pip", "install", "--no-deps", "-r", REQUIREMENTS],
        "pip",
        "Python packages could not be installed.",
        "see that pip reaches its package index, then run the command again.",
    )


def _put_on_path(odoo):
    """Let the venv import Odoo, and pip see it as installed."""
    (site_packages,) = VENV.glob("lib/python3*/site-packages")
    (site_packages / "odoo.pth").write_text(f"{odoo}\n")


def _write_config():
    # Odoo refuses a folder without addons. Its own it finds by itself.
    folders = [folder for folder in (ROOT, TESTS) if addons(folder)]
    new = CONFIG.with_suffix(".part")
    new.write_text(
        "[options]\n"
        f"addons_path = {','.join(map(str, folders))}\n"
        f"data_dir = {DATA}\n"
        "list_db = False\n"
    )
    new.rename(CONFIG)

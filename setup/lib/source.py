"""The source of Odoo 19: the machine's own, or unpacked under the checkout."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import debian
from paths import STATE
from state import build, fingerprint, remove
from ui import Failure

SERIES = "19.0"
UNPACKED = STATE / "odoo"

# Odoo's package links to files of these: without them the login page fails.
# Two come from the machine's release, as newer ones are laid out differently.
FROM_SID = (
    "odoo-19",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
FROM_RELEASE = ("fonts-font-awesome", "fonts-inconsolata")

# A library that Debian does not ship; its absence is an error in the browser's
# console, and that fails every browser test.
NOT_SHIPPED = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def find():
    """Return the folder that holds the package `odoo`, series 19."""
    named = os.environ.get("ODOO_SRC")
    if named:
        folder = Path(named).resolve()
        _check_series(folder, f"ODOO_SRC={named}")
        return folder
    folder = _of_system_python()
    if folder:
        _check_series(folder, f"the Odoo of this machine's python3, in {folder},")
        return folder
    packages = fingerprint(*FROM_SID, *FROM_RELEASE)
    build(UNPACKED, packages, "Unpacking Odoo 19 from Debian's packages", _unpack)
    return UNPACKED / "usr/lib/python3/dist-packages"


def _of_system_python():
    found = subprocess.run(
        [
            "python3",
            "-c",
            "import importlib.util as u; s = u.find_spec('odoo.release');"
            "print(s.origin if s else '')",
        ],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return Path(found).parents[1] if found else None


def _check_series(folder, named):
    release = folder / "odoo" / "release.py"
    text = release.read_text() if release.is_file() else ""
    version = re.search(r"^version_info = \((.+?), (.+?),", text, re.MULTILINE)
    series = ".".join(version.groups()) if version else "no Odoo"
    if series != SERIES:
        raise Failure(
            f"{named} is {series}, and these addons are for Odoo {SERIES}.",
            f"name an Odoo {SERIES} source tree in ODOO_SRC"
            + (", or unset it." if "ODOO_SRC" in named else "."),
        )


def _unpack(part):
    archives = part / "archives"
    archives.mkdir()
    suite = debian.Suite("sid", STATE / "apt")
    suite.update()
    suite.download(FROM_SID, archives)
    try:
        debian.download(FROM_RELEASE, archives)
    except Failure:
        # A fresh machine has no lists, an old one has lists of versions gone since.
        debian.update_lists()
        debian.download(FROM_RELEASE, archives)
    debian.unpack(sorted(archives.glob("*.deb")), part)
    shutil.rmtree(archives)
    remove(STATE / "apt")
    addons = part / "usr/lib/python3/dist-packages/odoo/addons"
    _check_links(addons)
    missing = addons / NOT_SHIPPED
    missing.parent.mkdir(parents=True, exist_ok=True)
    missing.touch()


def _check_links(folder):
    dangling = [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_symlink() and not path.exists()
    ]
    if dangling:
        raise Failure(
            "Odoo's package links to files of packages that are not unpacked:\n"
            + "\n".join(dangling),
            "add the packages that hold them to setup/lib/source.py.",
        )

"""Debian packages: installed on the machine, or only unpacked under the checkout."""

import os
import shutil
import subprocess
from pathlib import Path

from paths import ROOT, STATE
from state import lock
from ui import Failure, run, step

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"

# Names the packages while they are being installed.
PENDING = STATE / "packages-pending"


def require(**packages):
    """Install the packages whose program is missing: package="program or path".

    Underscores stand for hyphens. Programs count, not packages: a Node.js of another
    vendor is as good.
    """
    with lock("packages"):
        missing = {
            package.replace("_", "-")
            for package, program in packages.items()
            if not _present(program)
        }
        if PENDING.exists():
            # A run was killed at it: the programs may be there, yet not set up.
            missing |= set(PENDING.read_text().split())
        if missing:
            _install(sorted(missing))


def _present(program):
    if "/" in program:
        return any(Path("/").glob(program.lstrip("/")))
    return shutil.which(program) is not None


def _install(packages):
    PENDING.write_text(" ".join(packages))
    with step(f"Installing Debian packages: {', '.join(packages)}"):
        _packages(packages, "Debian packages could not be installed.")
    PENDING.unlink()


def update_lists():
    with step("Updating the lists of Debian packages"):
        _packages([], "The lists of Debian packages could not be updated.")


def _packages(names, why):
    if os.getuid() != 0 and shutil.which("sudo"):
        # Asks for the password here, where the question can be seen.
        subprocess.run(["sudo", "-v"], check=False)
    run(
        [ROOT / "setup" / "packages", *names],
        "packages",
        why,
        "see that this machine reaches its Debian mirror and that you are root or may "
        "use sudo, then run the command again.",
    )


def main_archive():
    """Return the address of the machine's Debian mirror, as apt knows it.

    Lists of other vendors are passed over, and so is Debian's security archive, which
    has no suite sid.
    """
    address = _main_archive()
    if not address:
        update_lists()
        address = _main_archive()
    if not address:
        raise Failure(
            "apt on this machine knows no main Debian archive.",
            "add a Debian mirror to apt's sources, or name an Odoo 19 source tree in "
            "the environment variable ODOO_SRC.",
        )
    return address


def _main_archive():
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(LABEL)|$(COMPONENT)|$(REPO_URI)"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    for line in listed.splitlines():
        label, component, address = line.split("|", 2)
        if (label, component) == ("Debian", "main"):
            return address
    return None


class Suite:
    """A suite of the Debian archive, known to this checkout only.

    Its lists are private: the machine's own apt never learns of the suite and cannot
    install or upgrade from it.
    """

    def __init__(self, name, folder):
        self.name = name
        for sub in ("lists/partial", "archives/partial"):
            (folder / sub).mkdir(parents=True, exist_ok=True)
        sources = folder / "suite.sources"
        sources.write_text(
            f"Types: deb\nURIs: {main_archive()}\nSuites: {name}\n"
            f"Components: main\nSigned-By: {KEYRING}\n"
        )
        self.options = _options(
            {
                "Dir::Etc::sourcelist": sources,
                "Dir::Etc::sourceparts": "/dev/null",
                "Dir::State::lists": folder / "lists",
                "Dir::Cache::archives": folder / "archives",
                # No binary cache: it would be the machine's, of other suites.
                "Dir::Cache::pkgcache": "",
                "Dir::Cache::srcpkgcache": "",
            }
        )

    def update(self):
        _apt_get(
            [*self.options, "update"],
            f"The list of suite {self.name} is not to be had.",
        )

    def download(self, packages, folder):
        _download(self.options, packages, folder)


def download(packages, folder):
    """Download packages of the release this machine runs."""
    _download(_options({}), packages, folder)


def _download(options, packages, folder):
    _apt_get(
        [*options, "download", *packages],
        f"Packages could not be downloaded: {', '.join(packages)}.",
        cwd=folder,
    )


def _options(settings):
    # apt's own user for downloads may not be able to enter the checkout.
    settings = {"APT::Sandbox::User": "root", **settings}
    return [
        part for name, value in settings.items() for part in ("-o", f"{name}={value}")
    ]


def _apt_get(arguments, why, cwd=None):
    run(
        ["apt-get", *arguments],
        "apt",
        why,
        "see that this machine reaches its Debian mirror, then run the command again.",
        cwd=cwd,
    )


def unpack(archives, root):
    """Unpack packages into a folder without installing them."""
    for archive in archives:
        run(
            ["dpkg", "-x", archive, root],
            "unpack",
            f"{archive.name} could not be unpacked.",
            "see that the disk is not full, then run the command again.",
        )

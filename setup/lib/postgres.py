"""The database server: the one that PGHOST names, or a private one on a socket."""

import hashlib
import os
import pwd
import re
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import debian
from paths import STATE
from state import build
from ui import Failure, step

FOLDER = STATE / "postgres"
DATA = FOLDER / "data"
LOG = FOLDER / "log"
PID_FILE = DATA / "postmaster.pid"
ROLE = "odoo"
PORT = "5432"

# An address of a Unix socket is a C string of 108 bytes.
MAX_SOCKET_PATH = 107


def prepare():
    """See that a server runs; return the variables that lead to it."""
    if any(name in os.environ for name in ("PGHOST", "PGPORT", "PGUSER")):
        debian.require(postgresql_client="psql")
        _check_role()
        return {}
    debian.require(postgresql="/usr/lib/postgresql/*/bin/initdb")
    owner = _Owner()
    build(FOLDER, "1", "Making a private PostgreSQL cluster", owner.make_cluster)
    programs = _programs()
    folder = owner.socket_folder()
    access = {"PGHOST": str(folder), "PGPORT": PORT, "PGUSER": ROLE}
    if not _answers(programs, folder):
        with step("Starting PostgreSQL"):
            _start(owner, programs, folder)
    _make_role(access)
    return access


def query(statement, env, database="postgres"):
    """Run one SQL statement; return its result, unadorned."""
    result = subprocess.run(
        ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise Failure(
            f"PostgreSQL refused: {result.stderr.strip()}",
            "see that the server that PGHOST, PGPORT and PGUSER name is reachable, or "
            f"for the private one its log {LOG}.",
        )
    return result.stdout.strip()


def _check_role():
    """Refuse what Odoo would refuse later, or what a demo should not have."""
    role, superuser, creates = query(
        "SELECT rolname, rolsuper, rolcreatedb FROM pg_roles "
        "WHERE rolname = current_user",
        os.environ,
    ).split("|")
    advice = (
        "set PGUSER to a role that may create databases and is no superuser, or unset "
        "PGHOST, PGPORT and PGUSER to get a private server."
    )
    if superuser == "t" or role == "root":
        raise Failure(f"Odoo must not connect as {role}, a superuser.", advice)
    if creates != "t":
        raise Failure(f"The role {role} may not create databases.", advice)


def _make_role(access):
    env = {**os.environ, **access, "PGUSER": "postgres"}
    if not query(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'", env):
        query(f"CREATE ROLE {ROLE} LOGIN CREATEDB", env)


def _programs():
    """Return the folder with the programs of the cluster's PostgreSQL version."""
    version = (DATA / "PG_VERSION").read_text().strip()
    folder = Path("/usr/lib/postgresql") / version / "bin"
    if not folder.is_dir():
        raise Failure(
            f"The databases are of PostgreSQL {version}, which is not installed.",
            f"install postgresql-{version}, or remove {FOLDER} to start afresh.",
        )
    return folder


def _newest_programs():
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in folders), key=lambda path: int(path.parts[-2]))


def _answers(programs, folder):
    # Without the file it is the server of a state folder that was removed.
    if not PID_FILE.exists():
        return False
    command = [programs / "pg_isready", "-q", "-h", folder, "-p", PORT]
    return not subprocess.run(command, check=False).returncode


def _start(owner, programs, folder):
    options = {
        "listen_addresses": "",
        "unix_socket_directories": folder,
        # A crash of the machine may lose the last second, never consistency.
        "synchronous_commit": "off",
    }
    arguments = " ".join(f"-c {name}={value}" for name, value in options.items())
    command = [programs / "pg_ctl", "start", "-w", "-t", "60", "-D", DATA, "-l", LOG]
    # Processes of a killed server may take a moment to notice, and until then they
    # keep the next one out.
    for _attempt in range(10):
        _forget_dead_server()
        _stop_server_without_data(folder)
        result = owner.call([*command, "-o", arguments])
        if not result.returncode:
            return
        time.sleep(1)
    raise Failure(
        f"PostgreSQL does not start: {result.stdout.strip()}",
        f"read its log; to start afresh without the databases, remove {FOLDER}.",
        LOG,
    )


def _forget_dead_server():
    """Remove the lock file of a server that was killed.

    PostgreSQL does so itself unless another process has got the same number since.
    """
    if PID_FILE.exists() and _folder_of(_first_line(PID_FILE)) != str(DATA):
        PID_FILE.unlink()


def _stop_server_without_data(folder):
    """Stop a server whose state folder was removed; it would notice after a minute.

    It counts where the socket lies outside the state folder and is still there.
    """
    lock_file = folder / f".s.PGSQL.{PORT}.lock"
    if not lock_file.exists():
        return
    pid = _first_line(lock_file)
    if _folder_of(pid) == f"{DATA} (deleted)":
        os.kill(int(pid), signal.SIGQUIT)
        time.sleep(1)


def _first_line(path):
    return path.read_text().partition("\n")[0]


def _folder_of(pid):
    """Return the folder a process works in: PostgreSQL's is its data folder."""
    try:
        return os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return None


class _Owner:
    """The user PostgreSQL runs as: never root."""

    def __init__(self):
        self.uid = os.getuid()
        self.gid = os.getgid()
        self.become = []
        if self.uid == 0:
            account = pwd.getpwnam("postgres")
            self.uid, self.gid = account.pw_uid, account.pw_gid
            self.become = ["setpriv", "--reuid=postgres", "--regid=postgres"]
            self.become += ["--init-groups"]
            if not self._enters(STATE):
                # A checkout under /root, say: let it pass folders that are not its own.
                capability = "+dac_read_search"
                self.become += [f"--inh-caps={capability}"]
                self.become += [f"--ambient-caps={capability}"]
            if not self._enters(STATE):
                raise Failure(
                    f"The user postgres cannot enter {STATE}.",
                    "move the checkout to a folder that others may enter (chmod o+x).",
                )

    def _enters(self, folder):
        # Tried, not asked for with test -x, which leaves capabilities out of account.
        return not self.call(["ls", "-d", f"{folder}/."]).returncode

    def call(self, command):
        """Run a short command as this user; its output comes back as text."""
        return subprocess.run(
            [*self.become, *map(str, command)],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def own(self, folder):
        """Make a folder that this user, and root, alone can enter."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.getuid() == 0:
            os.chown(folder, self.uid, self.gid)

    def make_cluster(self, part):
        self.own(part)
        # Whoever can reach the socket is trusted: its folder is closed to others.
        result = self.call(
            [
                *[_newest_programs() / "initdb", "-D", part / "data"],
                *["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            ]
        )
        if result.returncode:
            raise Failure(
                f"No database cluster could be made: {result.stdout.strip()}",
                "see that the disk is not full, then run the command again.",
            )

    def socket_folder(self):
        """Return a folder for the socket whose path PostgreSQL can take."""
        folder = FOLDER / "socket"
        longest = f"{folder}/.s.PGSQL.{PORT}.lock".encode()
        # Other characters would have to be quoted for a shell, PostgreSQL and libpq.
        plain = re.fullmatch(r"[\w/.+-]+", str(folder), re.ASCII)
        if len(longest) > MAX_SOCKET_PATH or not plain:
            name = hashlib.sha256(str(FOLDER).encode()).hexdigest()[:12]
            folder = Path(tempfile.gettempdir()) / f"kpi-postgres-{self.uid}-{name}"
        self.own(folder)
        status = folder.lstat()
        # In a shared folder somebody else may have been there first.
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != self.uid:
            raise Failure(f"{folder} belongs to somebody else.", "remove it.")
        return folder

"""What the user sees: steps, progress, failures."""

import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager

from paths import LOGS

# Seconds between two signs of life where lines cannot be overwritten.
PLAIN_INTERVAL = 15

# Time, process, level, database and logger before each message in Odoo's log.
ODOO_PREFIX = re.compile(r"^[\d:, -]+ [A-Z]+ \S+ [\w.]+: ")


class Failure(Exception):
    """A step cannot go on. Says why and what to do; shown without a traceback."""

    def __init__(self, why, advice="", log=None):
        super().__init__(why)
        self.why = why
        self.advice = advice
        self.log = log

    def __str__(self):
        parts = [f"FAILED: {self.why}"]
        if self.advice:
            parts.append(f"What to do: {self.advice}")
        if self.log:
            parts.append(f"Log: {self.log}")
        return "\n".join(parts)


def say(text):
    print(text, flush=True)


@contextmanager
def step(title):
    """Announce a step, and at its end how long it took."""
    say(f"== {title}")
    start = time.monotonic()
    yield
    say(f"   done in {time.monotonic() - start:.1f} s")


def run(argv, log_name, why, advice="", env=None, cwd=None, accepted=(0,)):
    """Run a long command with its output in a log and a sign of life on the screen.

    It dies with us: killed and started again, there are never two of them at work.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{log_name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "--", *map(str, argv)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
        )
        _watch(process, log)
    if process.returncode not in accepted:
        raise Failure(f"{why}\n{_tail(log, 15)}", advice, log)
    return log


def _watch(process, log):
    start = time.monotonic()
    on_terminal = sys.stdout.isatty()
    interval = 1 if on_terminal else PLAIN_INTERVAL
    try:
        while True:
            try:
                process.wait(timeout=interval)
                return
            except subprocess.TimeoutExpired:
                _sign_of_life(time.monotonic() - start, log, on_terminal)
    finally:
        process.kill()
        if on_terminal:
            print("\r\033[K", end="", flush=True)


def _sign_of_life(seconds, log, on_terminal):
    last = ODOO_PREFIX.sub("", _tail(log, 1)) or "at work"
    line = f"   {seconds:4.0f} s  {last}"
    if on_terminal:
        width = shutil.get_terminal_size().columns - 1
        print(f"\r\033[K{line[:width]}", end="", flush=True)
    else:
        say(line[:160])


def _tail(log, count):
    """Return the last lines of a log, of which only the end is read."""
    with log.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 20_000))
        text = stream.read().decode(errors="replace")
    # Progress bars overwrite their line with carriage returns.
    lines = [line for line in text.replace("\r", "\n").splitlines() if line.strip()]
    return "\n".join(lines[-count:])

"""Building things so that they are whole or absent, and one at a time."""

import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager

from paths import STATE
from ui import say, step


def fingerprint(*parts):
    """Return a short name for the inputs something was made from."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]


def build(target, key, title, make):
    """Make the folder `target` with `make(folder)` unless it was made from `key`.

    The work is done beside it and renamed at the end, with the key inside: killed at
    any moment, the next run finds a whole folder or starts again.
    """
    for left_over in target.parent.glob(f"{target.name}.part-*"):
        # A process of a killed run may still be writing there for a moment.
        shutil.rmtree(left_over, ignore_errors=True)
    stamp = target / ".made-from"
    if stamp.is_file() and stamp.read_text() == key:
        return
    with step(title):
        part = target.with_name(f"{target.name}.part-{os.getpid()}")
        part.mkdir(parents=True)
        make(part)
        (part / stamp.name).write_text(key)
        remove(target)
        part.rename(target)


def remove(folder):
    if folder.exists():
        shutil.rmtree(folder)


@contextmanager
def lock(name):
    """Keep other runs out while this one works on `name`."""
    descriptor = hold_lock(name)
    try:
        yield
    finally:
        os.close(descriptor)


def hold_lock(name):
    """Wait for the lock on `name`; it is ours until the descriptor is closed."""
    folder = STATE / "lock"
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 20).decode()
        say(f"   waiting for another run, process {holder}, to finish")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor

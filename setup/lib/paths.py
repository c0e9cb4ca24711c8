"""Where things are. All state is in one folder, which Git ignores."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".local"
LOGS = STATE / "log"
LIB = ROOT / "setup" / "lib"
TESTS = ROOT / "tests"

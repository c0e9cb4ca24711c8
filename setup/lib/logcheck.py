"""Complaints in Odoo's log."""

import re

RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) ")
ERRORS = {"ERROR", "CRITICAL"}

# What Odoo itself complains of, each with the reason why it is not ours to mend.
ALLOWED = ()


def problems(log, warnings):
    """Return the complaints in a log, each with the lines that belong to it."""
    levels = ERRORS | {"WARNING"} if warnings else ERRORS
    return [
        record
        for level, record in _records(log)
        if level in levels
        and not any(re.search(allowed, record) for allowed in ALLOWED)
    ]


def _records(log):
    """Split a log into (level, text); a traceback belongs to the line before it."""
    level, lines = None, []
    for line in log.read_text(errors="replace").splitlines():
        start = RECORD.match(line)
        if start:
            yield level, "\n".join(lines)
            level, lines = start["level"], []
        lines.append(line)
    yield level, "\n".join(lines)

"""One spelling of a Json value, so that it can be hashed and compared. No ORM.

Decimals are stored as texts (``"93.0"``), so no digit depends on how a float is
written; a float is refused rather than spelt in one of several ways.
"""

import json
from hashlib import sha256
from typing import Any


def canonical_json(value: Any) -> str:
    """Json with sorted keys and without spaces: equal values give equal texts.

    :raises TypeError: a float, a date, a key that is no text, or another object
    """
    _check_plain(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Any) -> str:
    """SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits."""
    return sha256(canonical_json(value).encode()).hexdigest()


def _check_plain(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"key {key!r} is no text")
            _check_plain(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check_plain(item)
    elif not isinstance(value, str | int | None):
        raise TypeError(f"{value!r} has no canonical spelling")

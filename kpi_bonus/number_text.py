"""Numbers as people type them: with spaces, a comma or a point. No ORM."""

import re
from decimal import Decimal

MAX_LENGTH = 40  # with spaces and signs; the longest money has 15 digits
MINUS = str.maketrans("−–", "--")
# Between the groups or around the number: any space, and apostrophes of Switzerland.
FILLER = re.compile(r"[\s'’]")
PLAIN = re.compile(r"[+-]?(\d+\.\d*|\.\d+)", re.ASCII)


def parse_number(text, decimal_point=".", thousands_sep=","):
    """The number that a text means in a language, or None if it is none.

    ``452 067,00`` and ``452067.00`` are read in any language. One sign alone, as in
    ``452,067``, stands for what it stands for in the language; where it can't group
    thousands (``452,5``) it is the decimal sign, because a phone's keyboard follows the
    phone's language and not the page's.

    :param decimal_point: ``,`` in Russian
    :param thousands_sep: ``,`` in English, a kind of space in Russian
    """
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        return None
    number = FILLER.sub("", text.translate(MINUS)).removesuffix("%")
    point = _find_point(number, decimal_point, thousands_sep)
    if point is None:
        return None
    whole, _sign, decimals = number.partition(point) if point else (number, "", "")
    number = f"{re.sub('[,.]', '', whole)}.{decimals}"
    return Decimal(number) if PLAIN.fullmatch(number) else None


def _find_point(number, decimal_point, thousands_sep):
    """The decimal sign of this number, "" if it has none; None if it makes no sense."""
    signs = [sign for sign in ",." if sign in number]
    if not signs:
        return ""
    last = max(signs, key=number.rindex)
    if len(signs) == 2:
        other = "," if last == "." else "."
        whole = number.rpartition(last)[0]
        return last if number.count(last) == 1 and _is_grouped(whole, other) else None
    is_grouped = _is_grouped(number, last)
    if number.count(last) > 1:
        return "" if is_grouped else None
    return "" if is_grouped and last == thousands_sep != decimal_point else last


def _is_grouped(number, sign):
    """Whether the sign stands between groups of three digits."""
    sign = re.escape(sign)
    return bool(re.fullmatch(rf"[+-]?\d{{1,3}}({sign}\d{{3}})+", number, re.ASCII))

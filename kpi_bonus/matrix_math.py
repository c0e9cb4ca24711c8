"""The bonus matrix: from which effectiveness on which bonus."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from .decimal_math import ZERO, Number, to_decimal

Rows = Iterable[Sequence[Number]]


class MatrixRow(NamedTuple):
    """From this effectiveness on (percent) that bonus (percent of earned salary)."""

    threshold: Decimal
    bonus_percent: Decimal


def matrix_row(total: Number, rows: Rows) -> MatrixRow | None:
    """The row with the highest threshold not above ``total``; None below the first."""
    number = to_decimal(total)
    reached = [row for row in parse_rows(rows) if row.threshold <= number]
    return max(reached) if reached else None


def matrix_percent(total: Number, rows: Rows, overflow: str = "top") -> Decimal:
    """Bonus in percent of the earned salary; 0 below the first row.

    :param overflow: above the last row ``top`` holds it, ``slope`` goes on in whole
        steps of the last two rows, so that the best sellers have no ceiling
    """
    row = matrix_row(total, rows)
    if row is None:
        return ZERO
    ordered = sorted(parse_rows(rows))
    if overflow != "slope" or row != ordered[-1] or len(ordered) < 2:
        return row.bonus_percent
    (low, low_percent), (high, high_percent) = ordered[-2:]
    steps = ((to_decimal(total) - high) / (high - low)).to_integral_value(ROUND_FLOOR)
    return high_percent + steps * (high_percent - low_percent)


def parse_rows(rows: Rows) -> list[MatrixRow]:
    """Matrix rows as stored in terms (texts) or read from records (floats)."""
    return [MatrixRow(to_decimal(low), to_decimal(percent)) for low, percent in rows]

"""Terms of an apprentice contract, and what is owed when it is broken. No ORM.

Sources: Russian Labour Code (to be checked by a lawyer): art. 14 and 201 (terms),
art. 207 (the stipend and other costs are given back), art. 249 (costs in proportion to
the time not worked).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo.tools.date_utils import end_of, start_of

from .decimal_math import CONTEXT, ZERO, Number, round_money, to_decimal

ONE_DAY = timedelta(days=1)


def term_end(first_day: date, months: int, extra_days: int = 0) -> date:
    """Last day of a term of months that begins on ``first_day``.

    The day before the same day of the month; where the last month has no such day (a
    month from 31 January), its last day.

    :param extra_days: the term is longer by them, or shorter if negative
    """
    same_day = first_day + relativedelta(months=months)
    clipped = same_day.day < first_day.day
    return same_day - (timedelta(0) if clipped else ONE_DAY) + timedelta(extra_days)


def stipend_until(
    stipend: Number, first_day: date, last_day: date, rounding: Number
) -> Decimal:
    """Stipend of the days from first to last: by calendar days of each month.

    Unrounded month by month and rounded once; nothing if the span is empty.
    """
    total, month = ZERO, start_of(first_day, "month")
    while month <= last_day:
        month_end = end_of(month, "month")
        days = (min(last_day, month_end) - max(first_day, month)).days + 1
        pay = CONTEXT.divide(to_decimal(stipend) * days, to_decimal(month_end.day))
        total = CONTEXT.add(total, pay)
        month = month_end + ONE_DAY
    return round_money(total, rounding)


def owed_of_training(stipend_paid: Number, cost: Number, rounding: Number) -> Decimal:
    """Who leaves the training, or does not begin to work, gives everything back."""
    return round_money(to_decimal(stipend_paid) + to_decimal(cost), rounding)


def owed_of_duty(
    cost: Number, first_day: date, last_day: date, left_on: date, rounding: Number
) -> Decimal:
    """The share of the cost for the calendar days of the duty that are not worked.

    :param first_day: of the duty to work on
    :param last_day: of the duty; worked to its end, nothing is owed
    :param left_on: the last day of work; before ``first_day``, all is owed
    """
    total_days = (last_day - first_day).days + 1
    missing = min((last_day - left_on).days, total_days)
    if missing <= 0:
        return ZERO
    share = CONTEXT.divide(to_decimal(cost) * missing, to_decimal(total_days))
    return round_money(share, rounding)

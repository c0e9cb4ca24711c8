"""Plans: in proportion to shifts, and grown from earlier ones."""

from decimal import Decimal
from typing import NamedTuple

from .decimal_math import CONTEXT, HUNDRED, Number, round_half_up, to_decimal

PLAN_DIGITS = 2


class Shifts(NamedTuple):
    """Shifts of one person in one period."""

    scheduled: Decimal  # employed days with work, net of public holidays
    calendar: Decimal  # the same for somebody employed all through the period
    excused: Decimal


def adjusted_plan(
    plan: Number,
    shifts: Shifts,
    *,
    joiner: bool = True,
    absence: bool = False,
    max_excused: Number = 0,
) -> Decimal:
    """An own plan in proportion to the shifts, to 2 digits.

    :param joiner: lower it by the shifts before joining and after leaving
    :param absence: lower it by the excused shifts, unless they exceed ``max_excused``
        (0 is no limit)
    """
    value = to_decimal(plan)
    if joiner and shifts.calendar:
        value = CONTEXT.divide(value * shifts.scheduled, shifts.calendar)
    if absence and shifts.scheduled and is_excused(shifts.excused, max_excused):
        present = shifts.scheduled - shifts.excused
        value = CONTEXT.divide(value * present, shifts.scheduled)
    return round_half_up(value, PLAN_DIGITS)


def is_excused(excused: Number, max_excused: Number) -> bool:
    """Whether so many excused shifts still lower a plan; a limit of 0 is none."""
    limit = to_decimal(max_excused)
    return not limit or to_decimal(excused) <= limit


def grow(value: Number, percent: Number) -> Decimal:
    """A plan from an earlier one, to 2 digits."""
    factor = HUNDRED + to_decimal(percent)
    return round_half_up(to_decimal(value) * factor / HUNDRED, PLAN_DIGITS)

"""From hours to the earned salary, and from a percentage to the amounts paid."""

from collections.abc import Iterable
from decimal import Decimal

from .decimal_math import (
    CONTEXT,
    HUNDRED,
    ZERO,
    BonusMathError,
    Number,
    round_money,
    to_decimal,
)


def segment_pay(wage: Number, worked_hours: Number, norm_hours: Number) -> Decimal:
    """Unrounded pay of a run of days: wage · worked / norm of the whole month."""
    worked, norm = to_decimal(worked_hours), to_decimal(norm_hours)
    if not worked:
        return ZERO
    if not norm:
        raise BonusMathError(f"{worked} hours worked of a norm of 0")
    return CONTEXT.divide(to_decimal(wage) * worked, norm)


def earned_salary(
    segments: Iterable[tuple[Number, Number, Number]], rounding: Number
) -> Decimal:
    """Sum of unrounded segments (wage, worked hours, norm hours), rounded once."""
    total = ZERO
    for wage, worked_hours, norm_hours in segments:
        total = CONTEXT.add(total, segment_pay(wage, worked_hours, norm_hours))
    return round_money(total, rounding)


def bonus_amount(earned: Number, percent: Number, rounding: Number) -> Decimal:
    """Rounded earned salary · percent / 100, rounded once."""
    return round_money(to_decimal(earned) * to_decimal(percent) / HUNDRED, rounding)


def payable_percent(
    mode: str,
    percent: Number,
    *,
    pilot_percent: Number = 0,
    submitted: bool = False,
) -> Decimal:
    """What is paid of the matrix percent while no ground for no bonus stands.

    ``shadow`` pays nothing, ``pilot`` its fixed percent to whoever submitted, ``live``
    the matrix percent.
    """
    if mode == "pilot":
        return to_decimal(pilot_percent) if submitted else ZERO
    return ZERO if mode == "shadow" else to_decimal(percent)


def sanction_amount(
    bonus: Number, earned: Number, *, cap_percent: Number, base: str, rounding: Number
) -> Decimal:
    """What a confirmed sanction withholds: the bonus, at most ``cap_percent`` of base.

    :param cap_percent: 0 is no cap. Russian Labour Code art. 135 as of 2025-09-01
        limits the cut of monthly pay to 20 %.
    :param base: ``earned`` or ``earned_and_bonus``
    """
    withheld, cap = to_decimal(bonus), to_decimal(cap_percent)
    if cap:
        pay = to_decimal(earned) + (withheld if base == "earned_and_bonus" else ZERO)
        withheld = min(withheld, round_money(pay * cap / HUNDRED, rounding))
    return withheld

"""From plan and fact to execution, and from execution to effectiveness."""

from decimal import Decimal

from .decimal_math import (
    CONTEXT,
    HUNDRED,
    ZERO,
    BonusMathError,
    Number,
    round_half_up,
    to_decimal,
)

# Card: a month without remarks and thanks is executed to 100 %.
CARD_START = HUNDRED
# Inverse KPIs grow without bound as the fact nears 0, hence a cap even if none is set.
INVERSE_CAP = Decimal(200)
# Those that compare the fact with a plan.
PLANNED_METHODS = ("proportional", "inverse")


def execution(
    method: str,
    plan: Number,
    fact: Number | None,
    *,
    inverse_form: str = "ratio",
    cap: Number = 0,
    digits: int = 0,
) -> Decimal:
    """Execution of a plan in percent: floor 0, then the cap, then one rounding.

    :param method: ``proportional``, ``inverse``, ``card`` (``fact`` is the sum of the
        card's signed points) or ``score`` (``fact`` is the percentage itself)
    :param fact: None is "no data": 0 under every method but ``card``
    :param cap: percent; 0 is no cap, for ``inverse`` 200
    """
    limit = execution_limit(method, cap)
    if method == "card":
        raw = CARD_START + (ZERO if fact is None else to_decimal(fact))
    elif fact is None:
        raw = ZERO
    elif method == "score":
        raw = to_decimal(fact)
    elif method == "proportional":
        raw = _proportional(to_decimal(plan), to_decimal(fact))
    elif method == "inverse":
        raw = _inverse(to_decimal(plan), to_decimal(fact), inverse_form, limit)
    else:
        raise BonusMathError(f"unknown method {method!r}")
    floored = max(raw, ZERO)
    return round_half_up(min(floored, limit) if limit else floored, digits)


def execution_limit(method: str, cap: Number) -> Decimal:
    """The highest execution in percent; 0 is no limit."""
    return to_decimal(cap) or (INVERSE_CAP if method == "inverse" else ZERO)


def _proportional(plan: Decimal, fact: Decimal) -> Decimal:
    # An issued plan is above 0; an adjusted one is 0 when every shift was excused.
    return CONTEXT.divide(fact * HUNDRED, plan) if plan else ZERO


def _inverse(plan: Decimal, fact: Decimal, form: str, limit: Decimal) -> Decimal:
    """The plan is the limit not to be exceeded."""
    if form == "linear":
        return CONTEXT.divide((2 * plan - fact) * HUNDRED, plan) if plan else ZERO
    if fact <= 0:
        return limit
    return CONTEXT.divide(plan * HUNDRED, fact)


def line_effectiveness(execution: Number, weight: Number, digits: int = 0) -> Decimal:
    """Rounded execution · weight / 100, rounded to the same digits."""
    product = to_decimal(execution) * to_decimal(weight)
    return round_half_up(product / HUNDRED, digits)

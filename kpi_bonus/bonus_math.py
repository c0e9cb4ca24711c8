"""The arithmetic of KPI pay: pure functions without database and without clock.

Everything that computes pay (plan-reports, simulations, checks of a spreadsheet) calls
this module, so a figure has one formula. :func:`compute` goes from the frozen terms of
a plan-report and the inputs of the month to the bonus.

Numbers are decimal, see :mod:`.decimal_math`. Percentages are numbers like ``93``,
never ``0.93``. Money is in the company's currency, hours are hours, shifts are days
with work.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any, NamedTuple

from .decimal_math import (
    CONTEXT,
    HUNDRED,
    ZERO,
    Number,
    round_half_up,
    round_money,
    to_decimal,
)

Rows = Iterable[Sequence[Number]]

# Card: a month without remarks and thanks is executed to 100 %.
CARD_START = HUNDRED
# Inverse KPIs grow without bound as the fact nears 0, hence a cap even if none is set.
INVERSE_CAP = Decimal(200)
PLAN_DIGITS = 2
# Those that compare the fact with a plan.
PLANNED_METHODS = ("proportional", "inverse")


class BonusMathError(ValueError):
    """Inputs from which no pay can be computed; the text says which."""


class MatrixRow(NamedTuple):
    """From this effectiveness on (percent) that bonus (percent of earned salary)."""

    threshold: Decimal
    bonus_percent: Decimal


class Figures(NamedTuple):
    """What the days of a period add up to for one KPI and one subject."""

    value: Decimal
    base: Decimal
    count: int  # rows of facts; none is "no data", which is not zero


class Part(NamedTuple):
    """A subject's share in a line: after a transfer a line has one per section."""

    weight: Decimal  # shifts scheduled in the section
    plan: Decimal
    figures: Figures


class Shifts(NamedTuple):
    """Shifts of one person in one period."""

    scheduled: Decimal  # employed days with work, net of public holidays
    calendar: Decimal  # the same for somebody employed all through the period
    excused: Decimal


@dataclass(frozen=True, slots=True)
class LineResult:
    plan_adjusted: Decimal
    fact_measured: Decimal | None
    fact: Decimal | None  # the corrected fact, else the measured one
    execution: Decimal
    effectiveness: Decimal


@dataclass(frozen=True, slots=True)
class ReportResult:
    lines: tuple[LineResult, ...]
    effectiveness: Decimal
    matrix_threshold: Decimal | None
    matrix_percent: Decimal
    bonus_percent: Decimal
    earned_salary: Decimal
    bonus_amount: Decimal
    sanction_amount: Decimal


def fact_of(
    figures: Figures, *, ratio: bool = False, average: bool = False, unit: str = ""
) -> Decimal | None:
    """The period's fact, unrounded; None when there is no data.

    A ratio or an average is Σ value / Σ base: the mean of daily ratios would weigh a
    day with one receipt like a day with a hundred. Only a ratio in percent is
    multiplied by 100.
    """
    if not figures.count:
        return None
    if not (ratio or average):
        return figures.value
    if not figures.base:
        return None
    factor = HUNDRED if ratio and unit == "percent" else Decimal(1)
    return CONTEXT.divide(figures.value * factor, figures.base)


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
    condition: bool = False,
) -> Decimal:
    """What is paid of the matrix percent.

    ``shadow`` pays nothing, ``pilot`` its fixed percent to whoever submitted, ``live``
    nothing while an unwaived ground for no bonus stands.
    """
    if mode == "pilot":
        return to_decimal(pilot_percent) if submitted else ZERO
    if mode == "shadow" or condition:
        return ZERO
    return to_decimal(percent)


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


def compute(terms: Mapping[str, Any], inputs: Mapping[str, Any]) -> ReportResult:
    """A plan-report's result from its frozen terms and the month's inputs.

    :param terms: what was issued: ``rounding_digits``, ``currency_rounding``, ``mode``,
        ``pilot_percent``, ``max_excused_shifts``, ``sanction_cap_percent``,
        ``sanction_base``, ``matrix`` (``overflow``, ``rows``) and ``lines``, each with
        ``method``, ``inverse_form``, ``scope``, ``unit``, ``ratio``, ``aggregate``,
        ``weight``, ``execution_cap`` and ``prorate_on_absence``
    :param inputs: ``segments`` (wage, worked and norm hours), ``shifts``, for each
        line of the terms ``parts`` and ``override`` (a corrected fact or None), and
        the flags ``submitted``, ``condition`` and ``sanction``
    :raises BonusMathError: hours without a norm, an unknown method
    """
    lines = tuple(
        _compute_line(terms, line, data, inputs["shifts"])
        for line, data in zip(terms["lines"], inputs["lines"], strict=True)
    )
    total = sum((line.effectiveness for line in lines), ZERO)
    rows = parse_rows(terms["matrix"]["rows"])
    percent = matrix_percent(total, rows, terms["matrix"]["overflow"])
    row = matrix_row(total, rows)
    payable = payable_percent(
        terms["mode"],
        percent,
        pilot_percent=terms["pilot_percent"],
        submitted=inputs.get("submitted", False),
        condition=inputs.get("condition", False),
    )
    rounding = terms["currency_rounding"]
    earned = earned_salary(inputs["segments"], rounding)
    bonus = bonus_amount(earned, payable, rounding)
    withheld = _withhold(terms, bonus, earned) if inputs.get("sanction") else ZERO
    return ReportResult(
        lines, total, row and row.threshold, percent, payable, earned, bonus, withheld
    )


def _withhold(terms: Mapping[str, Any], bonus: Decimal, earned: Decimal) -> Decimal:
    return sanction_amount(
        bonus,
        earned,
        cap_percent=terms["sanction_cap_percent"],
        base=terms["sanction_base"],
        rounding=terms["currency_rounding"],
    )


def parse_rows(rows: Rows) -> list[MatrixRow]:
    """Matrix rows as stored in terms (texts) or read from records (floats)."""
    return [MatrixRow(to_decimal(low), to_decimal(percent)) for low, percent in rows]


def is_additive(line: Mapping[str, Any]) -> bool:
    """Whether the plan grows with the shifts worked: a sum, not a share or a mean."""
    return (
        line["method"] in PLANNED_METHODS
        and line["aggregate"] == "sum"
        and not line["ratio"]
    )


def _compute_line(
    terms: Mapping[str, Any],
    line: Mapping[str, Any],
    data: Mapping[str, Any],
    shifts: Shifts,
) -> LineResult:
    plan, measured = _weigh(line, data["parts"])
    if line["scope"] == "employee" and is_additive(line):
        plan = adjusted_plan(
            plan,
            shifts,
            absence=line["prorate_on_absence"],
            max_excused=terms["max_excused_shifts"],
        )
    else:
        plan = round_half_up(plan, PLAN_DIGITS)
    override = data.get("override")
    fact = measured if override is None else to_decimal(override)
    digits = terms["rounding_digits"]
    executed = execution(
        line["method"],
        plan,
        fact,
        inverse_form=line["inverse_form"],
        cap=line["execution_cap"],
        digits=digits,
    )
    effectiveness = line_effectiveness(executed, line["weight"], digits)
    return LineResult(plan, measured, fact, executed, effectiveness)


def _weigh(
    line: Mapping[str, Any], parts: Sequence[Part]
) -> tuple[Decimal, Decimal | None]:
    """Plan and fact over the sections of a transferred person, by shifts there.

    A section without data counts as 0 beside one that has some.
    """
    facts = [
        fact_of(
            part.figures,
            ratio=line["ratio"],
            average=line["aggregate"] == "average",
            unit=line["unit"],
        )
        for part in parts
    ]
    if len(parts) == 1:
        return parts[0].plan, facts[0]
    shifts = sum((part.weight for part in parts), ZERO)
    if not shifts:
        return parts[-1].plan, facts[-1]
    plan = sum((part.weight * part.plan for part in parts), ZERO)
    if all(fact is None for fact in facts):
        return CONTEXT.divide(plan, shifts), None
    fact = ZERO
    for part, value in zip(parts, facts, strict=True):
        fact = CONTEXT.add(fact, CONTEXT.multiply(part.weight, value or ZERO))
    return CONTEXT.divide(plan, shifts), CONTEXT.divide(fact, shifts)

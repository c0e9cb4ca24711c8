"""The arithmetic of KPI pay: pure functions without database and without clock.

Everything that computes pay (plan-reports, simulations, checks of a spreadsheet) calls
this module, so a figure has one formula. :func:`compute` goes from the frozen terms of
a plan-report and the inputs of the month to the bonus.

Numbers are decimal, see :mod:`.decimal_math`. Percentages are numbers like ``93``,
never ``0.93``. Money is in the company's currency, hours are hours, shifts are days
with work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from .decimal_math import (
    CONTEXT,
    HUNDRED,
    ZERO,
    BonusMathError,
    round_half_up,
    to_decimal,
)
from .execution_math import (
    PLANNED_METHODS,
    execution,
    execution_limit,
    line_effectiveness,
)
from .matrix_math import MatrixRow, matrix_percent, matrix_row, parse_rows
from .pay_math import (
    bonus_amount,
    earned_salary,
    payable_percent,
    sanction_amount,
    segment_pay,
)
from .plan_math import PLAN_DIGITS, Shifts, adjusted_plan, grow, is_excused

# What other code may call; the parts stand in modules of their own.
__all__ = [
    "PLANNED_METHODS",
    "BonusMathError",
    "Figures",
    "LineResult",
    "MatrixRow",
    "Part",
    "ReportResult",
    "Shifts",
    "adjusted_plan",
    "bonus_amount",
    "compute",
    "earned_salary",
    "execution",
    "execution_limit",
    "fact_of",
    "grow",
    "is_additive",
    "is_excused",
    "line_effectiveness",
    "matrix_percent",
    "matrix_row",
    "parse_rows",
    "payable_percent",
    "sanction_amount",
    "segment_pay",
    "weigh",
    "with_grounds",
]


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
    )
    rounding = terms["currency_rounding"]
    earned = earned_salary(inputs["segments"], rounding)
    bonus = bonus_amount(earned, payable, rounding)
    result = ReportResult(
        lines, total, row and row.threshold, percent, payable, earned, bonus, ZERO
    )
    return with_grounds(
        terms,
        result,
        condition=inputs.get("condition", False),
        sanction=inputs.get("sanction", False),
    )


def with_grounds(
    terms: Mapping[str, Any],
    result: ReportResult,
    *,
    condition: bool = False,
    sanction: bool = False,
) -> ReportResult:
    """What grounds for no bonus leave of a result that was computed without them.

    A condition leaves no bonus, so nothing remains for a sanction to withhold. In a
    pilot or shadow period no ground acts.
    """
    if terms["mode"] != "live":
        return result
    if condition:
        return replace(result, bonus_percent=ZERO, bonus_amount=ZERO)
    if sanction:
        withheld = _withhold(terms, result.bonus_amount, result.earned_salary)
        return replace(result, sanction_amount=withheld)
    return result


def _withhold(terms: Mapping[str, Any], bonus: Decimal, earned: Decimal) -> Decimal:
    return sanction_amount(
        bonus,
        earned,
        cap_percent=terms["sanction_cap_percent"],
        base=terms["sanction_base"],
        rounding=terms["currency_rounding"],
    )


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
    plan, measured = weigh(line, data["parts"])
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


def weigh(
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

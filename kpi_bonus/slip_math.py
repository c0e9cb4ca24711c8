"""Where somebody's own calculation does not add up. Pure functions, no ORM.

Every step is judged by the figures that he himself wrote in the step before. So one
slip is pointed at once, and who goes on correctly from a wrong figure is told of that
figure alone.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from .bonus_math import (
    ReportResult,
    bonus_amount,
    line_effectiveness,
    matrix_percent,
)
from .decimal_math import ZERO


class LineAnswer(NamedTuple):
    """One KPI's steps as somebody computed them, percent; None: not written down."""

    execution: Decimal | None
    effectiveness: Decimal | None


class Answer(NamedTuple):
    lines: Sequence[LineAnswer]
    total: Decimal | None
    percent: Decimal | None  # of the matrix
    amount: Decimal | None = None  # the bonus in money


class Slip(NamedTuple):
    step: str  # execution, effectiveness, total, percent or amount
    index: int | None  # of the KPI, for the first two
    right: Decimal  # what the step comes to, from his own figures


def find_slips(
    terms: Mapping[str, Any], result: ReportResult, answer: Answer
) -> list[Slip]:
    """The steps that do not follow from the ones before, in the order of the sheet.

    :param terms: of the plan-report: ``rounding_digits``, ``currency_rounding``,
        ``matrix``, and the ``weight`` of each line
    :param result: what the facts come to, by ``bonus_math.compute``
    """
    slips = []
    total = ZERO
    for index, line in enumerate(answer.lines):
        right = result.lines[index]
        executed = _follow(slips, "execution", index, line.execution, right.execution)
        effectiveness = line_effectiveness(
            executed, terms["lines"][index]["weight"], terms["rounding_digits"]
        )
        total += _follow(
            slips, "effectiveness", index, line.effectiveness, effectiveness
        )
    total = _follow(slips, "total", None, answer.total, total)
    matrix = terms["matrix"]
    percent = matrix_percent(total, matrix["rows"], matrix["overflow"])
    percent = _follow(slips, "percent", None, answer.percent, percent)
    rounding = terms["currency_rounding"]
    amount = bonus_amount(result.earned_salary, percent, rounding)
    _follow(slips, "amount", None, answer.amount, amount)
    return slips


def _follow(slips, step, index, own, right):
    """Note a slip; go on with his own figure, or with the right one if he has none."""
    if own is None:
        return right
    if own != right:
        slips.append(Slip(step, index, right))
    return own

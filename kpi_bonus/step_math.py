"""What is missing to the next row of the bonus matrix, KPI by KPI. Pure functions.

The formulas are those of :mod:`.bonus_math`: a step is searched for by trying facts,
so it can't disagree with the pay.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, NamedTuple

from . import bonus_math
from .decimal_math import CONTEXT, HUNDRED, ZERO, Number, to_decimal
from .matrix_math import MatrixRow, matrix_percent, parse_rows

HUNDREDTH = Decimal("0.01")
ONE = Decimal(1)
# Nobody is scored above it, unless the KPI's cap says so.
SCORE_TOP = HUNDRED


class Step(NamedTuple):
    """The smallest change of one KPI, all others as they are, that reaches a row."""

    fact: Decimal  # to be reached; for a card its points
    change: Decimal | None  # signed, of a sum; None where only the fact means something
    thanks: int  # for a card: how many more
    now: Decimal | None  # the fact so far; None is "no data"


def next_row(total: Number, rows, overflow: str = "top") -> MatrixRow | None:
    """The first row above ``total``; past the last one the next step of its slope."""
    number = to_decimal(total)
    ordered = sorted(parse_rows(rows))
    for row in ordered:
        if row.threshold > number:
            return row
    if overflow != "slope" or len(ordered) < 2:
        return None
    low, high = ordered[-2].threshold, ordered[-1].threshold
    size = high - low
    steps = ((number - high) / size).to_integral_value(ROUND_FLOOR) + 1
    threshold = high + steps * size
    return MatrixRow(threshold, matrix_percent(threshold, ordered, overflow))


def next_steps(
    terms: Mapping[str, Any], inputs: Mapping[str, Any]
) -> tuple[MatrixRow | None, list[Step | None]]:
    """The next row, and for each line the change that reaches it.

    The arguments are those of ``bonus_math.compute``. A line has None where no change
    of it alone reaches the row (a cap, a plan of 0) or where its fact was corrected:
    selling more does not move it.
    """
    result = bonus_math.compute(terms, inputs)
    matrix = terms["matrix"]
    row = next_row(result.effectiveness, matrix["rows"], matrix["overflow"])
    if row is None:
        return None, [None] * len(result.lines)
    steps = []
    for term, data, line in zip(
        terms["lines"], inputs["lines"], result.lines, strict=True
    ):
        missing = row.threshold - (result.effectiveness - line.effectiveness)
        search = _Search(terms, term, data, line, missing)
        corrected = data.get("override") is not None
        steps.append(None if corrected else search.find())
    return row, steps


def unit_of(terms: Mapping[str, Any], term: Mapping[str, Any], *figures) -> Decimal:
    """The smallest change of a fact: a coin, a piece, a hundredth."""
    if term["unit"] == "money":
        return to_decimal(terms["currency_rounding"])
    if term["unit"] == "quantity" and all(
        figure is None or figure % 1 == 0 for figure in figures
    ):
        return ONE
    return HUNDREDTH


class _Search:
    """The search for one line's fact at which its effectiveness is enough."""

    def __init__(self, terms, term, data, line, missing):
        self.term = term
        self.plan = line.plan_adjusted
        self.now = line.fact
        self.digits = terms["rounding_digits"]
        self.missing = missing
        self.is_split = len(data["parts"]) > 1
        self.unit = unit_of(terms, term, self.plan, self.now)

    def find(self) -> Step | None:
        if self.term["method"] == "card":
            return self._find_card()
        if self.term["method"] == "inverse":
            return self._find_inverse()
        return self._find_more()

    def _reaches(self, fact: Decimal | None) -> bool:
        executed = bonus_math.execution(
            self.term["method"],
            self.plan,
            fact,
            inverse_form=self.term["inverse_form"],
            cap=self.term["execution_cap"],
            digits=self.digits,
        )
        got = bonus_math.line_effectiveness(executed, self.term["weight"], self.digits)
        return got >= self.missing

    def _find_more(self) -> Step | None:
        """Proportional and score: the more, the better."""
        term = self.term
        start = self._snap(self.now or ZERO, ROUND_FLOOR)
        top = to_decimal(term["execution_cap"])
        if term["method"] == "score":
            # The fact is the execution: beyond the cap more changes nothing.
            top = top or SCORE_TOP
        elif not self.plan:
            return None
        else:
            top = CONTEXT.divide(top * self.plan, HUNDRED)
        bound = None
        if top:
            bound = int(((top - start) / self.unit).to_integral_value(ROUND_CEILING))
        count = _first(lambda n: self._reaches(start + n * self.unit), bound)
        return self._make_step(start, count)

    def _find_inverse(self) -> Step | None:
        """The less, the better, down to nothing."""
        if self.now is None:
            # From nothing known: the most that is still good enough.
            if not self._reaches(ZERO):
                return None
            over = _first(lambda n: not self._reaches(n * self.unit), None)
            return self._make_step(-self.unit, over)
        start = self._snap(self.now, ROUND_CEILING)
        bound = int(start / self.unit)
        count = _first(lambda n: self._reaches(start - n * self.unit), bound)
        return self._make_step(start, count and -count)

    def _find_card(self) -> Step | None:
        points = to_decimal(self.term["thanks_points"])
        if points <= 0:
            return None
        now = self.now or ZERO
        cap = to_decimal(self.term["execution_cap"])
        bound = None
        if cap:
            room = (cap - HUNDRED - now) / points
            bound = int(room.to_integral_value(ROUND_CEILING))
        count = _first(lambda n: self._reaches(now + n * points), bound)
        return count and Step(now + count * points, None, count, self.now)

    def _snap(self, fact: Decimal, rounding: str) -> Decimal:
        units = CONTEXT.divide(fact, self.unit)
        return units.to_integral_value(rounding) * self.unit

    def _make_step(self, start: Decimal, count: int | None) -> Step | None:
        if count is None:
            return None
        fact = start + count * self.unit
        is_sum = bonus_math.is_additive(self.term)
        is_exact = self.now is None or self.now % self.unit == 0
        is_limit = self.now is None and self.term["method"] == "inverse"
        # A figure weighted over several sections is moved by more than one of them.
        if not is_sum or not is_exact or is_limit or self.is_split:
            return Step(fact, None, 0, self.now)
        return Step(fact, fact - (self.now or ZERO), 0, self.now)


def _first(holds: Callable[[int], bool], bound: int | None) -> int | None:
    """The smallest n from 1 to ``bound`` for which something holds from there on.

    Doubling, then halving. Without a bound it must hold somewhere.
    """
    if bound is not None and (bound < 1 or not holds(bound)):
        return None
    low, high = 0, 1
    while (bound is None or high < bound) and not holds(high):
        low, high = high, high * 2
    if bound is not None:
        high = min(high, bound)
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high

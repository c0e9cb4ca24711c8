"""The next step reaches its row, and one unit less does not."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from .. import bonus_math as bm
from .. import step_math
from ..bonus_math import Figures, Part
from .test_bonus_math import make_data, make_inputs, make_line, make_terms

figure = st.decimals(0, 10**7, places=2, allow_nan=False)
whole = st.integers(0, 5000).map(Decimal)
percent = st.decimals(0, 100, places=2, allow_nan=False)
cap = st.sampled_from(["0.0", "100.0", "120.0", "200.0"])
MATRICES = [
    [("80", "80"), ("90", "90"), ("95", "95"), ("100", "100"), ("150", "200")],
    [("50", "40"), ("100", "100")],
    [("70", "70")],
]


def get_worked_example():
    lines = [
        make_line(weight="35", scope="section"),
        make_line(weight="45"),
        make_line("card", weight="20", remark_points="-20.0", thanks_points="10.0"),
    ]
    data = [
        make_data(2000000, 2400000),
        make_data(500000, 452067),
        make_data(0, -50),
    ]
    return make_terms(lines), make_inputs(data)


@st.composite
def line_and_data(draw, weight):
    """One KPI of any kind with figures of its unit, none at all included."""
    method = draw(st.sampled_from(["proportional", "inverse", "card", "score"]))
    unit = draw(st.sampled_from(["money", "quantity", "percent"]))
    ratio = method in ("proportional", "inverse") and draw(st.booleans())
    line = make_line(
        method,
        weight=str(weight),
        unit=unit,
        ratio=ratio,
        inverse_form=draw(st.sampled_from(["ratio", "linear"])),
        execution_cap=draw(cap),
        remark_points="-20.0",
        thanks_points=draw(st.sampled_from(["10.0", "3.0", "0.0"])),
    )
    values = whole if unit == "quantity" else figure
    if method == "card":
        value = Decimal(draw(st.integers(-12, 8)) * 10)
    elif method == "score":
        value = draw(percent)
    else:
        value = draw(values)
    base = draw(st.integers(1, 900)) if ratio else 0
    data = make_data(draw(values), value, base, count=draw(st.integers(0, 3)))
    return line, data


@st.composite
def months(draw):
    weights = draw(st.sampled_from([(100,), (60, 40), (35, 45, 20), (90, 10)]))
    pairs = [draw(line_and_data(weight)) for weight in weights]
    terms = make_terms(
        [line for line, _data in pairs],
        matrix={
            "overflow": draw(st.sampled_from(["top", "slope"])),
            "rows": draw(st.sampled_from(MATRICES)),
        },
    )
    return terms, make_inputs([data for _line, data in pairs])


@tagged("post_install", "-at_install")
class TestStepMath(BaseCase):
    def _total(self, terms, inputs, index, fact):
        lines = list(inputs["lines"])
        lines[index] = {**lines[index], "override": fact}
        return bm.compute(terms, {**inputs, "lines": lines}).effectiveness

    def test_worked_example(self):
        row, (section, own, card) = step_math.next_steps(*get_worked_example())
        self.assertEqual(row, (95, 95))
        # 94.5 % of 500 000, as execution rounds to 95 and 95 · 45 / 100 to 43.
        self.assertEqual((own.change, own.fact), (Decimal("20433.00"), 472500))
        # 124.5 % of 2 000 000: 125 · 35 / 100 = 43.75, rounded 44.
        self.assertEqual((section.change, section.fact), (90000, 2490000))
        self.assertEqual((card.thanks, card.fact), (1, -40))

    @given(months())
    @settings(deadline=None, max_examples=400)
    def test_step_reaches_the_row_and_one_unit_less_does_not(self, month):
        terms, inputs = month
        before = bm.compute(terms, inputs)
        row, steps = step_math.next_steps(terms, inputs)
        if row is None:
            self.assertEqual(steps, [None] * len(steps))
            return
        self.assertGreater(row.threshold, before.effectiveness)
        for index, step in enumerate(steps):
            if step is None:
                continue
            term = terms["lines"][index]
            less = self._get_one_unit_less(terms, term, step, before.lines[index])
            reached = self._total(terms, inputs, index, step.fact)
            self.assertGreaterEqual(reached, row.threshold)
            if less is not None:
                short = self._total(terms, inputs, index, less)
                self.assertLess(short, row.threshold)
            if step.change is not None:
                self.assertEqual(step.fact, (step.now or 0) + step.change)

    def _get_one_unit_less(self, terms, term, step, line):
        """The fact of somebody who does one unit less than the step says."""
        if term["method"] == "card":
            points = Decimal(term["thanks_points"])
            self.assertEqual(step.fact, (step.now or 0) + step.thanks * points)
            return step.fact - points
        unit = step_math.unit_of(terms, term, line.plan_adjusted, line.fact)
        self.assertEqual(step.fact % unit, 0)
        return step.fact + unit if term["method"] == "inverse" else step.fact - unit

    @given(months())
    @settings(deadline=None, max_examples=200)
    def test_none_is_really_out_of_reach(self, month):
        terms, inputs = month
        row, steps = step_math.next_steps(terms, inputs)
        for index, step in enumerate(steps):
            term = terms["lines"][index]
            if row is None or step or term["method"] == "card":
                continue
            best = {"inverse": 0, "score": max(100, Decimal(term["execution_cap"]))}
            fact = Decimal(best.get(term["method"], 10**15))
            now = inputs["lines"][index]["parts"][0].figures
            if term["method"] == "inverse" or fact > now.value:
                total = self._total(terms, inputs, index, fact)
                self.assertLess(total, row.threshold)

    def test_next_row(self):
        rows = [(80, 80), (140, 180), (150, 200)]
        for total, overflow, expected in [
            (79, "slope", (80, 80)),
            (80, "slope", (140, 180)),
            (149.99, "top", (150, 200)),
            (150, "top", None),
            # On in whole steps of the last two rows: 10 of effectiveness, 20 of bonus.
            (150, "slope", (160, 220)),
            (159.99, "slope", (160, 220)),
            (160, "slope", (170, 240)),
        ]:
            with self.subTest(total=total, overflow=overflow):
                self.assertEqual(step_math.next_row(total, rows, overflow), expected)
        self.assertIsNone(step_math.next_row(90, [(80, 80)], "slope"))

    def test_cap_and_plan_of_zero_are_out_of_reach(self):
        for line, data in [
            (make_line(execution_cap="90.0"), make_data(1000, 900)),
            (make_line(), make_data(0, 900)),
            (make_line("score", unit="score"), make_data(0, 100)),
            (make_line("inverse", execution_cap="85.0"), make_data(5, 6)),
            (make_line("card", thanks_points="0.0"), make_data(0, -20)),
        ]:
            terms = make_terms([line, make_line()])
            terms["lines"][0]["weight"], terms["lines"][1]["weight"] = "90", "10"
            inputs = make_inputs([data, make_data(1000, 0)])
            with self.subTest(method=line["method"]):
                self.assertIsNone(step_math.next_steps(terms, inputs)[1][0])

    def test_corrected_fact_stands(self):
        terms, inputs = get_worked_example()
        inputs["lines"][1]["override"] = Decimal(452067)
        _row, (_section, own, card) = step_math.next_steps(terms, inputs)
        self.assertIsNone(own)
        self.assertEqual(card.thanks, 1)

    def test_limit_of_a_share_nobody_measured_yet(self):
        # Limit 5 %: at 5.02 % the execution is 99.6, rounded 100; at 5.03 it is 99.4.
        line = make_line("inverse", unit="percent", ratio=True)
        terms = make_terms([line], matrix={"overflow": "top", "rows": [(100, 100)]})
        inputs = make_inputs([make_data(5, 0, count=0)])
        _row, (step,) = step_math.next_steps(terms, inputs)
        self.assertEqual(step, (Decimal("5.02"), None, 0, None))

    def test_share_between_two_hundredths(self):
        # 5.0255 % is executed to 99.49; the hundredth below it is enough.
        line = make_line("inverse", unit="percent", ratio=True)
        terms = make_terms([line], matrix={"overflow": "top", "rows": [(100, 100)]})
        inputs = make_inputs([make_data(5, 50255, base=1000000)])
        _row, (step,) = step_math.next_steps(terms, inputs)
        self.assertEqual(step.fact, Decimal("5.02"))

    def test_two_sections_have_no_change_of_one(self):
        half = {"weight": Decimal(11), "plan": Decimal(500)}
        parts = [
            Part(figures=Figures(Decimal(sold), Decimal(0), 1), **half)
            for sold in (400, 450)
        ]
        terms = make_terms([make_line(scope="section")])
        _row, (step,) = step_math.next_steps(
            terms, make_inputs([{"parts": parts, "override": None}])
        )
        # 85 of 100; 89.5 rounds to the row of 90.
        self.assertEqual(step[:2], (Decimal("447.50"), None))

    def test_after_a_transfer_only_the_fact_is_told(self):
        # (10 · 400 + 12 · 500) / 22: a quotient that no coin divides.
        parts = [
            Part(Decimal(10), Decimal(500), Figures(Decimal(400), Decimal(0), 1)),
            Part(Decimal(12), Decimal(600), Figures(Decimal(500), Decimal(0), 1)),
        ]
        terms = make_terms([make_line(scope="section")])
        inputs = make_inputs([{"parts": parts, "override": None}])
        row, (step,) = step_math.next_steps(terms, inputs)
        self.assertIsNone(step.change)
        self.assertLess(self._total(terms, inputs, 0, step.fact - Decimal("0.01")), 85)
        self.assertEqual(row.threshold, 85)
        self.assertGreaterEqual(self._total(terms, inputs, 0, step.fact), 85)

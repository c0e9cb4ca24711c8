"""Literals from design and case, and properties that hold for any input."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged
from odoo.tools import float_round

from .. import bonus_math as bm
from ..bonus_math import Figures, MatrixRow, Part, Shifts
from ..decimal_math import round_money
from .common import DEFAULT_MATRIX

DEFAULT_ROWS = bm.parse_rows(DEFAULT_MATRIX)
NO_PRORATION = Shifts(Decimal(22), Decimal(22), Decimal(0))

money = st.decimals(0, 10**8, places=2, allow_nan=False)
positive_money = st.decimals("0.01", 10**8, places=2, allow_nan=False)
hours = st.decimals("0.01", 200, places=2, allow_nan=False)
totals = st.decimals(0, 400, places=2, allow_nan=False)


def make_line(method="proportional", weight="100", **terms):
    return {
        "method": method,
        "inverse_form": "ratio",
        "scope": "employee",
        "unit": "money",
        "ratio": False,
        "aggregate": "sum",
        "weight": weight,
        "execution_cap": "0.0",
        "prorate_on_absence": True,
        **terms,
    }


def make_terms(lines, **terms):
    return {
        "rounding_digits": 0,
        "currency_rounding": "0.01",
        "mode": "live",
        "pilot_percent": "50.0",
        "max_excused_shifts": "0.0",
        "sanction_cap_percent": "0.0",
        "sanction_base": "earned",
        "matrix": {"overflow": "slope", "rows": DEFAULT_ROWS},
        "lines": lines,
        **terms,
    }


def make_data(plan, value, base=0, count=1, override=None):
    figures = Figures(Decimal(value), Decimal(base), count)
    return {
        "parts": [Part(Decimal(1), Decimal(plan), figures)],
        "override": override,
    }


def make_inputs(data, segments=((20000, 176, 176),), shifts=NO_PRORATION, **flags):
    return {"segments": segments, "shifts": shifts, "lines": data, **flags}


@tagged("post_install", "-at_install")
class TestRounding(BaseCase):
    def test_half_up(self):
        for value, digits, expected in [
            (40.5, 0, "41"),
            (2.5, 0, "3"),
            (0.5, 0, "1"),
            (90.45, 0, "90"),
            (90.45, 1, "90.5"),
            (2.675, 2, "2.68"),
            (1.005, 2, "1.01"),
            (-2.5, 0, "-3"),
            (0.49999999999999994, 0, "0"),
        ]:
            with self.subTest(value=value, digits=digits):
                result = bm.round_half_up(value, digits)
                self.assertEqual(result, Decimal(expected))

    def test_product_as_on_paper(self):
        # 0.285 · 100 is 28.5; in binary floats 28.499999999999996.
        self.assertLess(0.285 * 100, 28.5)
        self.assertEqual(bm.round_half_up(bm.to_decimal(0.285) * 100), 29)

    def test_sum_of_quotients_reaches_the_tie(self):
        # Six times 0.5 / 6 is 0.5, but 0.4999… with any number of digits.
        self.assertEqual(bm.earned_salary([("0.5", 1, 6)] * 6, 1), 1)

    def test_coins(self):
        self.assertEqual(round_money("10.025", "0.01"), Decimal("10.03"))
        self.assertEqual(round_money("10.025", "0.05"), Decimal("10.05"))
        self.assertEqual(round_money("10.5", "1.0"), 11)

    @given(st.decimals(-(10**9), 10**9, places=3), st.integers(0, 2))
    @settings(deadline=None)
    def test_agrees_with_float_round(self, number, digits):
        ours = float(bm.round_half_up(number, digits))
        theirs = float_round(float(number), precision_digits=digits)
        self.assertAlmostEqual(ours, theirs, places=digits + 1)


@tagged("post_install", "-at_install")
class TestFact(BaseCase):
    def test_no_row_is_no_data_and_zero_is_data(self):
        self.assertIsNone(bm.fact_of(Figures(Decimal(0), Decimal(0), 0)))
        self.assertEqual(bm.fact_of(Figures(Decimal(0), Decimal(0), 1)), 0)

    def test_ratio(self):
        # Xena Rahim, April 2019: 942 single-line receipts of 1 268, 74.29 %.
        figures = Figures(Decimal(942), Decimal(1268), 13)
        share = bm.fact_of(figures, ratio=True, unit="percent")
        self.assertEqual(bm.round_half_up(share, 2), Decimal("74.29"))
        receipt = bm.fact_of(
            Figures(Decimal("7896.49"), Decimal(1268), 13), ratio=True, unit="money"
        )
        self.assertEqual(bm.round_half_up(receipt, 2), Decimal("6.23"))

    def test_base_zero_is_no_data(self):
        self.assertIsNone(bm.fact_of(Figures(Decimal(5), Decimal(0), 2), ratio=True))
        self.assertIsNone(bm.fact_of(Figures(Decimal(5), Decimal(0), 2), average=True))

    def test_average_is_not_multiplied(self):
        figures = Figures(Decimal(170), Decimal(2), 2)
        self.assertEqual(bm.fact_of(figures, average=True, unit="percent"), 85)


@tagged("post_install", "-at_install")
class TestExecution(BaseCase):
    def test_proportional(self):
        for plan, fact, expected in [
            ("2000000.00", "2400000.00", 120),
            ("500000.00", "452067.00", 90),  # 90.4134
            ("500000.00", "452250.00", 90),  # 90.45: one rounding, not 90.5 → 91
            ("500000.00", "452500.00", 91),  # 90.5
            ("500000.00", "452499.99", 90),
            ("500000.00", "-100.00", 0),  # more returned than sold
            ("0", "100", 0),  # every shift excused
        ]:
            with self.subTest(plan=plan, fact=fact):
                self.assertEqual(bm.execution("proportional", plan, fact), expected)

    def test_digits(self):
        result = bm.execution("proportional", "500000", "452067", digits=2)
        self.assertEqual(result, Decimal("90.41"))

    def test_cap_comes_before_rounding(self):
        result = bm.execution("proportional", 100, "130.4", cap="130.3", digits=0)
        self.assertEqual(result, 130)
        result = bm.execution("proportional", 100, "140", cap="130.5", digits=0)
        self.assertEqual(result, 131)

    def test_inverse_ratio(self):
        for plan, fact, expected in [
            (5, 5, 100),
            (5, 4, 125),
            (5, 10, 50),
            (5, "2.5", 200),
            (5, 1, 200),  # 500 before the cap
            (5, 0, 200),
            (0, 0, 200),
            (0, 3, 0),
            (75, "74.29", 101),  # 100.9557
        ]:
            with self.subTest(plan=plan, fact=fact):
                self.assertEqual(bm.execution("inverse", plan, fact), expected)
        self.assertEqual(bm.execution("inverse", 5, 1, cap=150), 150)
        self.assertEqual(bm.execution("inverse", 5, 0, cap=150), 150)

    def test_inverse_linear(self):
        for plan, fact, expected in [
            (5, 5, 100),
            (5, 4, 120),
            (5, 10, 0),
            (5, 12, 0),
            (5, 0, 200),
            (5, "5.5", 90),
        ]:
            with self.subTest(plan=plan, fact=fact):
                result = bm.execution("inverse", plan, fact, inverse_form="linear")
                self.assertEqual(result, expected)

    def test_card(self):
        # 3 remarks of −20 and one thanks of +10
        self.assertEqual(bm.execution("card", 0, -3 * 20 + 10), 50)
        self.assertEqual(bm.execution("card", 0, None), 100)
        self.assertEqual(bm.execution("card", 0, -120), 0)
        self.assertEqual(bm.execution("card", 0, 40), 140)

    def test_score(self):
        self.assertEqual(bm.execution("score", 0, "87.5"), 88)

    def test_no_data_is_zero_but_for_the_card(self):
        for method in ("proportional", "inverse", "score"):
            with self.subTest(method=method):
                self.assertEqual(bm.execution(method, 5, None), 0)

    def test_unknown_method(self):
        with self.assertRaisesRegex(bm.BonusMathError, "median"):
            bm.execution("median", 1, 1)

    def test_effectiveness(self):
        for execution, weight, expected in [
            (120, 35, 42),
            (90, 45, 41),  # 40.5
            (50, 20, 10),
            (10, 25, 3),  # 2.5
            (95, 30, 29),  # 28.5
        ]:
            with self.subTest(execution=execution, weight=weight):
                result = bm.line_effectiveness(execution, weight)
                self.assertEqual(result, expected)

    @given(positive_money, money, money)
    @settings(deadline=None)
    def test_monotone_in_fact(self, plan, one, other):
        low, high = sorted((one, other))
        self.assertLessEqual(
            bm.execution("proportional", plan, low),
            bm.execution("proportional", plan, high),
        )
        for form in ("ratio", "linear"):
            self.assertGreaterEqual(
                bm.execution("inverse", plan, low, inverse_form=form),
                bm.execution("inverse", plan, high, inverse_form=form),
            )


@tagged("post_install", "-at_install")
class TestMatrix(BaseCase):
    def test_rows(self):
        for total, expected in [
            (0, 0),
            ("79.99", 0),
            (80, 80),
            (93, 90),
            ("94.99", 90),
            (95, 95),
            (104, 100),
            (105, 110),
            (150, 200),
        ]:
            with self.subTest(total=total):
                percent = bm.matrix_percent(total, DEFAULT_ROWS, "slope")
                self.assertEqual(percent, expected)

    def test_above_the_last_row(self):
        # The last two rows, 140 → 180 and 150 → 200, climb 20 per step of 10.
        for total, slope in [(159, 200), (160, 220), (169, 220), (170, 240)]:
            with self.subTest(total=total):
                self.assertEqual(bm.matrix_percent(total, DEFAULT_ROWS, "slope"), slope)
                self.assertEqual(bm.matrix_percent(total, DEFAULT_ROWS, "top"), 200)

    def test_single_row_has_no_slope(self):
        self.assertEqual(bm.matrix_percent(300, [MatrixRow(80, 80)], "slope"), 80)

    @given(totals, totals, st.sampled_from(["top", "slope"]))
    @settings(deadline=None)
    def test_monotone(self, one, other, overflow):
        low, high = sorted((one, other))
        self.assertLessEqual(
            bm.matrix_percent(low, DEFAULT_ROWS, overflow),
            bm.matrix_percent(high, DEFAULT_ROWS, overflow),
        )


@tagged("post_install", "-at_install")
class TestPlan(BaseCase):
    def test_joiner(self):
        # 500 000 · 12 / 22 = 272 727.2727…
        shifts = Shifts(Decimal(12), Decimal(22), Decimal(0))
        plan = bm.adjusted_plan(500000, shifts, joiner=True)
        self.assertEqual(plan, Decimal("272727.27"))

    def test_excused_absence(self):
        # 500 000 · (22 − 4) / 22 = 409 090.909…
        shifts = Shifts(Decimal(22), Decimal(22), Decimal(4))
        for max_excused, expected in [
            (0, "409090.91"),
            (4, "409090.91"),
            (3, "500000.00"),
        ]:
            with self.subTest(max_excused=max_excused):
                plan = bm.adjusted_plan(
                    500000, shifts, absence=True, max_excused=max_excused
                )
                self.assertEqual(plan, Decimal(expected))
        self.assertEqual(bm.adjusted_plan(500000, shifts), 500000)

    def test_joiner_with_absence_is_rounded_once(self):
        # 1 000 · 10 / 21 · 9 / 10 = 428.571…; rounded between, 428.57 all the same;
        # 100 · 1 / 3 · 1 / 2 = 16.666… (33.33 / 2 would be 16.67 as well), so a case
        # that tells: 0.10 · 1 / 3 · 1 / 2 = 0.01666… → 0.02, while 0.03 / 2 = 0.015.
        shifts = Shifts(Decimal(2), Decimal(6), Decimal(1))
        plan = bm.adjusted_plan("0.10", shifts, absence=True)
        self.assertEqual(plan, Decimal("0.02"))

    def test_growth(self):
        self.assertEqual(bm.grow("333333.33", 5), 350000)  # 349 999.9965
        self.assertEqual(bm.grow(200000, -10), 180000)

    def test_all_excused(self):
        shifts = Shifts(Decimal(22), Decimal(22), Decimal(22))
        self.assertEqual(bm.adjusted_plan(500000, shifts, absence=True), 0)


@tagged("post_install", "-at_install")
class TestPay(BaseCase):
    def test_earned_salary(self):
        for segments, expected in [
            ([(20000, 176, 176)], "20000.00"),
            ([(20000, 88, 176)], "10000.00"),
            # Raise on the 16th: 20 000 · 88/176 + 22 000 · 88/176
            ([(20000, 88, 176), (22000, 88, 176)], "21000.00"),
            # 3 333.333… + 6 666.666… are 10 000, not 9 999.99 or 10 000.01
            ([(10000, 1, 3), (10000, 2, 3)], "10000.00"),
            ([], "0.00"),
            ([(20000, 0, 0)], "0.00"),
        ]:
            with self.subTest(segments=segments):
                earned = bm.earned_salary(segments, "0.01")
                self.assertEqual(earned, Decimal(expected))

    def test_hours_without_norm(self):
        with self.assertRaisesRegex(bm.BonusMathError, "norm of 0"):
            bm.earned_salary([(20000, 8, 0)], "0.01")

    def test_bonus(self):
        self.assertEqual(bm.bonus_amount("20000.00", 90, "0.01"), 18000)
        # 10 033.33 · 85 / 100 = 8 528.3305
        self.assertEqual(bm.bonus_amount("10033.33", 85, "0.01"), Decimal("8528.33"))

    def test_payable_percent(self):
        for mode, flags, expected in [
            ("live", {}, 90),
            ("shadow", {"submitted": True}, 0),
            ("pilot", {"submitted": True}, 50),
            ("pilot", {}, 0),
        ]:
            with self.subTest(mode=mode, **flags):
                percent = bm.payable_percent(mode, 90, pilot_percent=50, **flags)
                self.assertEqual(percent, expected)

    def test_sanction(self):
        for cap, base, expected in [
            (0, "earned", "18000.00"),
            (20, "earned", "4000.00"),  # 20 % of 20 000
            (20, "earned_and_bonus", "7600.00"),  # 20 % of 38 000
            (100, "earned", "18000.00"),  # never more than the bonus
        ]:
            with self.subTest(cap=cap, base=base):
                withheld = bm.sanction_amount(
                    18000, 20000, cap_percent=cap, base=base, rounding="0.01"
                )
                self.assertEqual(withheld, Decimal(expected))

    @given(
        positive_money,
        hours,
        st.lists(st.integers(1, 100), min_size=1, max_size=6),
    )
    @settings(deadline=None)
    def test_split_segments_pay_the_same(self, wage, worked, shares):
        # Splitting hours by a third or a seventh has no end in decimals, so the parts
        # are cut to the hundredth like stored hours, the last taking the rest.
        total = sum(shares)
        parts = [bm.round_half_up(worked * share / total, 2) for share in shares[:-1]]
        parts.append(worked - sum(parts, Decimal(0)))
        split = bm.earned_salary([(wage, part, 176) for part in parts], "0.01")
        self.assertEqual(split, bm.earned_salary([(wage, worked, 176)], "0.01"))

    @given(positive_money, hours, hours)
    @settings(deadline=None)
    def test_pay_is_the_exact_fraction_rounded(self, wage, worked, norm):
        exact = Fraction(wage) * Fraction(worked) / Fraction(norm) * 100
        cents = int(exact + Fraction(1, 2))  # half-up of a positive fraction
        earned = bm.earned_salary([(wage, worked, norm)], "0.01")
        self.assertEqual(earned, Decimal(cents) / 100)


@tagged("post_install", "-at_install")
class TestCompute(BaseCase):
    def setUp(self):
        super().setUp()
        self.terms = make_terms(
            [
                make_line(weight="35.0", scope="section"),
                make_line(weight="45.0"),
                make_line("card", weight="20.0", unit="score"),
            ]
        )
        self.data = [
            make_data("2000000.00", "2400000.00"),
            make_data("500000.00", "452067.00"),
            make_data(0, "-50"),
        ]

    def test_worked_example(self):
        result = bm.compute(self.terms, make_inputs(self.data))
        self.assertEqual([line.execution for line in result.lines], [120, 90, 50])
        self.assertEqual([line.effectiveness for line in result.lines], [42, 41, 10])
        self.assertEqual(result.effectiveness, 93)
        self.assertEqual(result.matrix_threshold, 90)
        self.assertEqual(result.matrix_percent, 90)
        self.assertEqual(result.bonus_percent, 90)
        self.assertEqual(result.earned_salary, Decimal("20000.00"))
        self.assertEqual(result.bonus_amount, Decimal("18000.00"))
        self.assertEqual(result.sanction_amount, 0)

    def test_next_step_of_the_worked_example(self):
        # 472 500.00 of 500 000.00 is 94.5, rounded 95; · 45 = 42.75, rounded 43; total
        # 95. A kopeck less is 94.499998, rounded 94; · 45 = 42.3, rounded 42; total 94.
        for own_sales, total, percent in [
            ("472500.00", 95, 95),
            ("472499.99", 94, 90),
        ]:
            with self.subTest(own_sales=own_sales):
                self.data[1] = make_data("500000.00", own_sales)
                result = bm.compute(self.terms, make_inputs(self.data))
                self.assertEqual(result.effectiveness, total)
                self.assertEqual(result.bonus_percent, percent)

    def test_one_thanks_reaches_the_row(self):
        self.data[2] = make_data(0, "-40")  # 60 · 20 / 100 = 12
        result = bm.compute(self.terms, make_inputs(self.data))
        self.assertEqual(result.effectiveness, 95)

    def test_override_replaces_the_fact_and_keeps_the_measure(self):
        self.data[1] = make_data("500000.00", "452067.00", override=500000)
        line = bm.compute(self.terms, make_inputs(self.data)).lines[1]
        self.assertEqual(line.execution, 100)
        self.assertEqual(line.fact, 500000)
        self.assertEqual(line.fact_measured, Decimal("452067.00"))

    def test_override_of_zero_is_a_fact(self):
        self.data[1] = make_data("500000.00", "452067.00", override=0)
        line = bm.compute(self.terms, make_inputs(self.data)).lines[1]
        self.assertEqual((line.fact, line.execution), (0, 0))

    def test_transfer_weighs_by_shifts(self):
        # 15 shifts of a section at 2.4 of 2.0 million, 5 of one at 0.5 of 1.0 million:
        # plan (15·2.0 + 5·1.0) / 20 = 1.75, fact (15·2.4 + 5·0.5) / 20 = 1.925 million,
        # execution 110.
        self.data[0] = {
            "parts": [
                Part(Decimal(15), Decimal(2000000), Figures(Decimal(2400000), 0, 20)),
                Part(Decimal(5), Decimal(1000000), Figures(Decimal(500000), 0, 20)),
            ]
        }
        line = bm.compute(self.terms, make_inputs(self.data)).lines[0]
        self.assertEqual(line.plan_adjusted, 1750000)
        self.assertEqual(line.fact, 1925000)
        self.assertEqual(line.execution, 110)

    def test_transfer_without_any_data(self):
        parts = [
            Part(Decimal(shifts), Decimal(5), Figures(Decimal(0), Decimal(0), 0))
            for shifts in (15, 5)
        ]
        terms = make_terms([make_line("inverse", scope="section")])
        line = bm.compute(terms, make_inputs([{"parts": parts}])).lines[0]
        self.assertIsNone(line.fact)
        self.assertEqual(line.execution, 0)

    def test_transfer_without_shifts_takes_the_last_section(self):
        parts = [
            Part(Decimal(0), Decimal(plan), Figures(Decimal(50), Decimal(0), 1))
            for plan in (1, 100)
        ]
        terms = make_terms([make_line(scope="section")])
        line = bm.compute(terms, make_inputs([{"parts": parts}])).lines[0]
        self.assertEqual((line.plan_adjusted, line.execution), (100, 50))

    def test_only_own_sums_are_prorated(self):
        shifts = Shifts(Decimal(11), Decimal(22), Decimal(0))
        for line, expected in [
            (make_line(), 50),
            (make_line(scope="section"), 100),
            (make_line(ratio=True), 100),
            (make_line(aggregate="average"), 100),
            (make_line("inverse"), 50),
        ]:
            with self.subTest(**line):
                result = bm.compute(
                    make_terms([line]), make_inputs([make_data(100, 50)], shifts=shifts)
                )
                self.assertEqual(result.lines[0].plan_adjusted, expected)

    def test_sanction_leaves_the_percent(self):
        terms = self.terms | {"sanction_cap_percent": "20.0"}
        result = bm.compute(terms, make_inputs(self.data, sanction=True))
        self.assertEqual(result.bonus_percent, 90)
        self.assertEqual(result.bonus_amount, 18000)
        self.assertEqual(result.sanction_amount, 4000)

    @given(st.permutations(range(3)))
    @settings(deadline=None)
    def test_order_of_lines_is_irrelevant(self, order):
        terms = self.terms | {"lines": [self.terms["lines"][i] for i in order]}
        inputs = make_inputs([self.data[i] for i in order])
        self.assertEqual(bm.compute(terms, inputs).effectiveness, 93)

    @given(
        st.lists(
            st.tuples(positive_money, st.decimals(-(10**8), 10**8, places=2)),
            min_size=1,
            max_size=4,
        ),
        money,
        hours,
        hours,
    )
    @settings(deadline=None)
    def test_money_is_never_negative(self, plans_and_facts, wage, worked, norm):
        lines = [make_line(weight="25.0") for _ in plans_and_facts]
        data = [make_data(plan, fact) for plan, fact in plans_and_facts]
        result = bm.compute(
            make_terms(lines),
            make_inputs(data, segments=[(wage, worked, norm)], sanction=True),
        )
        self.assertGreaterEqual(result.earned_salary, 0)
        self.assertGreaterEqual(result.bonus_amount, 0)
        self.assertGreaterEqual(result.sanction_amount, 0)
        self.assertLessEqual(result.sanction_amount, result.bonus_amount)

"""Limits and lots with literals worked out by hand."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from .. import bonus_math as bm
from .. import ground_math as gm
from .test_bonus_math import make_data, make_inputs, make_line, make_terms


@tagged("post_install", "-at_install")
class TestGroundMath(BaseCase):
    def test_remarks(self):
        for remarks, thanks, offset, limit, expected in [
            (3, 0, "0.0", 3, False),
            (4, 0, "0.0", 3, True),
            (4, 1, "1.0", 3, False),
            (4, 1, "0.5", 3, True),  # 3.5
            (4, 2, "0.5", 3, False),  # 3.0
            (0, 5, "1.0", 3, False),
            (9, 0, "0.0", 0, False),  # no limit
        ]:
            with self.subTest(remarks=remarks, thanks=thanks, offset=offset):
                balance = gm.remark_balance(remarks, thanks, offset)
                self.assertEqual(gm.has_too_many_remarks(balance, limit), expected)

    def test_missed_share(self):
        share = gm.missed_share(5, 22)
        self.assertEqual(bm.round_half_up(share, 4), Decimal("22.7273"))
        self.assertEqual(gm.missed_share(5, 0), 0)
        for missed, scheduled, expected in [
            ("66.67", 100, False),
            ("66.68", 100, True),
            (14, 21, False),  # 66.666… %
            ("14.01", 21, True),  # 66.71 %
            (0, 0, False),
            (2, 3, False),
        ]:
            with self.subTest(missed=missed, scheduled=scheduled):
                too_much = gm.misses_too_much(missed, scheduled, "66.67")
                self.assertEqual(too_much, expected)

    def test_hours(self):
        self.assertFalse(gm.works_too_little("120.00", "120.0"))
        self.assertTrue(gm.works_too_little("119.99", "120.0"))
        self.assertFalse(gm.works_too_little(0, "0.0"))

    def test_mismatch(self):
        for claimed, fact, tolerance, expected in [
            ("101.00", "100.00", "1.0", False),  # exactly the tolerance
            ("101.01", "100.00", "1.0", True),
            ("98.99", "100.00", "1.0", True),
            ("99.00", "100.00", "1.0", False),
            ("-50.5", "-50", "1.0", False),
            ("-50.51", "-50", "1.0", True),
            (0, 0, "1.0", False),
            ("0.01", 0, "1.0", True),  # of a fact of 0 no percent is tolerated
            ("100", "100", "0.0", False),
            ("100.01", "100", "0.0", True),
        ]:
            with self.subTest(claimed=claimed, fact=fact, tolerance=tolerance):
                self.assertEqual(gm.is_mismatch(claimed, fact, tolerance), expected)

    def test_sample_size(self):
        for count, percent, expected in [
            (10, "30.0", 3),
            (10, "31.0", 4),  # 3.1 reports
            (1, "1.0", 1),
            (45, "20.0", 9),
            (3, "33.33", 1),  # 0.9999
            (3, "33.34", 2),  # 1.0002
            (7, "0.0", 0),
            (7, "100.0", 7),
            (0, "50.0", 0),
        ]:
            with self.subTest(count=count, percent=percent):
                self.assertEqual(gm.sample_size(count, percent), expected)

    def test_lots(self):
        # printf '%s' 'seed:1' | sha256sum
        self.assertEqual(
            gm.audit_digest("seed", 1),
            "81e4ba3bc2097d85ac4734eb3ad794fd4a2980b2e0b22569418e60e5550b4c32",
        )
        self.assertEqual(gm.audit_order("seed", [1, 2, 3, 4, 5]), [5, 3, 1, 2, 4])

    @given(st.sets(st.integers(1, 10**9), max_size=30), st.text(max_size=8))
    @settings(deadline=None)
    def test_order_of_lots_does_not_depend_on_the_order_of_reports(self, keys, seed):
        order = gm.audit_order(seed, sorted(keys))
        self.assertEqual(order, gm.audit_order(seed, sorted(keys, reverse=True)))
        self.assertEqual(set(order), keys)


@tagged("post_install", "-at_install")
class TestWithGrounds(BaseCase):
    """Earned 20 000.00, matrix 90 %: a bonus of 18 000.00."""

    def _compute(self, condition=False, sanction=False, **terms):
        # 450 000 / 500 000 = 90
        terms = make_terms([make_line()], **terms)
        inputs = make_inputs([make_data("500000.00", "450000.00")], submitted=True)
        inputs |= {"condition": condition, "sanction": sanction}
        result = bm.compute(terms, inputs)
        return result.bonus_percent, result.bonus_amount, result.sanction_amount

    def test_condition(self):
        self.assertEqual(self._compute(condition=True), (0, 0, 0))

    def test_sanction(self):
        for cap, base, withheld in [
            ("20.0", "earned", 4000),  # 20 % of 20 000
            ("20.0", "earned_and_bonus", 7600),  # 20 % of 38 000
            ("0.0", "earned", 18000),  # all of it
            ("100.0", "earned", 18000),  # 20 000, at most the bonus
        ]:
            with self.subTest(cap=cap, base=base):
                actual = self._compute(
                    sanction=True, sanction_cap_percent=cap, sanction_base=base
                )
                self.assertEqual(actual, (90, 18000, withheld))

    def test_condition_and_sanction(self):
        """Of a bonus that is not accrued nothing is withheld."""
        actual = self._compute(True, True, sanction_cap_percent="20.0")
        self.assertEqual(actual, (0, 0, 0))

    def test_no_ground_acts_in_a_pilot(self):
        actual = self._compute(True, True, mode="pilot", sanction_cap_percent="20.0")
        self.assertEqual(actual, (50, 10000, 0))

    def test_shadow(self):
        self.assertEqual(self._compute(True, True, mode="shadow"), (0, 0, 0))

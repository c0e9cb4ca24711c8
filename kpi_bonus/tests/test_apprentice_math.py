"""Terms and debts of apprentice contracts, worked out by hand."""

from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..apprentice_math import owed_of_duty, owed_of_training, stipend_until, term_end

COIN = 0.01


@tagged("post_install", "-at_install")
class TestTerm(BaseCase):
    def test_a_term_ends_the_day_before_the_same_day(self):
        self.assertEqual(term_end(date(2026, 10, 1), 3), date(2026, 12, 31))
        self.assertEqual(term_end(date(2026, 10, 16), 2), date(2026, 12, 15))

    def test_a_month_without_the_day_ends_the_term_with_itself(self):
        self.assertEqual(term_end(date(2026, 1, 31), 1), date(2026, 2, 28))
        self.assertEqual(term_end(date(2026, 1, 29), 1), date(2026, 2, 28))
        # A leap year has the 29th, so the day before it is the last one.
        self.assertEqual(term_end(date(2028, 1, 29), 1), date(2028, 2, 28))
        self.assertEqual(term_end(date(2028, 1, 30), 1), date(2028, 2, 29))

    def test_a_year_begun_on_a_leap_day(self):
        self.assertEqual(term_end(date(2028, 2, 29), 12), date(2029, 2, 28))
        self.assertEqual(term_end(date(2027, 3, 1), 12), date(2028, 2, 29))

    def test_illness_makes_the_term_longer(self):
        self.assertEqual(term_end(date(2026, 10, 1), 3, 12), date(2027, 1, 12))
        self.assertEqual(term_end(date(2026, 10, 1), 3, -31), date(2026, 11, 30))


@tagged("post_install", "-at_install")
class TestStipend(BaseCase):
    def test_whole_months(self):
        span = (date(2026, 10, 1), date(2026, 12, 31))
        self.assertEqual(stipend_until(22000, *span, COIN), Decimal("66000.00"))

    def test_parts_of_months(self):
        # 16-31 October 16/31, November whole, 1-10 December 10/31:
        # 22 000 · (16 + 10) / 31 + 22 000 = 18 451.6129… + 22 000
        span = (date(2026, 10, 16), date(2026, 12, 10))
        self.assertEqual(stipend_until(22000, *span, COIN), Decimal("40451.61"))

    def test_february_of_a_leap_year(self):
        # 15 of 29 days: 29 000 · 15 / 29; 28 days in the year before it.
        leap = (date(2028, 2, 1), date(2028, 2, 15))
        self.assertEqual(stipend_until(29000, *leap, COIN), Decimal("15000.00"))
        plain = (date(2027, 2, 1), date(2027, 2, 15))
        self.assertEqual(stipend_until(29000, *plain, COIN), Decimal("15535.71"))

    def test_first_day_and_none(self):
        first = date(2026, 10, 1)
        self.assertEqual(stipend_until(31000, first, first, COIN), 1000)
        self.assertEqual(stipend_until(31000, first, date(2026, 9, 30), COIN), 0)


@tagged("post_install", "-at_install")
class TestOwed(BaseCase):
    def test_training_left(self):
        self.assertEqual(owed_of_training(40451.61, 30000, COIN), Decimal("70451.61"))

    def _owe(self, left_on, cost=36500, first=date(2027, 1, 1), months=12):
        last = term_end(first, months)
        return owed_of_duty(cost, first, last, left_on, COIN)

    def test_share_of_the_days_not_worked(self):
        # 365 days; from 1 April on 275 are missing: 36 500 · 275 / 365.
        self.assertEqual(self._owe(date(2027, 3, 31)), 27500)

    def test_share_in_a_leap_year(self):
        # 2028 has 366 days, 91 of them until 31 March: 36 500 · 275 / 366.
        owed = self._owe(date(2028, 3, 31), first=date(2028, 1, 1))
        self.assertEqual(owed, Decimal("27424.86"))

    def test_first_and_last_days(self):
        self.assertEqual(self._owe(date(2027, 12, 31)), 0)
        self.assertEqual(self._owe(date(2028, 5, 1)), 0)
        self.assertEqual(self._owe(date(2027, 12, 30)), 100)
        # Came on the first day only; came never.
        self.assertEqual(self._owe(date(2027, 1, 1)), 36400)
        self.assertEqual(self._owe(date(2026, 12, 31)), 36500)
        self.assertEqual(self._owe(date(2026, 11, 1)), 36500)

    def test_half_a_coin_goes_up(self):
        # 0.01 · 1 / 2 days is half a coin.
        two_days = (date(2027, 1, 1), date(2027, 1, 2))
        owed = owed_of_duty(0.01, *two_days, date(2027, 1, 1), COIN)
        self.assertEqual(owed, Decimal("0.01"))

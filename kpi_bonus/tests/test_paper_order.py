from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .bonus_common import BonusCommon
from .paper_common import PaperCommon


@tagged("post_install", "-at_install")
class TestPaperOrder(BonusCommon):
    """The order on bonuses of a month: who gets what, and what it comes to."""

    _print_pdf = PaperCommon._print_pdf
    _print = PaperCommon._print

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.toolman = cls._create_employee("Boris Seller", department_id=cls.tools.id)
        cls.payroll = cls._create_user("payroll", "kpi_bonus.group_payroll")

    def _print_order(self, period, user=None):
        pages = self._print("paper_order", period, user or self.manager)
        return " ".join(pages)

    def test_sums(self):
        # 93 → 90 % and 100 → 100 % of 20 000 at full hours
        period = self._close_month({self.seller: 93, self.toolman: 100})
        text = self._print_order(period, self.payroll)
        for expected in (
            "On bonuses for the period: October 2026",
            "By the results of work from 10/01/2026 to 10/31/2026, under: – Score",
            "Paints 1 Anna Seller, Seller 93 90 20,000.00 18,000.00 0.00 18,000.00",
            "Total of Paints 20,000.00 18,000.00 0.00 18,000.00",
            "Tools 2 Boris Seller, Seller 100 100 20,000.00 20,000.00 0.00 20,000.00",
            "Total 40,000.00 38,000.00 0.00 38,000.00",
            "In all by this order: 38,000.00 (Thirty-eight thousand euro",
        ):
            self.assertIn(expected, text)
        self.assertNotIn("Draft", text)
        self.assertNotIn("corrections of earlier periods", text)

    def test_withheld_stands_apart(self):
        period = self._close_month({self.seller: 93, self.toolman: 100})
        report = self._get_report(period, self.seller)
        report._as_kpi_engine().sanction_amount = 4000
        text = self._print_order(period)
        self.assertIn("20,000.00 18,000.00 4,000.00 14,000.00", text)
        self.assertIn("In all by this order: 34,000.00", text)

    def test_adjustments_paid_with_it(self):
        october = self._close_month({self.seller: 93, self.toolman: 100})
        november = self._open_month(
            {self.seller: 100, self.toolman: 100}, date(2026, 11, 1)
        )
        report = self._get_report(october, self.seller)
        self._adjust(report, 20000, november)
        self._close(november)
        text = self._print_order(november)
        self.assertIn("corrections of earlier periods", text)
        # 20 000 instead of 18 000
        self.assertIn("1 Anna Seller October 2026 A receipt was rung up without", text)
        self.assertIn("2,000.00 Total 2,000.00", text)
        self.assertIn("In all by this order: 42,000.00", text)

    def test_in_review_it_is_a_draft(self):
        period = self._open_month({self.seller: 93, self.toolman: 100})
        with self.assertRaisesRegex(UserError, "is under way"):
            self._print_order(period)
        period.action_review()
        self.assertIn("Draft: the period is not closed", self._print_order(period))

    def test_a_head_does_not_see_everybodys_money(self):
        period = self._close_month({self.seller: 93, self.toolman: 100})
        with self.assertRaisesRegex(
            AccessError, "October 2026 shows everybody's money"
        ):
            period.with_user(self.head)._prepare_order()

    def test_basis_is_the_regulation_in_force(self):
        regulation = self.env["kpi.regulation"].create(
            {
                "name": "Regulation on scores",
                "number": "5",
                "date_from": date(2026, 1, 1),
                "company_id": self.company.id,
                "scheme_ids": self.scheme.ids,
                "clause_ids": [(0, 0, {"title": "Purpose"})],
            }
        )
        regulation.action_activate()
        period = self._close_month({self.seller: 93, self.toolman: 100})
        text = self._print_order(period)
        self.assertIn("under: – Regulation on scores No. 5 of 01/01/2026", text)

    def test_sixty_people(self):
        people = [self._create_employee(f"Person {number:02}") for number in range(60)]
        scores = dict.fromkeys([self.seller, self.toolman, *people], 100)
        period = self._close_month(scores)
        pages = self._print("paper_order", period)
        self.assertGreater(len(pages), 1)
        text = " ".join(pages)
        for number in range(60):
            self.assertEqual(text.count(f"Person {number:02}, Seller"), 1)
        # 62 people, 20 000 each
        self.assertIn("Total 1,240,000.00 1,240,000.00 0.00 1,240,000.00", text)

    def test_poster_of_the_matrix(self):
        pages = self._print("paper_matrix", self.scheme.matrix_id)
        self.assertEqual(len(pages), 1)
        self.assertIn("80 80 85 85 90 90 95 95 100 100 105 110 110 120", pages[0])
        self.assertIn("Below 80 % there is no bonus.", pages[0])

    def test_poster_of_a_long_matrix(self):
        rows = [(50 + 5 * number, 10 * number) for number in range(20)]
        matrix = self._create_matrix("Long", rows, overflow="top")
        pages = self._print("paper_matrix", matrix)
        self.assertEqual(len(pages), 1)
        # the last row: 50 + 5 · 19 = 145, 10 · 19 = 190
        self.assertIn("From 145 % on, the bonus is 190 %", pages[0])

"""What a payroll gets from ``kpi_bonus`` and ``kpi_bonus_batch``."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import freeze_time, tagged

from .bonus_common import BonusCommon

FIRST = date(2026, 10, 1)
LAST = date(2026, 10, 31)
# October at full hours, 93 reaches row 90: 90 % of 20 000.
DUE = {
    "percent": 90.0,
    "earned_salary": 20000.0,
    "bonus": 18000.0,
    "sanction": 0.0,
    "adjustments": 0.0,
}


@tagged("post_install", "-at_install")
@freeze_time("2026-11-05")
class TestBonusCalls(BonusCommon):
    def test_closed_report(self):
        period = self._close_month({self.seller: 93})
        due = self.seller.kpi_bonus(FIRST, LAST)
        self.assertEqual(due, {"report_id": period.report_ids.id, **DUE})

    def test_nothing_before_the_close(self):
        self._open_month({self.seller: 93})
        self.assertEqual(self.seller.kpi_bonus(FIRST, LAST), {})

    def test_period_must_end_in_the_span(self):
        """The two halves of a month: the last day decides."""
        self._close_month({self.seller: 93})
        for start, end, bonus in [
            ("2026-10-01", "2026-10-15", None),
            ("2026-10-01", "2026-10-30", None),
            ("2026-10-16", "2026-10-31", 18000),
            ("2026-10-31", "2026-11-30", 18000),
            ("2026-11-01", "2026-11-30", None),
        ]:
            with self.subTest(start=start, end=end):
                due = self.seller.kpi_bonus(start, end)
                self.assertEqual(due.get("bonus"), bonus)

    def test_quarter_is_paid_with_its_last_month(self):
        """Q4 beside December: two reports, and the month's is the one shown.

        Q4 2026 has 22 + 21 + 23 working days; 20 000 for each of the months. 100 pays
        100 % of 60 000. Asked in one span, both months' pay: 78 000 of 80 000 is
        97.50 %.
        """
        quarterly = self._create_score_scheme(
            "Quarterly", frequency="quarter", job_ids=[]
        )
        december = self._close_month({self.seller: 93}, date(2026, 12, 1))
        self.seller.kpi_scheme_id = quarterly
        quarter = self._close_month({self.seller: 100}, frequency="quarter")
        self.assertEqual(quarter.report_ids.earned_salary, 60000)
        self.assertEqual(self.seller.kpi_bonus("2026-11-01", "2026-11-30"), {})
        self.assertEqual(
            self.seller.kpi_bonus("2026-12-01", "2026-12-31"),
            {
                "report_id": december.report_ids.id,
                "percent": 97.5,
                "earned_salary": 80000,
                "bonus": 78000,
                "sanction": 0,
                "adjustments": 0,
            },
        )

    def test_adjustment_is_due_once_its_period_is_closed(self):
        october = self._close_month({self.seller: 93})
        november = self._open_month({self.seller: 93}, date(2026, 11, 1))
        self._adjust(october.report_ids, 18500, november)
        self.assertEqual(self.seller.kpi_bonus("2026-11-01", "2026-11-30"), {})
        self._close(november)
        due = self.seller.kpi_bonus("2026-11-01", "2026-11-30")
        self.assertEqual((due["bonus"], due["adjustments"]), (18000, 500))
        self.assertEqual(self.seller.kpi_bonus(FIRST, LAST)["adjustments"], 0)

    def test_adjustment_of_somebody_without_a_report(self):
        """He left in October; November still owes him 500."""
        october = self._close_month({self.seller: 93})
        self.seller.contract_date_end = LAST
        november = self._create_period(date(2026, 11, 1))
        november.action_open()
        self._adjust(october.report_ids, 18500, november)
        self._close(november)
        self.assertEqual(
            self.seller.kpi_bonus("2026-11-01", "2026-11-30"),
            {
                "report_id": False,
                "percent": 0,
                "earned_salary": 0,
                "bonus": 0,
                "sanction": 0,
                "adjustments": 500,
            },
        )

    def test_batch_has_keys_of_those_due_only(self):
        colleague = self._create_employee("Boris Seller")
        clerk = self._create_employee("Clerk", job_id=False)
        self._close_month({self.seller: 93, colleague: 100})
        everybody = self.seller + colleague + clerk
        due = everybody.kpi_bonus_batch(FIRST, LAST)
        self.assertEqual(
            {key: pay["bonus"] for key, pay in due.items()},
            {self.seller.id: 18000, colleague.id: 20000},
        )

    def test_queries_do_not_grow_with_people(self):
        people = self.seller + self.seller.browse(
            [self._create_employee(f"Seller {number}").id for number in range(20)]
        )
        self._close_month(dict.fromkeys(people, 93))
        self.env.invalidate_all()
        people[:1].kpi_bonus_batch(FIRST, LAST)
        self.env.invalidate_all()
        # Reports, adjustments, employees and their companies; two for caches.
        with self.assertQueryCount(6):
            self.assertEqual(len(people.kpi_bonus_batch(FIRST, LAST)), 21)

    def test_months_of_another_company_stay_there(self):
        """Who changed company is paid the old one's month by the old one."""
        self._close_month({self.seller: 93})
        rival = self.env["res.company"].create(
            {"name": "Rival", "currency_id": self.env.ref("base.JPY").id}
        )
        self.env.user.company_ids += rival
        self.seller.company_id = rival
        self.assertEqual(self.seller.kpi_bonus(FIRST, LAST), {})

    def test_needs_no_rights_and_no_rpc(self):
        """A rule of any payroll may ask; nobody may over the network."""
        self._close_month({self.seller: 93})
        officer = self._create_user("hr", "hr.group_hr_user")
        due = self.seller.with_user(officer).kpi_bonus(FIRST, LAST)
        self.assertEqual(due["bonus"], 18000)
        for method in ("kpi_bonus", "kpi_bonus_batch", "_kpi_get_payable"):
            with self.subTest(method=method), self.assertRaises(AccessError) as caught:
                get_public_method(self.seller, method)
            self.assertIn("private", str(caught.exception).lower())

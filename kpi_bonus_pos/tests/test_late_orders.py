from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestLateOrders(SourceCommon):
    """A till without connection: its receipts arrive two days later, on their day.

    October: own sales of 100.00 planned. One paint of 10.00 makes 10 %, nothing; nine
    more make 100: row 100, all of the wage of 20 000.
    """

    @classmethod
    @freeze_time("2026-11-02 09:00")
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls._create_kpi("Own", "pos_personal")
        cls.anna.kpi_scheme_id = cls._create_scheme("Own", [(cls.kpi, 100, 100)])
        cls.period = cls._create_period().with_user(cls.manager)
        cls.period.action_prepare()
        cls.period.action_open()
        cls._sell_on(30, cls._prepare_line(cls.paint, 1, cls.anna))
        cls.report = cls.period.report_ids.filtered(
            lambda report: report.employee_id == cls.anna
        )

    def _arrive(self):
        """Nine paints of the 30th, in the order in which they come in."""
        with freeze_time("2026-11-02 10:00"):
            return self._sell_on(30, self._prepare_line(self.paint, 9, self.anna))

    def test_lands_on_its_own_day(self):
        self.period.action_refresh()
        self.assertEqual(self.report.line_ids.fact, 10)
        self._arrive()
        self.period.action_refresh()
        self.assertEqual(self.report.line_ids.fact, 100)
        self.assertEqual(self._get_facts(self.kpi), [(30, self.anna, 100, 0)])

    @freeze_time("2026-11-03 09:00")
    def test_in_a_closed_month_becomes_an_adjustment(self):
        november = self._create_period(date(2026, 11, 1))
        self._close_period(self.period)
        self._arrive()
        self.assertEqual(self._measure(self.kpi), 0)
        self.assertEqual(self.report.bonus_amount, 0)
        action = self.period.action_find_late_facts()
        [late] = self.env["kpi.late.fact"].search(action["domain"])
        self.assertRecordValues(
            late,
            [
                {
                    "date": date(2026, 10, 30),
                    "employee_id": self.anna.id,
                    "stored_value": 10,
                    "measured_value": 100,
                    "difference": 90,
                }
            ],
        )
        action = late.with_user(self.manager).action_propose()
        proposal = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(proposal.line_ids.fact_after, 100)
        proposal.with_user(self.manager).action_apply()
        self.assertEqual(self.report._get_effective_bonus(), 20000)
        self.assertEqual(self.report.bonus_amount, 0)
        [adjustment] = self.env["kpi.adjustment"].search(
            [("report_id", "=", self.report.id)]
        )
        self.assertEqual(adjustment.pay_period_id, november)

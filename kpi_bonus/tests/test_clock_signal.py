from datetime import date

from odoo.tests import tagged

from .clock_common import ClockCommon

XMLID = "kpi_bonus.kpi_mail_activity_type_no_bonus"


@tagged("post_install", "-at_install")
class TestClockSignal(ClockCommon):
    """Own sales, plan 100: facts of 50 come to no bonus, facts of 100 to 100 %."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls._create_indicator("Own sales")
        cls._create_scheme("Sellers", [(cls.sales, 100, 100)], job_ids=cls.job.ids)
        cls.boris = cls._create_employee("Boris Seller")
        cls.company.kpi_no_bonus_months = 2

    def _live_month(self, month, anna, boris, mode="live"):
        """A month of 2026 from its opening to its closing."""
        period = self._create_period(date(2026, month, 1), mode=mode)
        period = period.with_user(self.manager)
        period.action_prepare()
        period.action_open()
        day = date(2026, month, 15)
        for employee, fact in ((self.seller, anna), (self.boris, boris)):
            self._create_fact(self.sales, fact, day, employee_id=employee.id)
        self._close_period(period)
        self.assertEqual(period.state, "closed")
        return period

    def _signal(self, day="2026-12-01"):
        """:return: [(employee, month)] of all open signals"""
        self._run("signal", f"{day} 10:00:00")
        activities = self.env["mail.activity"].search(
            [("activity_type_id", "=", self.env.ref(XMLID).id)], order="id"
        )
        self.assertLessEqual(set(activities.user_id), {self.manager})
        reports = self.env["kpi.plan.report"].browse(activities.mapped("res_id"))
        return [(report.employee_id.name, report.period_id.name) for report in reports]

    def test_two_months_running(self):
        self._live_month(8, anna=50, boris=100)
        self.assertEqual(self._signal(), [])
        self._live_month(9, anna=50, boris=50)
        self.assertEqual(self._signal(), [("Anna Seller", "2026-09")])
        self.assertEqual(self._signal("2026-12-02"), [("Anna Seller", "2026-09")])

    def test_one_signal_per_person_until_it_is_done(self):
        self._live_month(8, anna=50, boris=100)
        self._live_month(9, anna=50, boris=50)
        self._signal()
        self._live_month(10, anna=50, boris=50)
        self.assertEqual(
            self._signal(), [("Anna Seller", "2026-09"), ("Boris Seller", "2026-10")]
        )
        self.env["mail.activity"].search([("user_id", "=", self.manager.id)]).unlink()
        self._live_month(11, anna=50, boris=100)
        self.assertEqual(self._signal(), [("Anna Seller", "2026-11")])

    def test_signal_that_is_done_does_not_come_back(self):
        self._live_month(8, anna=50, boris=100)
        self._live_month(9, anna=50, boris=50)
        self._signal()
        self.env["mail.activity"].search([("user_id", "=", self.manager.id)]).unlink()
        self.assertEqual(self._signal("2026-12-02"), [])

    def test_bonus_in_between(self):
        self._live_month(8, anna=50, boris=50)
        self._live_month(9, anna=100, boris=50)
        self._signal()
        self._live_month(10, anna=50, boris=100)
        self.assertEqual(self._signal(), [("Boris Seller", "2026-09")])

    def test_missing_month_is_no_run(self):
        self._live_month(8, anna=50, boris=50)
        self._live_month(10, anna=50, boris=50)
        self.assertEqual(self._signal(), [])

    def test_shadow_month_is_no_run(self):
        self._live_month(8, anna=50, boris=50, mode="shadow")
        self._live_month(9, anna=50, boris=50)
        self.assertEqual(self._signal(), [])

    def test_pilot_pays(self):
        """A pilot pays 50 % to whoever takes part."""
        self._live_month(8, anna=50, boris=50, mode="pilot")
        self._live_month(9, anna=50, boris=50)
        self.assertEqual(self._signal(), [])

    def test_who_did_not_work_went_without_nothing(self):
        self._live_month(8, anna=50, boris=100)
        leave = {"date_from": "2026-09-01 00:00:00", "date_to": "2026-09-30 23:59:59"}
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Ill",
                "resource_id": self.seller.resource_id.id,
                "calendar_id": self.calendar.id,
                **leave,
            }
        )
        september = self._live_month(9, anna=0, boris=100)
        report = september.report_ids.filtered(lambda r: r.employee_id == self.seller)
        self.assertEqual((report.worked_hours, report.bonus_amount), (0, 0))
        self.assertEqual(self._signal(), [])

    def test_switched_off(self):
        self.company.kpi_no_bonus_months = 0
        self._live_month(8, anna=50, boris=50)
        self._live_month(9, anna=50, boris=50)
        self.assertEqual(self._signal(), [])

    def test_number_of_months_in_the_summary(self):
        self._live_month(8, anna=50, boris=100)
        self._live_month(9, anna=50, boris=100)
        self._signal()
        activity = self.env["mail.activity"].search(
            [("activity_type_id", "=", self.env.ref(XMLID).id)]
        )
        self.assertEqual(activity.summary, "No bonus, months running: 2")

"""Which hours a payslip pays by: history, what somebody entered, else the calendar."""

from datetime import date

from odoo.tests import freeze_time, tagged

from .common import OCTOBER, PayrollCommon

DECEMBER = (date(2026, 12, 1), date(2026, 12, 31))


@tagged("post_install", "-at_install")
@freeze_time("2026-11-05")
class TestHours(PayrollCommon):
    def _get_base(self, employee=None, span=OCTOBER):
        return self._pay(employee or self.seller, span).kpi_base_salary

    def _enter_hours(self, report, worked):
        report.segment_ids.write(
            {"worked_hours": worked, "override_reason": "Rota of two days on, two off"}
        )

    def test_entered_hours_of_a_closed_report(self):
        """168 of 176 hours: 20 000 · 168 / 176 = 19 090.909…"""
        period = self._open_month({self.seller: 93})
        self._enter_hours(period.report_ids, 168)
        self._close(period)
        self.assertEqual(self._get_base(), 19090.91)

    def test_entered_hours_of_an_open_report(self):
        """Better than the calendar, also where confirming is let pass with a note."""
        period = self._open_month({self.seller: 93})
        self._enter_hours(period.report_ids, 168)
        self.assertEqual(self._get_base(), 19090.91)

    def test_calendar_of_an_open_report(self):
        """A leave since the last refresh counts: 20 000 · 168 / 176."""
        self._open_month({self.seller: 93})
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Unpaid",
                "resource_id": self.seller.resource_id.id,
                "calendar_id": self.calendar.id,
                "date_from": "2026-10-05 00:00:00",
                "date_to": "2026-10-05 23:00:00",
            }
        )
        self.assertEqual(self._get_base(), 19090.91)

    def test_leave_after_the_close(self):
        self._close_month({self.seller: 93})
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Unpaid",
                "resource_id": self.seller.resource_id.id,
                "calendar_id": self.calendar.id,
                "date_from": "2026-10-05 00:00:00",
                "date_to": "2026-10-05 23:00:00",
            }
        )
        self.assertEqual(self._get_base(), 20000)

    def test_quarter_and_its_last_month(self):
        """December stands in both; a raise on the 16th came to the quarter's report
        only, after the month was closed. The month's 23 days at 20 000 are paid, once.
        """
        quarterly = self._create_score_scheme(
            "Quarterly", frequency="quarter", job_ids=[]
        )
        with freeze_time("2027-01-05"):
            self._close_month({self.seller: 93}, DECEMBER[0])
            self.seller.kpi_scheme_id = quarterly
            version = self.seller.create_version({"date_version": date(2026, 12, 16)})
            version.wage = 30000
            quarter = self._close_month({self.seller: 100}, frequency="quarter")
        self.assertEqual(len(quarter.report_ids.segment_ids), 4)
        self.assertEqual(self._get_base(span=DECEMBER), 20000)
        # October was not closed by itself: the quarter's hours.
        self.assertEqual(self._get_base(), 20000)

    def test_whole_quarter_on_one_payslip(self):
        """Q4 2026: 176 + 168 + 184 hours, each month at full hours: 60 000."""
        quarterly = self._create_score_scheme(
            "Quarterly", frequency="quarter", job_ids=[]
        )
        self.seller.kpi_scheme_id = quarterly
        with freeze_time("2027-01-05"):
            self._close_month({self.seller: 100}, frequency="quarter")
        payslip = self._pay(self.seller, (OCTOBER[0], DECEMBER[1]))
        self.assertEqual(
            self._get_totals(payslip),
            {"BASIC": 60000, "KPI_BONUS": 60000, "GROSS": 120000},
        )

    def test_span_over_months(self):
        """16 October to 15 November, of a clerk: 11 of 22 days and 10 of 21, so
        10 000 + 20 000 · 80 / 168 = 9 523.8095…
        """
        clerk = self._create_employee("Clerk", job_id=False)
        span = (date(2026, 10, 16), date(2026, 11, 15))
        self.assertEqual(self._get_base(clerk, span), 19523.81)

    def test_hours_are_shown(self):
        self.seller.create_version({"date_version": date(2026, 10, 16)}).wage = 24000
        self._close_month({self.seller: 93})
        text = self._pay(self.seller).kpi_hours_text.replace("\xa0", " ")
        self.assertEqual(
            text.split("\n"),
            [
                "10/01/2026 – 10/15/2026: 20,000.00 € · 88 / 176 h = 10,000.00 €",
                "10/16/2026 – 10/31/2026: 24,000.00 € · 88 / 176 h = 12,000.00 €",
            ],
        )

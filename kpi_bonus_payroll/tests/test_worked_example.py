from datetime import date

from odoo.tests import freeze_time, tagged

from .common import PayrollCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-05")
class TestWorkedExample(PayrollCommon):
    """The worked example of the design, on the payslip."""

    @classmethod
    def _create_score_scheme(cls, name, **vals):
        """In the way of the scheme of the example."""

    def test_payslip(self):
        """35 / 45 / 20: 42 + 41 + 10 = 93, row 90, 90 % of 20 000 is 18 000."""
        self._create_worked_example()
        period = self._create_period()
        period.action_prepare()
        period.action_open()
        day = date(2026, 10, 20)
        self._create_fact(
            self.section_sales, 2400000, day, department_id=self.paints.id
        )
        self._create_fact(self.own_sales, 452067, day, employee_id=self.seller.id)
        self.env["kpi.card.line"].create(
            [
                {
                    "card_id": period.report_ids.card_id.id,
                    "date": day,
                    "type_id": card_type.id,
                }
                for card_type in [self.remark] * 3 + [self.thanks]
            ]
        )
        self._close(period)
        payslip = self._pay(self.seller)
        self.assertEqual(
            self._get_totals(payslip),
            {"BASIC": 20000, "KPI_BONUS": 18000, "GROSS": 38000},
        )
        self.assertEqual(payslip.kpi_report_id.effectiveness, 93)
        self.assertEqual(
            payslip.kpi_hours_text.replace("\xa0", " "),
            "10/01/2026 – 10/31/2026: 20,000.00 € · 176 / 176 h = 20,000.00 €",
        )

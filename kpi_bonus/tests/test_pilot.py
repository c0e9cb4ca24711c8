from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .dispute_common import DisputeCommon


@tagged("post_install", "-at_install")
class TestPilot(DisputeCommon):
    """October as a pilot: everybody gets 50 % of 20 000, the matrix says 90 %."""

    @classmethod
    def _issue(cls, **vals):
        return super()._issue(mode="pilot", **vals)

    def test_would_have_earned_and_paid(self):
        self.assertRecordValues(
            self.report,
            [
                {
                    "effectiveness": 93,
                    "matrix_percent": 90,
                    "bonus_percent": 50,
                    "matrix_amount": 18000,
                    "bonus_amount": 10000,
                }
            ],
        )

    def test_the_table_sums_it_up(self):
        """20 000.01 · 90 % = 18 000.009 → 18 000.01, as rounded one by one."""
        self.period.action_prepare()
        self.period.action_open()
        other = self._get_report(self.colleague)
        other._as_kpi_engine().write({"earned_salary": 20000.01, "matrix_percent": 90})
        self.assertEqual(other.matrix_amount, 18000.01)
        reports = self.env["kpi.plan.report"].with_user(self.manager)
        [(total, paid)] = reports._read_group(
            [("id", "in", (self.report + other).ids)],
            [],
            ["matrix_amount:sum", "bonus_amount:sum"],
        )
        self.assertEqual(float(total), 36000.01)
        self.assertEqual(
            reports.fields_get(["matrix_amount"])["matrix_amount"]["aggregator"], "sum"
        )
        self.assertEqual(float(paid), self.report.bonus_amount + other.bonus_amount)

    def test_money_is_not_for_heads(self):
        reports = self.env["kpi.plan.report"].with_user(self.head)
        with self.assertRaises(AccessError):
            reports.search([]).read(["matrix_amount"])
        with self.assertRaises(AccessError):
            reports._read_group([], [], ["matrix_amount:sum"])

    def test_feedback_beside_the_figures(self):
        self.period._as_kpi_engine().sudo().write({"state": "open"})
        box = self.env["kpi.initiative"].with_user(self.seller_user)
        box.action_submit("Too many remarks", "pilot")
        box.action_submit("The plan is fair", "pilot")
        box.action_submit("Anonymous anger", "pilot", anonymous=True)
        box.action_submit("Not about it", "idea", period_id=self.period.id)
        report = self.report.with_user(self.manager)
        self.assertEqual(report.pilot_feedback, "Too many remarks\nThe plan is fair")
        # The anonymous one is in the list of the period, and nowhere beside a name.
        action = self.period.action_open_initiatives()
        notes = self.env["kpi.initiative"].search(action["domain"])
        self.assertEqual(len(notes), 4)

    def test_results_of_the_period(self):
        self._create_period(date(2026, 11, 1))
        action = self.period.action_open_pilot_results()
        reports = self.env["kpi.plan.report"].search(action["domain"])
        self.assertEqual(reports, self.report)

from odoo.tests import tagged

from .grounds_common import GroundsCommon


@tagged("post_install", "-at_install")
class TestAbsence(GroundsCommon):
    """Leaves of October, approved or refused after the report was handed in.

    22 shifts, 176 hours; own plan 500 000, fact 452 067; section 42, service 10.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unpaid, cls.sick = cls.env["hr.leave.type"].create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "requires_allocation": False,
                    "leave_validation_type": "hr",
                    "kpi_excused": kpi_excused,
                }
                for name, kpi_excused in (("Unpaid", False), ("Sick", True))
            ]
        )

    def _request(self, leave_type, date_from, date_to):
        return self.env["hr.leave"].create(
            {
                "employee_id": self.seller.id,
                "holiday_status_id": leave_type.id,
                "request_date_from": date_from,
                "request_date_to": date_to,
            }
        )

    def _assert_month(self, report, plan, effectiveness, percent, bonus):
        self.assertEqual(report.line_ids[1].plan_adjusted, plan)
        self.assertEqual(report.effectiveness, effectiveness)
        self.assertEqual((report.bonus_percent, report.bonus_amount), (percent, bonus))

    def test_excused_leave_approved_late_and_refused_late(self):
        report = self._open()
        leave = self._request(self.sick, "2026-10-05", "2026-10-07")
        self._submit(report)
        self._assert_month(report, 500000, 93, 90, 18000)
        leave.action_approve()
        self._refresh()
        # 500 000 · 19 / 22 = 431 818.18; 452 067 / 431 818.18 = 104.69 → 105,
        # · 45 = 47.25 → 47: 42 + 47 + 10 = 99, row 95. Worked 152 of 176 hours:
        # 20 000 · 152 / 176 = 17 272.73, · 95 % = 16 409.09.
        self._assert_month(report, 431818.18, 99, 95, 16409.09)
        self.assertEqual(report.earned_salary, 17272.73)
        leave.action_refuse()
        self._refresh()
        self._assert_month(report, 500000, 93, 90, 18000)
        self.assertEqual((report.missed_shifts, report.excused_shifts), (0, 0))

    def test_other_leave_keeps_the_plan(self):
        report = self._open()
        self._request(self.unpaid, "2026-10-05", "2026-10-07").action_approve()
        self._submit(report)
        # 17 272.73 · 90 % = 15 545.457
        self._assert_month(report, 500000, 93, 90, 15545.46)
        self.assertEqual((report.missed_shifts, report.excused_shifts), (3, 0))

    def test_excused_shifts_at_the_limit_and_above(self):
        report = self._open(max_excused_shifts=3)
        self._request(self.sick, "2026-10-05", "2026-10-07").action_approve()
        self._submit(report)
        self._assert_month(report, 431818.18, 99, 95, 16409.09)
        self.assertIn("3, not more than 3: the own plans", report.calculation)
        self._request(self.sick, "2026-10-08", "2026-10-08").action_approve()
        self._refresh()
        # Four are more than three: the plan stays. 144 of 176 hours: 16 363.64, · 90 %
        # = 14 727.276.
        self._assert_month(report, 500000, 93, 90, 14727.28)
        self.assertIn("4, more than 3: the own plans stay", report.calculation)

    def test_missed_shifts_appear_and_go_with_a_leave(self):
        report = self._open()
        # 15 of 22 shifts: the 5th to the 23rd; 68.18 %.
        leave = self._request(self.sick, "2026-10-05", "2026-10-23")
        leave.action_approve()
        self._submit(report)
        self.assertEqual(self._get_states(report), {"missed_shifts": "confirmed"})
        self.assertEqual(report.bonus_amount, 0)
        self.assertEqual(
            report.disqualification_ids.evidence,
            "Missed: 15 / 22 · 100 = 68.1818 %, more than 66.67 %",
        )
        leave.action_refuse()
        self._refresh()
        self.assertEqual(self._get_states(report), {"missed_shifts": "dropped"})
        self._assert_pay(report, 90, 18000)

    def test_hours_below_the_minimum_by_a_late_leave(self):
        report = self._open(min_worked_hours=160)
        leave = self._request(self.unpaid, "2026-10-05", "2026-10-06")
        leave.action_approve()
        self._submit(report)  # exactly 160
        self.assertEqual(self._get_states(report), {})
        self._request(self.unpaid, "2026-10-07", "2026-10-07").action_approve()
        self._refresh()
        self.assertEqual(self._get_states(report), {"min_hours": "confirmed"})
        leave.action_refuse()
        self._refresh()
        self.assertEqual(self._get_states(report), {"min_hours": "dropped"})

    def test_calculation_shows_plan_and_limits(self):
        report = self._open(min_worked_hours=100, max_remarks=4, thanks_offset=1)
        self._request(self.sick, "2026-10-05", "2026-10-07").action_approve()
        self._request(self.unpaid, "2026-10-08", "2026-10-09").action_approve()
        self._refresh()
        text = report.calculation
        for sentence in (
            "Shifts: 22 scheduled, 5 missed, of them 3 excused",
            "Missed: 5 / 22 · 100 = 22.7273 %, not more than 66.67 %",
            "Excused shifts: 3, any number lowers the own plans",
            "Plan: 500,000 · (22 − 3) / 22 shifts less excused absence = 431,818.18",
            "Hours worked: 136, not less than 100",
            "Remarks less thanks: 3 − 1 · 1 = 2, not more than 4",
        ):
            with self.subTest(sentence=sentence):
                self.assertIn(sentence, text)

    def test_closed_report_does_not_follow_leaves(self):
        report = self._open(needs_submission=False, needs_card=False)
        self._refresh("2026-11-02 09:00:00")
        report._as_kpi_engine().write({"state": "closed"})
        self._request(self.sick, "2026-10-05", "2026-10-23").action_approve()
        report.sudo()._refresh()
        self.assertEqual(self._get_states(report), {})
        self._assert_month(report, 500000, 93, 90, 18000)

    def test_calculation_names_grounds_and_money(self):
        report = self._open(sanction_cap_percent=20)
        self._submit(report, own_sales=500000, total=97, bonus=95)
        report.with_user(self.head).action_check()
        text = report.calculation
        self.assertIn(
            "Card not presented: no bonus is accrued. The card was not handed in.", text
        )
        report.card_id.presented = True
        ground = report.with_user(self.head).action_propose_falsification("Receipts")
        self._refresh()
        report.invalidate_recordset()
        self.assertIn("proposed and not decided yet", report.calculation)
        ground.with_user(self.user).action_answer("No.")
        ground.with_user(self.manager).action_confirm("Yes.")
        text = report.calculation.replace("\xa0", " ")
        self.assertIn(
            "Withheld as a sanction: 20,000.00 € · 20 / 100, at most the bonus of "
            "18,000.00 €: 4,000.00 €",
            text,
        )
        self.assertNotIn("4,000.00", report.with_user(self.head).calculation)

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestLateFacts(SourceCommon):
    """October 2026 is closed with two meetings on the 6th, of ten planned.

    Execution and effectiveness 20, nothing below row 80. Eight more, recorded after
    closing, make 100: row 100, 20 000.
    """

    @classmethod
    @freeze_time("2026-11-03 09:00")
    def setUpClass(cls):
        super().setUpClass()
        cls.meetings = cls._create_domain_kpi()
        cls.seller.kpi_scheme_id = cls._create_scheme(
            "Meetings", [(cls.meetings, 100, 10)]
        )
        cls.period = cls._create_period().with_user(cls.manager)
        cls.period.action_prepare()
        cls.period.action_open()
        for _number in range(2):
            cls._create_event("2026-10-06 10:00:00")
        cls._close_period(cls.period)
        cls.report = cls.period.report_ids.filtered(
            lambda report: report.employee_id == cls.seller
        )
        cls.november = cls._create_period(date(2026, 11, 1))

    def _find(self):
        action = self.period.action_find_late_facts()
        if action["type"] == "ir.actions.client":
            return self.env["kpi.late.fact"]
        return (
            self.env["kpi.late.fact"].with_user(self.manager).search(action["domain"])
        )

    def test_nothing_late(self):
        self.assertEqual(self.report.line_ids.fact, 2)
        self.assertEqual(self.report.bonus_amount, 0)
        self.assertFalse(self._find())

    def test_recorded_changed_and_deleted_after_closing(self):
        first = self.env["calendar.event"].search(
            [("user_id", "=", self.anna.id), ("start", "=", "2026-10-06 10:00:00")]
        )
        first[0].unlink()
        for day in (7, 7, 8):
            self._create_event(f"2026-10-0{day} 10:00:00")
        self._create_event("2026-11-01 10:00:00")
        self.assertRecordValues(
            self._find().sorted("date"),
            [
                {"date": date(2026, 10, day), "difference": difference}
                | {"stored_value": stored, "measured_value": now}
                | {"employee_id": self.seller.id, "report_count": 1}
                for day, stored, now, difference in [
                    (6, 2, 1, -1),
                    (7, 0, 2, 2),
                    (8, 0, 1, 1),
                ]
            ],
        )
        # Looking changes nothing.
        self.assertFacts(self.meetings, [("2026-10-06", self.seller, 2, 0)])

    def test_proposal_of_an_adjustment(self):
        for number in range(8):
            self._create_event(f"2026-10-1{number} 10:00:00")
        action = self._find()[0].action_propose()
        proposal = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(proposal.line_ids.fact_after, 10)
        self.assertEqual(
            (proposal.value_before, proposal.value_after, proposal.amount),
            (0, 20000, 20000),
        )
        self.assertEqual(proposal.pay_period_id, self.november)
        self.assertIn("Meetings: recorded after closing", proposal.reason)
        proposal.action_apply()
        self.assertEqual(self.report._get_effective_bonus(), 20000)
        self.assertEqual(self.report.bonus_amount, 0)
        self.assertEqual(self.env["kpi.seal"]._verify(self.company), [])

    def test_a_fact_of_a_section_concerns_many(self):
        colleague = self._create_employee("Boris Seller")
        shared = self._create_domain_kpi(
            "Section meetings", "section_meetings", scope="section"
        )
        scheme = self._create_scheme("Shared", [(shared, 100, 10)])
        (self.seller | colleague).kpi_scheme_id = scheme
        with freeze_time("2026-12-02 09:00"):
            period = self.november.with_user(self.manager)
            period.action_prepare()
            period.action_open()
            self._close_period(period)
            self._create_event("2026-11-06 10:00:00")
            action = period.action_find_late_facts()
            [late] = self.env["kpi.late.fact"].search(action["domain"])
            self.assertEqual((late.department_id, late.report_count), (self.paints, 2))
            lines = self.env["kpi.plan.report.line"].search(
                late.action_propose()["domain"]
            )
            self.assertEqual(lines.employee_id, self.seller | colleague)
            self.assertEqual(lines[0]._get_fact_now(), 1)

    def test_only_of_closed_periods_and_for_managers(self):
        with self.assertRaisesRegex(UserError, "needs a period that is Closed"):
            self.november.with_user(self.manager).action_find_late_facts()
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        with self.assertRaises(AccessError):
            self.period.with_user(payroll).action_find_late_facts()

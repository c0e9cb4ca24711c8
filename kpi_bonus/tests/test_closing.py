from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, LockError, UserError
from odoo.tests import tagged

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestCheckList(KpiBonusCommon):
    """October 2026, looked at on 3 November."""

    @classmethod
    @freeze_time("2026-11-03 09:00")
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        # Otherwise he is without a scheme.
        cls.head_employee.active = False
        cls.period = cls._create_period().with_user(cls.manager)

    def setUp(self):
        super().setUp()
        self.startClassPatcher(freeze_time("2026-11-03 09:00"))

    def _open(self, **settings):
        """Open with a scheme of one KPI of one's own and these switches."""
        if settings:
            scheme = self._create_scheme(
                "Strict", [(self.own_sales, 100, 500000)], **settings
            )
            self.seller.kpi_scheme_id = scheme
        self.period.action_prepare()
        self.period.action_open()
        self.report = self.period.report_ids.filtered(
            lambda report: report.employee_id == self.seller
        )

    def _enter_facts(self):
        self._create_fact(self.section_sales, 2400000, department_id=self.paints.id)
        self._create_fact(self.own_sales, 452067)

    def _get_state(self, code):
        check = self.period.check_ids.filtered(lambda check: check.code == code)
        return check.state, check.count

    def test_nothing_to_settle(self):
        self._open()
        self._enter_facts()
        self.period.action_review()
        self.assertEqual(set(self.period.check_ids.mapped("state")), {"green"})
        self.assertEqual(self.period.red_count, 0)
        self.period.action_close()
        self.assertEqual(self.report.state, "closed")

    def test_facts_missing(self):
        self._open()
        self._create_fact(self.own_sales, 452067)
        self.period.action_review()
        # Of the section; no entry on a card is no gap.
        self.assertEqual(self._get_state("missing_facts"), ("red", 1))
        with self.assertRaisesRegex(UserError, "without facts: 1 .Section sales"):
            self.period.action_close()
        self.assertEqual((self.period.state, self.report.state), ("review", "issued"))
        self._enter_section_fact()
        self.period.action_close()

    def _enter_section_fact(self):
        self._create_fact(self.section_sales, 1, department_id=self.paints.id)

    def test_a_corrected_fact_is_no_gap(self):
        self._open()
        self._enter_section_fact()
        self.report.line_ids[1].write({"fact_override": 5, "override_reason": "x"})
        self.period.action_review()
        self.assertEqual(self._get_state("missing_facts"), ("green", 0))

    def test_who_did_not_work_has_no_facts(self):
        self._open()
        self.report.segment_ids.write({"worked_hours": 0, "override_reason": "Ill"})
        self.period.action_review()
        self.assertEqual(self._get_state("missing_facts"), ("green", 0))

    def test_unsigned_and_not_handed_in(self):
        self._open(needs_signature=True, needs_submission=True)
        self.period.action_review()
        self.assertEqual(self._get_state("unsigned"), ("red", 1))
        self.assertEqual(self._get_state("unsubmitted"), ("red", 1))
        self.assertEqual(self._get_state("unchecked"), ("green", 0))
        self.report._as_kpi_engine().state = "submitted"
        self.period.action_refresh()
        self.assertEqual(self._get_state("unsigned"), ("green", 0))
        self.assertEqual(self._get_state("unsubmitted"), ("green", 0))
        self.assertEqual(self._get_state("unchecked"), ("red", 1))

    def test_signature_alone(self):
        self._open(needs_signature=True)
        self.period.action_review()
        self.assertEqual(self._get_state("unsigned"), ("red", 1))
        self.assertEqual(self._get_state("unsubmitted"), ("green", 0))

    def test_not_handed_in_is_waived_and_costs_the_bonus(self):
        ground = self.env.ref("kpi_bonus.kpi_ground_not_submitted")
        self._open(needs_submission=True, ground_ids=ground.ids)
        self._create_fact(self.own_sales, 500000)
        self.period.action_review()
        check = self.period.check_ids.filtered("is_waivable")
        with self.assertRaisesRegex(UserError, "may hand in until 11.03.2026"):
            check.action_waive("He left")
        with freeze_time("2026-11-04 09:00"):
            check.action_waive("He left")
            self.period.action_close()
        # Execution 100, row 100 would be 20 000, but for the ground.
        self.assertEqual(self.report.matrix_percent, 100)
        self.assertEqual(self.report.bonus_amount, 0)

    def test_draft_is_issued_after_going_back(self):
        self._open()
        self._enter_facts()
        boris = self._create_employee("Boris Seller")
        self.period.action_prepare()
        self.period.action_review()
        self.assertEqual(self._get_state("not_ready"), ("red", 1))
        check = self.period.check_ids.filtered(lambda check: check.code == "not_ready")
        with self.assertRaisesRegex(UserError, "nothing that could be waived"):
            check.action_waive("He is new")
        self.period.action_resume()
        self.period.action_open()
        self._create_fact(self.own_sales, 1, employee_id=boris.id)
        self.period.action_review()
        self.period.action_close()
        self.assertEqual(set(self.period.report_ids.mapped("state")), {"closed"})

    def test_people_without_a_report(self):
        self._open()
        clerk = self.env["hr.job"].create(
            {"name": "Clerk", "company_id": self.company.id}
        )
        clara = self._create_employee("Clara Clerk", job_id=clerk.id)
        undated = self._create_employee("Undated Seller", start=False)
        self._create_employee("Future Seller", start=date(2026, 11, 1))
        boris = self._create_employee("Boris Seller")
        self.period.action_review()
        check = self.period.check_ids.filtered(
            lambda check: check.code == "without_scheme"
        )
        self.assertEqual(set(check.found), {clara.id, undated.id, boris.id})
        self.assertIn("Clara Clerk", check.sample)

    def test_people_with_a_quarterly_scheme_are_not_missing_in_a_month(self):
        quarterly = self._create_scheme(
            "Quarter", [(self.own_sales, 100, 1)], frequency="quarter"
        )
        clerk = self.env["hr.job"].create(
            {"name": "Clerk", "company_id": self.company.id}
        )
        boris = self._create_employee("Boris Clerk", job_id=clerk.id)
        boris.kpi_scheme_id = quarterly
        self._open()
        self._enter_facts()
        self.period.action_review()
        self.assertEqual(self._get_state("without_scheme"), ("green", 0))

    def test_days_to_come(self):
        self._open()
        self._enter_facts()
        for now, count in (("2026-10-31 23:30", 1), ("2026-10-30 12:00", 2)):
            with freeze_time(now):
                self.period.action_check()
                self.assertEqual(self._get_state("days_not_measured"), ("red", count))
        with freeze_time("2026-11-01 00:30"):
            self.period.action_check()
            self.assertEqual(self._get_state("days_not_measured"), ("green", 0))

    def test_open_dispute(self):
        self._open()
        self._enter_facts()
        self.seller.user_id = self._create_user("seller", "")
        self.report.with_user(self.seller.user_id).action_dispute("fact", "Too little")
        self.period.action_review()
        self.assertEqual(self._get_state("open_disputes"), ("red", 1))
        dispute = self.env["kpi.dispute"].search([("report_id", "=", self.report.id)])
        dispute.with_user(self.seller.user_id).action_withdraw()
        self.period.action_refresh()
        self.assertEqual(self._get_state("open_disputes"), ("green", 0))

    def test_falsification_not_decided(self):
        ground = self.env.ref("kpi_bonus.kpi_ground_falsification")
        self._open(needs_submission=True, ground_ids=ground.ids)
        falsification = self.env["kpi.disqualification"]._as_kpi_engine()
        falsification.create(
            {
                "report_id": self.report.id,
                "ground_id": ground.id,
                "kind": "sanction",
                "evidence": "600 000 claimed",
                "proposed_on": "2026-11-02 10:00:00",
            }
        )
        self.period.action_review()
        self.assertEqual(self._get_state("open_falsifications"), ("red", 1))

    # -- waivers ----------------------------------------------------------------------

    def test_a_waiver_counts_for_what_was_found(self):
        self._open()
        self._create_fact(self.own_sales, 452067)
        self.period.action_review()
        check = self.period.check_ids.filtered("is_waivable")
        self.assertEqual(check.code, "missing_facts")
        check.action_waive("The till was broken")
        self.assertRecordValues(
            check,
            [
                {
                    "state": "waived",
                    "count": 0,
                    "waive_reason": "The till was broken",
                    "waived_by_id": self.manager.id,
                }
            ],
        )
        self.env["kpi.fact"].search([("indicator_id", "=", self.own_sales.id)]).unlink()
        self.period.action_refresh()
        self.assertEqual((check.state, check.count), ("red", 1))
        with self.assertRaisesRegex(UserError, "Own sales"):
            self.period.action_close()

    def test_a_waiver_needs_a_reason_and_a_manager(self):
        self._open()
        self.period.action_review()
        check = self.period.check_ids.filtered("is_waivable")
        with self.assertRaisesRegex(UserError, "say why"):
            check.action_waive("  ")
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        for user in (payroll, self.head):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                check.with_user(user).action_waive("Never mind")

    def test_waiving_by_the_wizard(self):
        self._open()
        self.period.action_review()
        check = self.period.check_ids.filtered("is_waivable")
        action = check.action_open_waive()
        self.env["kpi.period.waive"].with_user(self.manager).with_context(
            **action["context"]
        ).create({"reason": "No till yet"}).action_waive()
        self.assertEqual(check.state, "waived")

    def test_what_was_found_can_be_opened(self):
        self._open(needs_signature=True)
        self._create_employee("Undated Seller", start=False)
        self.period.action_review()
        for check in self.period.check_ids:
            action = check.action_list()
            records = self.env[action["res_model"]].with_user(self.manager)
            found = records.with_context(active_test=False).search(action["domain"])
            with self.subTest(check=check.code):
                self.assertEqual(len(found), len(check.found or ()))

    # -- reopening --------------------------------------------------------------------

    def _close(self):
        self._open()
        self._enter_facts()
        self.period.action_review()
        self.period.action_close()

    def test_reopening_needs_a_reason(self):
        self._close()
        for reason in (None, "  "):
            with self.assertRaisesRegex(UserError, "say why it is reopened"):
                self.period.action_reopen(reason)
        action = self.period.action_open_reopen()
        self.env["kpi.period.reopen"].with_user(self.manager).with_context(
            **action["context"]
        ).create({"reason": "Saturday was missing"}).action_reopen()
        self.assertEqual(self.period.state, "review")
        self.assertIn("Saturday was missing", self.period.message_ids[0].body)

    def test_adjusted_is_not_reopened(self):
        self._close()
        november = self._create_period(date(2026, 11, 1))
        self.env["kpi.adjustment"].with_user(self.manager).create(
            {
                "report_id": self.report.id,
                "pay_period_id": november.id,
                "value_after": 1,
                "reason": "Receipt 17",
            }
        )
        with self.assertRaisesRegex(UserError, "adjustment 1 is made"):
            self.period.action_reopen("Receipt 17")

    def test_waivers_outlive_reopening(self):
        self._open()
        self._close_period(self.period)
        self.period.action_reopen("Saturday was missing")
        self.assertEqual(self._get_state("missing_facts"), ("waived", 0))
        self.period.action_close()

    # -- two at once ------------------------------------------------------------------

    def test_whoever_finds_it_locked_is_told(self):
        """With two connections: tests/bench/closing_race.py."""
        self._open()

        def refuse(*args, **kwargs):
            raise LockError("Cannot grab a lock on records")

        self.patch(self.env.registry["kpi.period"], "lock_for_update", refuse)
        for name in ("refresh", "review", "check"):
            with (
                self.subTest(action=name),
                self.assertRaisesRegex(LockError, "2026-10 right now.*try again"),
            ):
                getattr(self.period, f"action_{name}")()

    def test_a_correction_in_review_leaves_its_mark(self):
        """By which PostgreSQL makes a closing that began before start anew."""
        self._open()
        self._enter_section_fact()
        self.assertFalse(self.period.corrected_at)
        self.period.action_review()
        with freeze_time("2026-11-03 10:00"):
            self._create_fact(self.own_sales, 452067)
        self.assertEqual(str(self.period.corrected_at), "2026-11-03 10:00:00")

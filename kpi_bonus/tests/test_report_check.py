from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .report_common import SIGNATURE, ReportCommon


@tagged("post_install", "-at_install")
class TestReportCheck(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sign()
        cls._create_month_facts()
        cls._submit("2026-11-02 18:00:00")

    def test_head_accepts(self):
        with freeze_time("2026-11-04 09:00:00"):
            self.head_report.action_check()
        self.assertEqual(self.report.state, "checked")
        self.assertFalse(self.report.next_step)
        self.assertEqual(self.report.checked_by_id, self.head)
        self.assertEqual(self.report.checked_on, datetime(2026, 11, 4, 9))
        self.assertEqual(len(self._get_mails("Your report is checked")), 1)

    def test_manager_accepts(self):
        self.report.with_user(self.manager).action_check()
        self.assertEqual(self.report.checked_by_id, self.manager)

    def test_who_may_not_check(self):
        tools_head = self._create_user("tools_head", "kpi_bonus.group_section_head")
        controller = self._create_user("controller", "kpi_bonus.group_controller")
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        for user in (tools_head, controller, payroll, self.seller_user):
            report = self.report.with_user(user)
            with self.subTest(user=user.login):
                for attempt in (
                    report.action_check,
                    report.action_open_return,
                    report.action_remind,
                    lambda report=report: report.action_return("Wrong"),
                ):
                    with self.assertRaises(AccessError):
                        attempt()
        self.assertEqual(self.report.state, "submitted")

    def test_nobody_checks_his_own(self):
        self.head_employee.user_id = False
        self.seller.user_id = self.head
        self.paints.manager_id = self.seller
        for attempt in (
            self.head_report.action_check,
            lambda: self.head_report.action_return("Wrong"),
        ):
            with self.assertRaisesRegex(UserError, "is your own"):
                attempt()
        self.assertEqual(self.report.state, "submitted")

    def test_not_before_it_is_handed_in_and_not_twice(self):
        self.head_report.action_return("Once more")
        for attempt in (
            self.head_report.action_check,
            lambda: self.head_report.action_return("Wrong"),
        ):
            with self.assertRaisesRegex(UserError, "can't become Checked"):
                attempt()
        self._submit()
        self.head_report.action_check()
        with self.assertRaisesRegex(UserError, "can't become Checked"):
            self.head_report.action_check()

    def test_one_that_is_not_ready_stops_all(self):
        boris = self._create_employee("Boris Seller")
        self.period.action_prepare()
        self.period.action_open()
        both = self.report + self._get_report(boris)
        with self.assertRaisesRegex(UserError, "Boris Seller.* can't become Checked"):
            both.with_user(self.head).action_check()
        self.assertEqual(self.report.state, "submitted")

    def test_return_for_correction(self):
        action = self.head_report.action_open_return()
        wizards = self.env[action["res_model"]].with_user(self.head)
        form = Form(wizards.with_context(**action["context"]))
        form.reason = " The 12th is counted twice. "
        form.save().action_return()
        self.assertEqual(self.report.state, "signed")
        self.assertEqual(self.report.next_step, "submitted")
        self.assertEqual(self.report.return_reason, "The 12th is counted twice.")
        self.assertEqual(self.report.submitted_on, datetime(2026, 11, 2, 18))
        self.assertIn("The 12th is counted twice.", self.report.message_ids[0].body)
        mail = self._get_mails("Your report is returned")
        self.assertIn("The 12th is counted twice.", mail.body_html)
        self.assertEqual(mail.recipient_ids, self.seller_user.partner_id)

    def test_return_needs_a_reason(self):
        for reason in (None, "", "  ", 5, ["x"], "x" * 2001):
            with (
                self.subTest(reason=str(reason)[:10]),
                self.assertRaisesRegex(UserError, "what is to be corrected"),
            ):
                self.head_report.action_return(reason)
        self.assertEqual(self.report.state, "submitted")

    def test_period_closes_when_all_is_done(self):
        self.period.action_review()
        with self.assertRaisesRegex(UserError, "Anna Seller"):
            self.period.action_close()
        self.head_report.action_check()
        self._close_period(self.period)
        self.assertEqual(self.report.state, "closed")
        self.assertEqual(self.report.state_before_close, "checked")
        self.period.action_reopen("A fact is wrong.")
        self.assertEqual(self.report.state, "checked")

    def test_card_is_received(self):
        """Only under a scheme that asks for a paper card, and not from oneself."""
        self.assertFalse(self.report.awaits_card)
        self.scheme.action_retire()
        self.scheme = self._create_case_scheme("Card", needs_card=True)
        report = self._issue(start="2026-11-01")
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        self.assertTrue(report.with_user(payroll).awaits_card)
        for user in (payroll, self.seller_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                report.with_user(user).action_receive_card()
        report.with_user(self.head).action_receive_card()
        self.assertTrue(report.card_id.presented)
        self.assertEqual(report.card_id.presented_by_id, self.head)
        self.assertFalse(report.awaits_card)

    def test_columns_stand_in_the_order_of_the_month(self):
        """Checked before issued, as the alphabet has it, would begin with the end."""
        self._create_employee("Boris Seller")
        self.period.action_prepare()
        self.period.action_open()
        self.head_report.action_check()
        groups = self.report.with_context(read_group_expand=True).formatted_read_group(
            [("period_id", "=", self.period.id)], ["state"], ["__count"]
        )
        self.assertEqual(
            [(group["state"], group["__count"]) for group in groups],
            [("issued", 1), ("checked", 1)],
        )

    def test_nobody_receives_his_own_card(self):
        self.head_employee.user_id = False
        self.seller.user_id = self.head
        self.paints.manager_id = self.seller
        with self.assertRaisesRegex(UserError, "is your own"):
            self.head_report.action_receive_card()
        self.assertFalse(self.report.card_id.presented)

    def test_steps_cannot_be_typed(self):
        for name, value in [
            ("next_step", False),
            ("submitted_on", "2026-11-01 00:00:00"),
            ("is_late", False),
            ("checked_by_id", self.manager.id),
            ("signature", SIGNATURE),
            ("signed_on", "2026-10-01 00:00:00"),
            ("terms_hash", "0" * 64),
            ("submit_deadline", "2026-12-31"),
            ("return_reason", "x"),
        ]:
            with (
                self.subTest(field=name),
                self.assertRaisesRegex(AccessError, "measured or computed"),
            ):
                self.report.with_user(self.manager).write({name: value})
        with self.assertRaisesRegex(AccessError, "measured or computed"):
            self.report.line_ids[0].with_user(self.manager).fact_claimed = 1


@tagged("post_install", "-at_install")
class TestReportOverride(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_month_facts()
        cls.line = cls._line(cls.own_sales).with_user(cls.manager)

    @freeze_time("2026-11-02 10:00:00")
    def _correct(self):
        self.line.write({"fact_override": 500000, "override_reason": "Returned goods"})

    def test_correction_is_told_and_listed(self):
        self._correct()
        self.assertEqual(self.line.fact, 500000)
        self.assertEqual(self.line.fact_measured, 452067)
        self.assertEqual(self.line.overridden_by_id, self.manager)
        self.assertEqual(self.line.overridden_on, datetime(2026, 11, 2, 10))
        body = self.report.message_ids[0].body
        for text in ("Own sales", "452,067.00", "500,000.00", "Returned goods"):
            self.assertIn(text, body)
        # 500 000 of 500 000 = 100 → 45; 42 + 45 + 10 = 97 → row 95.
        self.assertEqual(self.report.effectiveness, 97)
        self.assertEqual(self.report.bonus_percent, 95)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_plan_report_line_action_override"
        )
        domain = [("is_overridden", "=", True)]
        self.assertEqual(action["domain"], '[("is_overridden", "=", True)]')
        own = [*domain, ("report_id", "=", self.report.id)]
        self.assertEqual(self.line.search(own), self.line)

    def test_correction_survives_a_refresh(self):
        self._correct()
        self._create_fact(self.own_sales, 1000, self.report.date_to)
        self.period.action_refresh()
        self.assertEqual(self.line.fact, 500000)
        self.assertEqual(self.line.fact_measured, 453067)

    def test_correction_withdrawn(self):
        self._correct()
        self.line.is_overridden = False
        self.assertEqual(self.line.fact, 452067)
        self.assertFalse(self.line.overridden_by_id or self.line.overridden_on)
        self.assertIn("withdrawn", self.report.message_ids[0].body)
        self.assertEqual(self.report.effectiveness, 93)

    def test_what_is_no_correction(self):
        for vals, message in [
            ({"fact_override": 1}, "needs a reason"),
            ({"fact_override": 1, "override_reason": "  "}, "needs a reason"),
            ({"is_overridden": True}, "needs a reason"),
            ({"fact_override": float("nan"), "override_reason": "x"}, "a number"),
            ({"fact_override": float("inf"), "override_reason": "x"}, "a number"),
        ]:
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(ValidationError, message),
                self.cr.savepoint(),
            ):
                self.line.write(vals)

    def test_head_does_not_correct(self):
        with self.assertRaises(AccessError):
            self.line.with_user(self.head).fact_override = 1


@tagged("post_install", "-at_install")
class TestReportReminders(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boris = cls._create_employee("Boris Seller", work_email="b@example.com")
        cls.vera = cls._create_employee("Vera Seller", department_id=cls.tools.id)
        cls.tools_head = cls._create_user("tools_head", "kpi_bonus.group_section_head")
        cls.tools.manager_id = cls.env["hr.employee"].create(
            {
                "name": "Head of tools",
                "company_id": cls.company.id,
                "user_id": cls.tools_head.id,
            }
        )

    def _issue_others(self):
        with freeze_time("2026-10-02 08:00:00"):
            self.period.action_prepare()
            self.period.action_open()
        return self.period.report_ids

    def _get_activities(self, name):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "kpi.period"),
                ("res_id", "=", self.period.id),
                (
                    "activity_type_id",
                    "=",
                    self.env.ref(f"kpi_bonus.kpi_mail_activity_type_report_{name}").id,
                ),
            ]
        )

    def test_issue_is_told_once_to_each(self):
        """Anna has a login, Boris a work address, Vera nothing."""
        self.assertEqual(len(self._get_mails("Your plan")), 1)
        self._issue_others()
        mails = self._get_mails("Your plan: October 2026")
        self.assertEqual(len(mails), 2)
        self.assertEqual(mails.filtered("email_to").email_to, "b@example.com")
        self.assertEqual(mails.recipient_ids, self.seller_user.partner_id)
        self.assertIn("Own sales", mails[0].body_html)
        self.assertIn("500,000.00", mails[0].body_html)

    def test_shadow_and_past_months_are_not_told(self):
        self.env["mail.mail"].search([]).unlink()
        self._issue(start="2026-11-01", mode="shadow")
        self._issue(start="2026-09-01")
        self.assertFalse(self._get_mails("Your plan"))

    def test_unsigned_are_reminded(self):
        reports = self._issue_others()
        self.assertEqual(len(reports), 3)
        self.assertEqual(reports._remind_unsigned(), reports)
        self.assertEqual(len(self._get_mails("Please sign your plan")), 2)
        self.assertEqual(
            self._get_activities("sign").user_id, self.head + self.tools_head
        )
        reports._remind_unsigned()
        self.assertEqual(len(self._get_activities("sign")), 2)
        # The last one of a section signs: its head has nothing to see to any more.
        self._sign()
        self.assertEqual(len(self._get_activities("sign")), 2)
        self._get_report(self.boris).sudo()._do_sign("Boris", SIGNATURE, True)
        self.assertEqual(self._get_activities("sign").user_id, self.tools_head)
        self.assertEqual(reports._remind_unsigned(), self._get_report(self.vera))

    def test_deadline_nears(self):
        reports = self._issue_others()
        with freeze_time("2026-10-30"):
            self.assertFalse(reports._remind_deadline())
        self._sign()
        with freeze_time("2026-11-03"):
            self.assertEqual(reports._remind_deadline(), reports)
        mails = self._get_mails("Please hand in your report: October 2026")
        self.assertEqual(len(mails), 2)
        own = mails.filtered("recipient_ids")
        self.assertIn("11/03/2026", own.body_html)
        self.assertNotIn("sign it first", own.body_html)
        self.assertIn("sign it first", (mails - own).body_html)
        self.assertEqual(len(self._get_activities("submit")), 2)
        self._submit("2026-11-03 10:00:00")
        with freeze_time("2026-11-03 11:00:00"):
            self.assertEqual(reports._remind_deadline(), reports - self.report)

    def test_head_is_told_once_of_what_is_handed_in(self):
        self._sign()
        self._submit()
        self.assertEqual(self._get_activities("check").user_id, self.head)
        self.head_report.action_return("Once more")
        self.assertFalse(self._get_activities("check"))
        self._submit()
        self._issue_others()
        self.assertEqual(len(self._get_activities("check")), 1)
        self.head_report.action_check()
        self.assertFalse(self._get_activities("check"))

    def test_with_a_draw_nobody_checks_yet(self):
        self.scheme.action_retire()
        self.scheme = self._create_case_scheme("Draw", checking="audit")
        report = self._issue(start="2026-11-01").with_user(self.seller_user)
        report.action_sign("Anna Seller", SIGNATURE)
        claims = {line.id: 0 for line in report.sudo().line_ids}
        with freeze_time("2026-11-30 10:00:00"):
            report.action_submit(claims, 0, 0)
        self.assertFalse(report.sudo().period_id.activity_ids)

    def test_manager_answers_where_there_is_no_head(self):
        self.company.kpi_manager_id = self.manager
        self.tools.manager_id = False
        reports = self._issue_others()
        reports._remind_unsigned()
        self.assertEqual(self._get_activities("sign").user_id, self.head + self.manager)

    def test_own_report_of_a_head_goes_to_the_head_above(self):
        self.head_employee.user_id = False
        self.seller.user_id = self.head
        self.paints.manager_id = self.seller
        self.report._remind_unsigned()
        self.assertEqual(self._get_activities("sign").user_id, self.manager)
        self.shop.manager_id = self.tools.manager_id
        self._get_activities("sign").unlink()
        self.report._remind_unsigned()
        self.assertEqual(self._get_activities("sign").user_id, self.tools_head)

    def test_head_reminds_by_hand(self):
        reports = self._issue_others()
        mine = reports.filtered(lambda report: report.department_id == self.paints)
        action = mine.with_user(self.head).action_remind()
        self.assertIn("2 to sign, 0 to hand in", action["params"]["message"])
        self.assertEqual(len(self._get_mails("Please sign your plan")), 2)
        self.assertFalse(self._get_activities("sign"))
        self._sign()
        with (
            freeze_time("2026-10-30"),
            self.assertRaisesRegex(UserError, "Nobody to remind"),
        ):
            self.head_report.action_remind()

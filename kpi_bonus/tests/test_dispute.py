import base64
from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .dispute_common import RECEIVED, DisputeCommon

ANSWERED = "2026-11-04 12:00:00"
PHOTO = {"name": "receipt.jpg", "content": base64.b64encode(b"a photo").decode()}


@tagged("post_install", "-at_install")
class TestDispute(DisputeCommon):
    def _get_activities(self, dispute):
        return [
            (activity.user_id, activity.date_deadline, activity.summary)
            for activity in dispute.activity_ids
        ]

    @freeze_time(RECEIVED)
    def test_received(self):
        """Monday 2 November and three working days: Thursday the 5th."""
        dispute = self._dispute(self.own_line)
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "open",
                    "employee_id": self.seller.id,
                    "company_id": self.company.id,
                    "period_id": self.period.id,
                    "department_id": self.paints.id,
                    "line_id": self.own_line.id,
                    "reason_code": "fact",
                    "reason": "Receipt 17 is missing",
                    "date": date(2026, 11, 2),
                    "assignee_id": self.head.id,
                    "deadline": date(2026, 11, 5),
                    "is_overdue": False,
                }
            ],
        )
        self.assertEqual(
            self._get_activities(dispute),
            [(self.head, date(2026, 11, 5), "Answer the dispute")],
        )
        [message] = self._get_messages(self.seller_user, "Your dispute is received")
        self.assertIn("Own sales", message.body)
        self.assertIn("11/05/2026", message.body)

    def test_deadline_skips_weekends_and_holidays(self):
        """Friday the 6th: Mon 9, (Tue 10 is a holiday), Wed 11, Thu 12."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 11, 10, 0),
                "date_to": datetime(2026, 11, 10, 23, 59),
            }
        )
        add = self.company._kpi_add_workdays
        self.assertEqual(add(date(2026, 11, 6), 3), date(2026, 11, 12))
        self.assertEqual(add(date(2026, 11, 7), 1), date(2026, 11, 9))
        self.company.resource_calendar_id = False
        self.assertEqual(add(date(2026, 11, 6), 3), date(2026, 11, 9))

    def test_late_after_the_deadline_day(self):
        dispute = self._dispute(self.own_line)
        disputes = self.env["kpi.dispute"].with_user(self.manager)
        for now, late in [("2026-11-05 23:59:00", False), ("2026-11-06", True)]:
            with self.subTest(now=now), freeze_time(now):
                self.env.invalidate_all()
                self.assertEqual(dispute.is_overdue, late)
                found = disputes.search([("is_overdue", "=", True)])
                self.assertEqual(bool(found), late)
                self.assertEqual(
                    bool(disputes.search([("is_overdue", "=", False)])), not late
                )

    def test_only_the_employee_disputes(self):
        for user in (
            self.stranger_user,
            self.colleague_user,
            self.internal_user,
            self.head,
            self.manager,
        ):
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(AccessError, "not yours"),
            ):
                self.report.with_user(user).action_dispute("fact", "Mine!")
        self.assertFalse(self.report.dispute_ids)

    def test_not_before_issue_nor_in_shadow(self):
        self.report._as_kpi_engine().write({"state": "draft"})
        with self.assertRaisesRegex(AccessError, "not open to you"):
            self._dispute()
        self.report._as_kpi_engine().write({"state": "issued"})
        self.env.cr.execute("UPDATE kpi_period SET mode = 'shadow'")
        self.env.invalidate_all()
        with self.assertRaisesRegex(AccessError, "not open to you"):
            self._dispute()

    def test_nonsense_over_rpc(self):
        foreign_line = self._create_foreign_line()
        for code, text, line_id in [
            ("nothing", "Text", None),
            (None, "Text", None),
            ("fact", "   ", None),
            ("fact", None, None),
            ("fact", ["Text"], None),
            ("fact", "x" * 10001, None),
            ("fact", "Text", foreign_line.id),
            ("fact", "Text", "7"),
            ("fact", "Text", 10**9),
        ]:
            with (
                self.subTest(code=code, text=text, line=line_id),
                self.assertRaises(ValidationError),
            ):
                self.own_report.action_dispute(code, text, line_id=line_id)

    def _create_foreign_line(self):
        self.period.action_prepare()
        report = self._get_report(self.colleague)
        return report.line_ids[0]

    def test_defaults_of_a_client_do_not_decide(self):
        report = self.own_report.with_context(
            default_state="accepted",
            default_resolution="Pay him",
            default_head_answer="He is right",
            default_resolved_by_id=self.manager.id,
            default_corrected_line_id=self.own_line.id,
            default_company_id=1,
        )
        dispute = self.env["kpi.dispute"].browse(report.action_dispute("fact", "Text"))
        self.assertEqual(dispute.state, "open")
        self.assertFalse(dispute.resolution or dispute.head_answer)
        self.assertFalse(dispute.resolved_by_id or dispute.corrected_line_id)
        self.assertEqual(dispute.company_id, self.company)

    def test_one_open_dispute_per_line(self):
        first = self._dispute(self.own_line)
        with self.assertRaisesRegex(UserError, "Own sales is not decided yet"):
            self._dispute(self.own_line)
        # Another KPI, and the report as a whole, are other matters.
        self._dispute(self.card_line, code="card")
        whole = self._dispute()
        with self.assertRaisesRegex(UserError, "the whole plan-report is not decided"):
            self._dispute()
        for dispute in (first, whole):
            dispute.with_user(self.seller_user).action_withdraw()
        self._dispute(self.own_line)
        self._dispute()

    @mute_logger("odoo.sql_db")
    def test_one_open_dispute_per_line_in_the_database(self):
        first = self._dispute(self.own_line)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            first._as_kpi_engine().create(
                {
                    "report_id": self.report.id,
                    "line_id": self.own_line.id,
                    "reason_code": "fact",
                    "reason": "Again",
                    "date": date(2026, 11, 2),
                }
            )

    def test_withdraw(self):
        dispute = self._dispute(self.own_line)
        for user in (self.colleague_user, self.head, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                dispute.with_user(user).action_withdraw()
        with freeze_time(ANSWERED):
            dispute.with_user(self.seller_user).action_withdraw()
        self.assertEqual(dispute.state, "withdrawn")
        self.assertFalse(dispute.activity_ids)
        with self.assertRaisesRegex(UserError, "settled already: Withdrawn"):
            dispute.with_user(self.seller_user).action_withdraw()
        with self.assertRaisesRegex(UserError, "settled already: Withdrawn"):
            dispute.with_user(self.manager).action_accept("Late insight")

    def test_files(self):
        dispute = self._dispute(self.own_line, files=[PHOTO])
        own = dispute.with_user(self.seller_user)
        own.action_attach([{**PHOTO, "name": "second.jpg"}])
        # Somebody else's attachment is not the employee's to see.
        self.env["ir.attachment"].with_user(self.manager).sudo().create(
            {
                "name": "secret.xlsx",
                "res_model": "kpi.dispute",
                "res_id": dispute.id,
                "raw": b"all sellers",
            }
        )
        status = self._get_status(dispute)
        names = [file["name"] for file in status["files"]]
        self.assertEqual(sorted(names), ["receipt.jpg", "second.jpg"])
        self.assertEqual(dispute._get_own_files()[0].raw, b"a photo")
        with self.assertRaises(AccessError):
            dispute.with_user(self.colleague_user).action_attach([PHOTO])

    def test_files_that_are_none(self):
        own = self._dispute(self.own_line).with_user(self.seller_user)
        large = base64.b64encode(b"x" * (10 * 2**20 + 1)).decode()
        for files in [
            [None],
            ["receipt.jpg"],
            [{}],
            [{"name": "a"}],
            [{"name": "", "content": PHOTO["content"]}],
            [{"name": 5, "content": PHOTO["content"]}],
            [{"name": "a", "content": ""}],
            [{"name": "a", "content": "no base64!"}],
            [{"name": "a", "content": 7}],
            [{"name": "a", "content": large}],
            [PHOTO] * 11,
        ]:
            with self.subTest(files=str(files)[:40]), self.assertRaises(UserError):
                own.action_attach(files)
        self.assertFalse(own.sudo()._get_own_files())

    def test_assignee_follows_the_report_without_the_employee(self):
        """The employee is told by mails of ours, not by what others discuss."""
        self.seller.user_id = self.internal_user
        self.own_report = self.report.with_user(self.internal_user)
        dispute = self._dispute(self.own_line, files=[PHOTO])
        self.assertEqual(dispute.message_partner_ids, self.head.partner_id)

    # -- route ------------------------------------------------------------------------

    def test_head_takes_and_answers(self):
        dispute = self._dispute(self.own_line)
        by_head = dispute.with_user(self.head)
        with freeze_time(ANSWERED):
            by_head.action_take()
            self.assertEqual(dispute.state, "head")
            by_head.action_forward("Receipt 17 was returned", "reject")
        # Wednesday the 4th and three working days: Mon 9 is the third.
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "manager",
                    "assignee_id": self.manager.id,
                    "deadline": date(2026, 11, 9),
                    "head_answer": "Receipt 17 was returned",
                    "head_opinion": "reject",
                    "answered_by_id": self.head.id,
                }
            ],
        )
        self.assertEqual(
            self._get_activities(dispute),
            [(self.manager, date(2026, 11, 9), "Decide the dispute")],
        )
        [message] = self._get_messages(self.seller_user, "Answer to your dispute")
        self.assertIn("Receipt 17 was returned", message.body)
        with self.assertRaisesRegex(UserError, "with the bonus manager already"):
            by_head.action_forward("One more thing")

    def test_an_answer_says_something(self):
        dispute = self._dispute().with_user(self.head)
        for answer, opinion in [("", False), ("  ", "accept"), ("No", "perhaps")]:
            with self.subTest(answer=answer), self.assertRaises(UserError):
                dispute.action_forward(answer, opinion)

    def test_others_do_not_answer(self):
        dispute = self._dispute(self.own_line)
        other_head = self._create_user("other", "kpi_bonus.group_section_head")
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        for user in (
            self.seller_user,
            self.colleague_user,
            self.internal_user,
            other_head,
            payroll,
        ):
            for method, args in [
                ("action_take", ()),
                ("action_forward", ("Answer",)),
                ("action_accept", ("Right",)),
                ("action_reject", ("Wrong",)),
                ("action_reassign", (user.id,)),
            ]:
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertRaises(AccessError),
                ):
                    getattr(dispute.with_user(user), method)(*args)
        self.assertEqual(dispute.state, "open")

    def test_nothing_is_written_directly(self):
        dispute = self._dispute(self.own_line).with_user(self.manager)
        for name, value in [
            ("state", "accepted"),
            ("resolution", "Fine"),
            ("head_answer", "Fine"),
            ("reason", "Something else"),
            ("line_id", False),
            ("report_id", self.report.id),
            ("employee_id", self.colleague.id),
            ("department_id", self.tools.id),
            ("corrected_line_id", self.own_line.id),
            ("resolved_by_id", self.head.id),
        ]:
            with self.subTest(field=name), self.assertRaises(AccessError):
                dispute.write({name: value})
        for operation in ("create", "unlink"):
            self.assertFalse(dispute.has_access(operation))

    def test_a_head_without_another_head_goes_to_the_manager(self):
        """Nobody answers his own dispute; the shop has no manager."""
        user = self._create_user("seller_head", "kpi_bonus.group_section_head")
        self.seller.user_id = user
        self.paints.manager_id = self.seller
        self.own_report = self.report.with_user(user)
        dispute = self._dispute()
        self.assertEqual(dispute.state, "manager")
        self.assertEqual(dispute.assignee_id, self.manager)
        with self.assertRaisesRegex(AccessError, "is your own"):
            dispute.with_user(user).action_take()

    def test_the_manager_does_not_decide_his_own(self):
        self.seller.user_id = self.manager
        self.own_report = self.report.with_user(self.manager)
        other = self._create_user("manager2", "kpi_bonus.group_manager")
        dispute = self._dispute()
        by_manager = dispute.with_user(self.manager)
        self.assertEqual(dispute.assignee_id, self.head)
        for method in ("action_accept", "action_reject"):
            with self.assertRaisesRegex(AccessError, "is your own"):
                getattr(by_manager, method)("I am right")
        with self.assertRaisesRegex(UserError, "Choose one of them"):
            by_manager.action_reassign(self.manager.id)
        dispute.with_user(self.head).action_forward("Look at it")
        self.assertEqual(dispute.assignee_id, other)

    def test_reassign(self):
        shop_head = self._create_user("shop", "kpi_bonus.group_section_head")
        self.shop.manager_id = self.env["hr.employee"].create(
            {
                "name": "Head of the shop",
                "company_id": self.company.id,
                "user_id": shop_head.id,
            }
        )
        dispute = self._dispute()
        self.assertEqual(dispute.assignee_id, self.head)  # the nearest
        dispute.with_user(self.manager).action_reassign(shop_head.id)
        self.assertEqual(
            self._get_activities(dispute),
            [(shop_head, date(2026, 11, 5), "Answer the dispute")],
        )
        other_head = self._create_user("other", "kpi_bonus.group_section_head")
        for user in (other_head, self.internal_user, self.seller_user):
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(UserError, "Choose one of them"),
            ):
                dispute.with_user(self.manager).action_reassign(user.id)

    def test_manager_moves_the_deadline(self):
        dispute = self._dispute()
        dispute.with_user(self.manager).deadline = date(2026, 11, 20)
        self.assertEqual(dispute.activity_ids.date_deadline, date(2026, 11, 20))
        dispute.with_user(self.manager).action_reject("No")
        with self.assertRaisesRegex(UserError, "settled already"):
            dispute.with_user(self.manager).deadline = date(2026, 11, 30)

    def test_escalation(self):
        """The 5th is the last day; on the 6th the manager gets it, till the 11th."""
        dispute = self._dispute()
        clock = self.env["kpi.clock"]
        with freeze_time("2026-11-05 20:00:00"):
            clock._do_escalate_disputes(self.company)
        self.assertEqual(dispute.state, "open")
        with freeze_time("2026-11-06 01:00:00"):
            clock._do_escalate_disputes(self.company)
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "manager",
                    "assignee_id": self.manager.id,
                    "deadline": date(2026, 11, 11),
                    "head_answer": False,
                }
            ],
        )

    def test_a_new_head_sees_it_at_once(self):
        dispute = self._dispute()
        new_head = self._create_user("new", "kpi_bonus.group_section_head")
        self.assertFalse(dispute.with_user(new_head).has_access("read"))
        self.paints.manager_id = self.env["hr.employee"].create(
            {
                "name": "New head",
                "company_id": self.company.id,
                "user_id": new_head.id,
            }
        )
        self.assertTrue(dispute.with_user(new_head).has_access("read"))
        self.assertFalse(dispute.with_user(self.head).has_access("read"))

    @freeze_time(RECEIVED)
    def test_status_for_the_employee(self):
        dispute = self._dispute(self.own_line)
        status = self._get_status(dispute)
        self.assertEqual(
            (status["kpi"], status["about"], status["state_label"]),
            ("Own sales", "Fact", "New"),
        )
        self.assertEqual(status["deadline"], date(2026, 11, 5))
        self.assertFalse(status["is_decided"])
        with self.assertRaises(AccessError):
            dispute.with_user(self.colleague_user)._get_own_sudo()

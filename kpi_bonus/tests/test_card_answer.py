from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .card_common import CardCommon


class CardAnswerCommon(CardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._give_login(cls.seller, "anna")
        cls.colleague = cls._give_login(cls.boris, "boris")

    def _as(self, user, lines):
        """As a call over RPC finds them: nothing read before."""
        self.env.invalidate_all()
        return self.env["kpi.card.line"].with_user(user).browse(lines.ids)


@tagged("post_install", "-at_install")
class TestCardAnswer(CardAnswerCommon):
    def test_acknowledge(self):
        lines = self._write(self.late) + self._write(self.praise)
        self.assertEqual(self.card.unanswered_count, 2)
        with freeze_time("2026-10-16 09:00:00"):
            self._as(self.person, lines[0]).action_acknowledge()
        self.assertEqual(lines[0].answer_state, "acknowledged")
        self.assertEqual(lines[0].answered_on, datetime(2026, 10, 16, 9))
        self.assertEqual(self.card.unanswered_count, 1)
        self._as(self.person, lines[1]).action_acknowledge()
        self.assertEqual(self.card.unanswered_count, 0)

    def test_withdrawn_entry_needs_no_answer(self):
        line = self._write(self.late)
        line.action_withdraw("wrong person")
        self.assertEqual(self.card.unanswered_count, 0)
        with self.assertRaisesRegex(UserError, "Absent over ten minutes.*withdrawn"):
            self._as(self.person, line).action_acknowledge()

    def test_object(self):
        line = self._write(self.late)
        self._as(self.person, line).action_object(" I was <b>at</b> the store \n")
        self.assertEqual(line.answer_state, "objected")
        self.assertEqual(line.objection, "I was <b>at</b> the store")
        self.assertEqual(self.card.unanswered_count, 0)
        activity = line.sudo().activity_ids
        self.assertEqual(activity.user_id, self.head)
        self.assertEqual(
            activity.summary, "Anna Seller objects to “Absent over ten minutes”"
        )
        self.assertIn("&lt;b&gt;at&lt;/b&gt;", activity.note)

    def test_objection_needs_a_text(self):
        line = self._write(self.late)
        for text in ("", "  ", None, False):
            with self.assertRaisesRegex(UserError, "Absent over ten.*what you object"):
                self._as(self.person, line).action_object(text)
        self.assertEqual(line.answer_state, "pending")

    def test_objection_of_a_head_goes_further_up(self):
        """His own section has no other head, so the bonus manager gets it."""
        self.company.kpi_manager_id = self.manager
        self.head_employee.department_id = self.paints
        line = self._write(self.late, card_id=self._create_card(self.head_employee).id)
        self._as(self.head, line).action_object("I was at the store")
        self.assertEqual(line.sudo().activity_ids.user_id, self.manager)
        boss = self._create_user("boss", "kpi_bonus.group_section_head")
        self.shop.manager_id = self.env["hr.employee"].create(
            {"name": "Boss", "company_id": self.company.id, "user_id": boss.id}
        )
        line = self._write(self.rude, card_id=line.card_id.id)
        self._as(self.head, line).action_object("He shouted at me")
        self.assertEqual(line.sudo().activity_ids.user_id, boss)

    def test_withdrawal_settles_the_objection(self):
        line = self._write(self.late)
        self._as(self.person, line).action_object("I was at the store")
        line.with_user(self.manager).action_withdraw("He was")
        self.assertFalse(line.sudo().activity_ids)

    def test_head_marks_the_objection_as_done(self):
        line = self._write(self.late)
        self._as(self.person, line).action_object("I was at the store")
        activity = line.with_user(self.head).activity_ids
        activity.action_feedback("Nobody saw him there")
        self.assertFalse(line.sudo().activity_ids)
        self.assertIn("Nobody saw him there", line.message_ids[:1].body)

    def test_an_answer_is_given_once(self):
        line = self._write(self.late)
        self._as(self.person, line).action_acknowledge()
        for call in (
            lambda entry: entry.action_acknowledge(),
            lambda entry: entry.action_object("Not me"),
        ):
            with self.assertRaisesRegex(UserError, "answered.*dispute"):
                call(self._as(self.person, line))

    def test_closed_period(self):
        line = self._write(self.late)
        self._close(self.period)
        for call in (
            lambda entry: entry.action_acknowledge(),
            lambda entry: entry.action_object("Not me"),
        ):
            with self.assertRaisesRegex(UserError, "closed"):
                call(self._as(self.person, line))

    def test_shadow_period_is_hidden(self):
        shadow = self._create_period(date(2026, 11, 1), mode="shadow")
        card = self._create_card(self.seller, shadow)
        line = self._write(self.late, card_id=card.id, date=date(2026, 11, 3))
        with self.assertRaises(AccessError):
            self._as(self.person, line).action_acknowledge()


@tagged("post_install", "-at_install")
class TestCardAnswerRights(CardAnswerCommon):
    def test_nobody_answers_for_another(self):
        line = self._write(self.late)
        for user in (self.colleague, self.controller, self.head, self.manager):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self._as(user, line).action_acknowledge()
                with self.assertRaises(AccessError):
                    self._as(user, line).action_object("Not so")
        self.assertEqual(line.answer_state, "pending")

    def test_anothers_entry_among_ones_own(self):
        """One foreign id refuses the whole call."""
        own = self._write(self.late)
        card = self._create_card(self.boris)
        lines = own + self._write(self.late, card_id=card.id)
        with self.assertRaises(AccessError):
            self._as(self.person, lines).action_acknowledge()
        self.assertEqual(lines.mapped("answer_state"), ["pending", "pending"])

    def test_deleted_and_unknown_ids(self):
        entries = self.env["kpi.card.line"].with_user(self.person)
        with self.assertRaises(AccessError):
            entries.browse(10**9).action_acknowledge()

    def test_person_reads_and_writes_nothing_by_itself(self):
        line = self._as(self.person, self._write(self.late))
        for call in (
            lambda: line.read(["note"]),
            lambda: line.write({"answer_state": "acknowledged"}),
            lambda: line.action_withdraw("Not me"),
            lambda: line.search([]),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_answers_are_not_entered(self):
        line = self._write(self.late)
        for vals in (
            {"answer_state": "acknowledged"},
            {"answered_on": "2026-10-16 09:00:00"},
            {"objection": "Not so"},
        ):
            for context in ({}, {"kpi_engine": True}, {"kpi_engine": {}}):
                with self.subTest(**vals), self.assertRaises(AccessError):
                    line.with_user(self.manager).with_context(**context).write(vals)
        forged = {"default_answer_state": "acknowledged", "default_objection": "x"}
        line = self.env["kpi.card.line"].with_context(**forged)
        line = line.with_user(self.controller).create(
            {
                "card_id": self.card.id,
                "type_id": self.late.id,
                "date": date(2026, 10, 15),
            }
        )
        self.assertEqual((line.answer_state, line.objection), ("pending", False))

    def test_unanswered_count_is_not_for_controllers(self):
        """It would tell how many entries others wrote."""
        card = self.card.with_user(self.controller)
        with self.assertRaises(AccessError):
            card.read(["unanswered_count"])


@tagged("post_install", "-at_install")
class TestCardNotification(CardAnswerCommon):
    def _get_messages(self):
        """Subjects of what the person was told, oldest first."""
        messages = self.env["mail.message"].search(
            [("partner_ids", "in", self.person.partner_id.ids)], order="id"
        )
        return messages.mapped("subject")

    def test_entry_and_withdrawal(self):
        line = self._write(self.late, note="From 11:40 to 12:05")
        line.action_withdraw("It was Boris")
        self.assertEqual(
            self._get_messages(),
            [
                "Entry on your efficiency card: Absent over ten minutes",
                "Withdrawn from your efficiency card: Absent over ten minutes",
            ],
        )
        entry, withdrawal = self.env["mail.message"].search(
            [("partner_ids", "in", self.person.partner_id.ids)], order="id"
        )
        for text in ("A remark", "10/15/2026", "From 11:40 to 12:05", "kpi_controller"):
            self.assertIn(text, entry.body)
        self.assertIn("It was Boris", withdrawal.body)

    def test_note_is_no_markup(self):
        self._write(self.late, note="<script>x</script>")
        message = self.env["mail.message"].search(
            [("partner_ids", "in", self.person.partner_id.ids)]
        )
        self.assertIn("&lt;script&gt;", message.body)

    def test_without_login_by_mail(self):
        self.toolman.department_id = self.paints
        card = self._create_card(self.toolman)
        self._write(self.praise, card_id=card.id)
        mail = self.env["mail.mail"].search([("email_to", "ilike", "viktor@shop.test")])
        self.assertEqual(mail.subject, "Entry on your efficiency card: Written thanks")

    def test_shadow_period_is_silent(self):
        shadow = self._create_period(date(2026, 11, 1), mode="shadow")
        card = self._create_card(self.seller, shadow)
        line = self._write(self.late, card_id=card.id, date=date(2026, 11, 3))
        line.action_withdraw("wrong")
        self.assertEqual(self._get_messages(), [])

    def test_engine_is_silent(self):
        """Whole months written at once, as demonstration data, tell nobody."""
        entries = self.env["kpi.card.line"]._as_kpi_engine()
        entries.create(
            {
                "card_id": self.card.id,
                "type_id": self.late.id,
                "date": date(2026, 10, 15),
            }
        )
        self.assertEqual(self._get_messages(), [])

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .dispute_common import RECEIVED, DisputeCommon


@tagged("post_install", "-at_install")
class TestInitiative(DisputeCommon):
    maxDiff = None

    def _submit(self, text="A pocket for the card", user=None, **vals):
        box = self.env["kpi.initiative"].with_user(user or self.seller_user)
        with freeze_time(RECEIVED):
            self.assertIs(box.action_submit(text, **vals), True)
        return self.env["kpi.initiative"].search([], limit=1, order="id desc")

    def test_signed_note(self):
        note = self._submit(kind="question")
        self.assertRecordValues(
            note,
            [
                {
                    "text": "A pocket for the card",
                    "kind": "question",
                    "employee_id": self.seller.id,
                    "anonymous": False,
                    "company_id": self.company.id,
                    "shop_id": self.shop.id,
                    "period_id": False,
                    "date": date(2026, 11, 2),
                    "state": "new",
                }
            ],
        )

    def test_anonymous_note_leaves_no_trace(self):
        """No column, no message, no other table of the database names the author."""
        self._fill_the_shop()
        self.env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM mail_message")
        [last_message] = self.env.cr.fetchone()
        note = self._submit(anonymous=True)
        self.assertTrue(note.anonymous)
        self.assertEqual(note.shop_id, self.shop)
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM kpi_initiative WHERE id = %s", [note.id])
        [row] = self.env.cr.dictfetchall()
        for name in ("create_uid", "write_uid", "create_date", "write_date"):
            self.assertNotIn(name, row)
        self.assertEqual(row.pop("date"), date(2026, 11, 2))  # a day, no time
        self.assertEqual(
            {name: value for name, value in row.items() if value is not None},
            {
                "id": note.id,
                "text": "A pocket for the card",
                "kind": "idea",
                "anonymous": True,
                "company_id": self.company.id,
                "shop_id": self.shop.id,
                "state": "new",
                "vote_count": 0,
                **{k: v for k, v in row.items() if v is False},
            },
        )
        messages = self.env["mail.message"].search([("id", ">", last_message)])
        self.assertFalse(messages)
        self.assertFalse(hasattr(note, "message_ids"))
        self.assertFalse(
            self.env["mail.activity"].search([("res_model", "=", note._name)])
        )

    def test_anonymous_note_is_written_as_odoo(self):
        """What records the acting user, of whatever module, learns nothing."""
        seen = []
        box = type(self.env["kpi.initiative"])
        create = box.create

        def spy(records, vals_list):
            seen.append(records.env.uid)
            return create(records, vals_list)

        self.patch(box, "create", spy)
        self._submit(anonymous=True)
        self._submit(anonymous=False)
        self.assertEqual(seen, [1, self.seller_user.id])

    def _fill_the_shop(self):
        """Anna, Boris and three more: five people."""
        for number in range(3):
            self._create_employee(f"Seller {number}")

    def test_small_shop_is_not_named(self):
        """Two people work in the shop: its name would say who it was."""
        self.assertFalse(self._submit(anonymous=True).shop_id)
        self._fill_the_shop()
        self.assertEqual(self._submit(anonymous=True).shop_id, self.shop)

    def test_who_may_drop_a_note(self):
        for user in (self.stranger_user, self.internal_user):
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(AccessError, "is for employees"),
            ):
                self._submit(user=user)

    def test_nonsense_over_rpc(self):
        for vals in (
            {"text": ""},
            {"text": None},
            {"text": ["x"]},
            {"text": "x" * 10001},
            {"kind": "complaint"},
            {"kind": None},
            {"period_id": 10**9},
        ):
            with self.subTest(vals=str(vals)[:40]), self.assertRaises(ValidationError):
                self._submit(**{"text": "Text", **vals})

    def test_defaults_of_a_client(self):
        box = self.env["kpi.initiative"].with_user(self.seller_user)
        box.with_context(
            default_state="answered",
            default_answer="Yes",
            default_is_public=True,
            default_answered_by_id=self.manager.id,
        ).action_submit("Text")
        note = self.env["kpi.initiative"].search([], limit=1)
        self.assertEqual(
            (note.state, note.answer, note.is_public), ("new", False, False)
        )

    def test_feedback_on_the_pilot(self):
        pilot = self._create_period(date(2026, 11, 1), mode="pilot")
        shadow = self._create_period(date(2026, 12, 1), mode="shadow")
        self.assertFalse(self._submit(kind="pilot").period_id)  # not begun yet
        pilot._as_kpi_engine().write({"state": "open"})
        self.assertEqual(self._submit(kind="pilot").period_id, pilot)
        self.assertEqual(self._submit(period_id=pilot.id).period_id, pilot)
        with self.assertRaisesRegex(ValidationError, "no such period"):
            self._submit(kind="pilot", period_id=shadow.id)
        self.assertFalse(self._submit(kind="idea").period_id)

    def test_period_of_another_company(self):
        rival = self.env["res.company"].create({"name": "Rival"})
        period = self.env["kpi.period"].create(
            {"date_from": "2026-11-01", "company_id": rival.id}
        )
        with self.assertRaisesRegex(ValidationError, "no such period"):
            self._submit(period_id=period.id)

    # -- answering --------------------------------------------------------------------

    def test_answer_by_the_head(self):
        note = self._submit()
        with freeze_time("2026-11-03 10:00:00"):
            note.with_user(self.head).action_answer("From May on", is_public=True)
        self.assertRecordValues(
            note,
            [
                {
                    "state": "answered",
                    "answer": "From May on",
                    "answered_by_id": self.head.id,
                    "answered_on": date(2026, 11, 3),
                    "is_public": True,
                }
            ],
        )
        [message] = self._get_messages(self.seller_user, "Your note")
        self.assertIn("From May on", message.body)
        note.with_user(self.head).action_close()
        with self.assertRaisesRegex(UserError, "not closed"):
            note.with_user(self.manager).action_answer("One more thing")

    def test_answer_to_an_anonymous_note(self):
        note = self._submit(anonymous=True)
        note.with_user(self.manager).action_answer("Good idea", is_public=True)
        self.assertFalse(self._get_messages(self.seller_user, "Your note"))
        page = self.env["kpi.initiative"].with_user(self.colleague_user)
        self.assertEqual(
            [item["answer"] for item in page._get_for_employee()["public"]],
            ["Good idea"],
        )

    def test_who_reads_and_answers(self):
        """Heads of the shop; without a shop the manager alone."""
        other_shop = self._create_department("Other shop", kind="shop")
        other_head = self._create_user("other", "kpi_bonus.group_section_head")
        other_shop.manager_id = self.env["hr.employee"].create(
            {
                "name": "Head of the other shop",
                "company_id": self.company.id,
                "user_id": other_head.id,
            }
        )
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        note, nameless = self._submit(), self._submit(anonymous=True)
        for user, readable in [
            (self.manager, note + nameless),
            (self.head, note),
            (other_head, note.browse()),
        ]:
            with self.subTest(user=user.login):
                found = self.env["kpi.initiative"].with_user(user).search([])
                self.assertEqual(set(found.ids), set(readable.ids))
        for user in (other_head, payroll, self.seller_user, self.internal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                note.with_user(user).action_answer("Me too")
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                note.with_user(user).action_close()

    def test_what_was_written_stays(self):
        note = self._submit().with_user(self.manager)
        for name, value in [("text", "Praise"), ("employee_id", self.colleague.id)]:
            with (
                self.subTest(field=name),
                self.assertRaisesRegex(UserError, "can't be changed"),
            ):
                note.write({name: value})
        for name, value in [("answer", "Yes"), ("answered_by_id", self.head.id)]:
            with self.subTest(field=name), self.assertRaises(AccessError):
                note.write({name: value})
        note.is_public = True  # what is published is the manager's to say
        self.assertFalse(note.with_user(self.head).has_access("write"))

    def test_note_of_the_paper_box(self):
        note = (
            self.env["kpi.initiative"]
            .with_user(self.manager)
            .create({"text": "More light", "company_id": self.company.id})
        )
        self.assertTrue(note.anonymous)

    def test_page_of_an_employee(self):
        """His own, and public ones without the names of their authors."""
        self._submit("Mine")
        self._submit("Not for all", user=self.colleague_user)
        public = self._submit("For all", user=self.colleague_user)
        public.with_user(self.manager).action_answer("Yes", is_public=True)
        page = (
            self.env["kpi.initiative"].with_user(self.seller_user)._get_for_employee()
        )
        self.assertEqual([note["text"] for note in page["own"]], ["Mine"])
        self.assertEqual([note["text"] for note in page["public"]], ["For all"])
        self.assertNotIn("Boris", str(page))

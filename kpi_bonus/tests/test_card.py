from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .card_common import CardCommon

SPAN = (date(2026, 10, 1), date(2026, 10, 31))


@tagged("post_install", "-at_install")
class TestCard(CardCommon):
    def test_one_card_per_person_and_period(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_card(self.seller)

    def test_employee_of_another_company(self):
        with self.assertRaisesRegex(UserError, "Stranger"):
            self._create_card(self.stranger)

    def test_entry_takes_person_kind_and_points_from_card_and_type(self):
        line = self._write(self.rude)
        self.assertEqual(line.author_id, self.controller)
        self.assertEqual(line.employee_id, self.seller)
        self.assertEqual(line.period_id, self.period)
        self.assertEqual(line.company_id, self.company)
        self.assertEqual((line.kind, line.points, line.state), ("remark", -50, "valid"))
        self.rude.points = -60
        self.assertEqual(line.points, -50)

    def test_counts(self):
        for card_type in (self.rude, self.late, self.praise):
            self._write(card_type)
        self.assertEqual((self.card.remark_count, self.card.thanks_count), (2, 1))

    def test_date_outside_the_period(self):
        for day in (date(2026, 9, 30), date(2026, 11, 1)):
            with self.assertRaisesRegex(ValidationError, "Anna Seller, October 2026"):
                self._write(self.rude, date=day)

    def test_closed_period(self):
        line = self._write(self.rude)
        self._close(self.period)
        for change in (
            lambda: self._write(self.rude),
            lambda: line.sudo().write({"note": "x"}),
            lambda: line.action_withdraw("wrong person"),
            lambda: self.card.write({"presented": True}),
            lambda: self._create_card(self.boris),
            self.card.unlink,
        ):
            with self.assertRaisesRegex(UserError, "closed"):
                change()

    def test_presented_tells_who_took_it_and_when(self):
        cards = self.card + self._create_card(self.boris)
        with freeze_time("2026-11-02 08:30:00"):
            cards.with_user(self.head).action_present()
        self.assertEqual(cards.mapped("presented"), [True, True])
        self.assertEqual(cards.presented_by_id, self.head)
        self.assertEqual(self.card.presented_on, datetime(2026, 11, 2, 8, 30))
        # Who took it stays who took it.
        cards.with_user(self.manager).action_present()
        self.card.with_user(self.manager).write({"presented": True})
        self.assertEqual(cards.presented_by_id, self.head)
        self.card.with_user(self.head).presented = False
        self.assertFalse(self.card.presented_on or self.card.presented_by_id)

    def test_figures_of_a_card_are_not_entered(self):
        for vals in (
            {"remark_count": 0},
            {"unanswered_count": 0},
            {"presented_on": "2026-10-05 08:00:00"},
            {"company_id": self.other_company.id},
        ):
            with self.subTest(**vals), self.assertRaises(AccessError):
                self.card.with_user(self.manager).write(vals)

    def test_card_stays_with_its_person_and_period(self):
        november = self._create_period(date(2026, 11, 1))
        for vals in ({"employee_id": self.boris.id}, {"period_id": november.id}):
            with (
                self.subTest(**vals),
                self.assertRaisesRegex(UserError, "Anna Seller, October 2026"),
            ):
                self.card.with_user(self.head).write(vals)

    def test_card_with_entries_is_not_deleted(self):
        self._write(self.rude)
        with self.assertRaisesRegex(UserError, "Anna Seller"):
            self.card.unlink()

    def test_type_sign(self):
        for vals in ({"points": 1}, {"points": -1, "kind": "thanks"}):
            with (
                self.subTest(**vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                self.env["kpi.card.type"].create({"name": "Wrong", **vals})

    def test_kind_and_name_of_a_written_type_are_fixed(self):
        self.late.write({"kind": "thanks", "name": "Never late"})
        self._write(self.praise)
        for vals in ({"kind": "remark"}, {"name": "Rude to a customer"}):
            with self.assertRaisesRegex(ValidationError, "Written thanks"):
                self.praise.write(vals)
        self.praise.write({"kind": "thanks", "name": "Written thanks", "active": False})


@tagged("post_install", "-at_install")
class TestCardRights(CardCommon):
    def test_nobody_writes_in_another_name(self):
        for context in ({}, {"default_author_id": self.head.id}):
            vals = {} if context else {"author_id": self.head.id}
            lines = self.env["kpi.card.line"].with_context(**context)
            vals |= {"card_id": self.card.id, "date": date(2026, 10, 15)}
            with self.assertRaises(AccessError):
                lines.with_user(self.controller).create(
                    {"type_id": self.rude.id, **vals}
                )

    def test_section_head_writes_in_no_other_name(self):
        """No record rule of his stops it."""
        with self.assertRaisesRegex(AccessError, "Anna Seller.*kpi_controller"):
            self._write(self.rude, self.head, author_id=self.controller.id)

    def test_section_head_writes_in_his_sections_only(self):
        """Though he is a controller as well, who writes on anybody's card."""
        card = self._create_card(self.toolman)
        self.assertTrue(self._write(self.rude, card_id=card.id))
        with self.assertRaises(AccessError):
            self._write(self.rude, self.head, card_id=card.id)
        self.tools.manager_id = self.head_employee
        self.assertTrue(self._write(self.rude, self.head, card_id=card.id))

    def test_manager_enters_for_somebody(self):
        line = self._write(self.rude, self.manager, author_id=self.controller.id)
        self.assertEqual(line.author_id, self.controller)

    def test_types_by_group(self):
        with self.assertRaises(AccessError):
            self._write(self.for_heads)
        self.assertTrue(self._write(self.for_heads, self.head))
        with self.assertRaisesRegex(AccessError, "Safety rules broken.*kpi_controller"):
            self._write(self.for_heads, self.manager, author_id=self.controller.id)

    def test_points_are_those_of_the_list(self):
        with self.assertRaisesRegex(AccessError, "Rude to a customer"):
            self._write(self.rude, points=-500)
        line = self._write(self.rude, self.manager, points=-5)
        self.assertEqual(line.points, -5)

    def test_points_against_their_sign(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._write(self.rude, self.manager, points=5)

    def test_archived_type(self):
        self.rude.active = False
        for user in (self.controller, self.manager):
            with self.assertRaisesRegex(ValidationError, "Rude to a customer.*not on"):
                self._write(self.rude, user)

    def test_nobody_writes_on_his_own_card(self):
        """Thanks are money: who writes them is not who gets them."""
        for user in (self.controller, self.manager):
            self.seller.user_id = user
            with self.assertRaisesRegex(AccessError, "Anna Seller.*your own"):
                self._write(self.praise, user)
        self.head_employee.department_id = self.paints
        card = self._create_card(self.head_employee)
        with self.assertRaisesRegex(AccessError, "Head of paints.*your own"):
            self._write(self.praise, self.head, card_id=card.id)
        # Nor does the manager enter it in the person's name.
        self.seller.user_id = self.controller
        with self.assertRaisesRegex(AccessError, "Anna Seller.*your own"):
            self._write(self.praise, self.manager, author_id=self.controller.id)

    def test_what_was_written_stays(self):
        line = self._write(self.rude, note="At the till")
        for vals in (
            {"note": "At home"},
            {"date": date(2026, 10, 16)},
            {"origin": "complaints_book"},
            {"photo": False},
        ):
            with self.subTest(**vals), self.assertRaisesRegex(UserError, "Withdraw"):
                line.with_user(self.manager).write(vals)

    def test_evidence_is_not_forged(self):
        other = self._create_card(self.boris)
        for vals in (
            {"employee_id": self.boris.id},
            {"state": "withdrawn"},
            {"kind": "thanks"},
        ):
            with self.subTest(**vals), self.assertRaises(AccessError):
                self._write(self.rude, self.manager, **vals)
        line = self._write(self.rude)
        for vals in (
            {"card_id": other.id},
            {"type_id": self.praise.id},
            {"points": 0},
            {"author_id": self.head.id},
            {"employee_id": self.boris.id},
            {"state": "withdrawn"},
        ):
            with self.subTest(**vals), self.assertRaises(UserError):
                line.with_user(self.manager).write(vals)

    def test_evidence_is_not_forged_by_defaults(self):
        lines = self.env["kpi.card.line"].with_user(self.controller)
        line = lines.with_context(
            default_employee_id=self.boris.id,
            default_kind="thanks",
            default_state="withdrawn",
        ).create(
            {
                "card_id": self.card.id,
                "type_id": self.rude.id,
                "date": date(2026, 10, 15),
            }
        )
        self.assertEqual(line.employee_id, self.seller)
        self.assertEqual((line.kind, line.state), ("remark", "valid"))

    def test_entries_are_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Withdraw"):
            self._write(self.rude).with_user(self.manager).unlink()

    def test_author_withdraws_within_a_day(self):
        line = self._write(self.rude)
        line.action_withdraw(" It was somebody else ")
        self.assertEqual(line.state, "withdrawn")
        self.assertEqual(line.withdraw_reason, "It was somebody else")
        self.assertEqual(line.withdrawn_by_id, self.controller)
        self.assertEqual(self.card.remark_count, 0)
        with self.assertRaisesRegex(UserError, "withdrawn already"):
            line.action_withdraw("again")

    def test_withdrawal_needs_a_reason(self):
        with self.assertRaisesRegex(UserError, "Anna Seller.*why"):
            self._write(self.rude).action_withdraw("  ")

    def test_author_is_too_late_after_a_day(self):
        line = self._write(self.rude)
        self._age(line, "24 hours 1 second")
        self.assertFalse(line.can_withdraw)
        with self.assertRaisesRegex(AccessError, "24"):
            line.action_withdraw("too late")
        line.with_user(self.manager).action_withdraw("by the manager")
        self.assertEqual(line.state, "withdrawn")

    def test_author_withdraws_in_the_last_instant_of_the_day(self):
        line = self._write(self.rude)
        self._age(line, "24 hours")
        self.assertTrue(line.can_withdraw)
        line.action_withdraw("It was somebody else")
        self.assertEqual(line.state, "withdrawn")

    def test_somebody_else_does_not_withdraw(self):
        line = self._write(self.rude)
        with self.assertRaises(AccessError):
            line.with_user(self.head).action_withdraw("not mine")


@tagged("post_install", "-at_install")
class TestSourceCard(CardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls._create_indicator(
            "Service", code="service", method="card", unit="score", source="card"
        )

    def _measure(self):
        self.env["kpi.source"]._measure(self.company, self.service, *SPAN)
        facts = self.env["kpi.fact"].search(
            [("indicator_id", "=", self.service.id)], order="date"
        )
        return [(str(fact.date), fact.employee_id, fact.value) for fact in facts]

    def test_points_by_person_and_day(self):
        """The indicator's points stand in for 0: remark -20, thanks +10."""
        for card_type in (self.late, self.late, self.praise):
            self._write(card_type)
        self._write(self.rude, date=date(2026, 10, 16))
        self.assertEqual(
            self._measure(),
            [("2026-10-15", self.seller, -30), ("2026-10-16", self.seller, -50)],
        )

    def test_withdrawn_entry_does_not_count(self):
        self._write(self.late)
        line = self._write(self.rude, date=date(2026, 10, 16))
        self._measure()
        line.action_withdraw("wrong")
        self.assertEqual(self._measure(), [("2026-10-15", self.seller, -20)])

    def test_points_that_cancel_out_are_data(self):
        self._write(self.late)
        self._write(self.praise)
        self._write(self.praise)
        self.assertEqual(self._measure(), [("2026-10-15", self.seller, 0)])

    def test_empty_card_has_no_facts(self):
        self.assertEqual(self._measure(), [])

    def test_trace(self):
        line = self._write(self.late)
        action = self.env["kpi.source"]._trace(
            self.service, *SPAN, self.seller, self.paints
        )
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, line)

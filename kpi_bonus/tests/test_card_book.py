from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .card_common import CardCommon


@tagged("post_install", "-at_install")
class TestCardBook(CardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_card = cls._create_card(cls.boris)
        cls.other_section = cls._create_card(cls.toolman)

    def _create_book(self, rows, user=None):
        self.env.invalidate_all()
        return (
            self.env["kpi.card.book"]
            .with_user(user or self.controller)
            .create(
                {
                    "line_ids": [
                        Command.create(
                            {
                                "card_id": card.id,
                                "type_id": card_type.id,
                                "date": day,
                                "note": note,
                            }
                        )
                        for card, card_type, day, note in rows
                    ]
                }
            )
        )

    def test_one_sitting_for_many_people(self):
        book = self._create_book(
            [
                (self.card, self.praise, date(2026, 10, 3), "page 12"),
                (self.second_card, self.rude, date(2026, 10, 31), "page 14"),
                (self.other_section, self.praise, date(2026, 10, 1), False),
            ]
        )
        action = book.action_save()
        lines = self.env["kpi.card.line"].search(action["domain"], order="card_id")
        self.assertEqual(
            [
                (line.employee_id.name, line.type_id, str(line.date), line.note)
                for line in lines
            ],
            [
                ("Anna Seller", self.praise, "2026-10-03", "page 12"),
                ("Boris Painter", self.rude, "2026-10-31", "page 14"),
                ("Viktor Toolman", self.praise, "2026-10-01", False),
            ],
        )
        self.assertEqual(set(lines.mapped("origin")), {"complaints_book"})
        self.assertEqual(lines.author_id, self.controller)

    def test_saving_twice_writes_once(self):
        book = self._create_book([(self.card, self.rude, date(2026, 10, 3), False)])
        book.action_save()
        with self.assertRaisesRegex(UserError, "add a row"):
            book.action_save()
        self.assertEqual(len(self.card.line_ids), 1)

    def test_one_wrong_row_writes_nothing(self):
        book = self._create_book(
            [
                (self.card, self.rude, date(2026, 10, 31), False),
                (self.second_card, self.rude, date(2026, 11, 1), False),
            ]
        )
        with self.assertRaisesRegex(ValidationError, "Boris Painter, October 2026"):
            book.action_save()
        self.assertEqual(len(book.line_ids), 2)

    def test_type_not_allowed(self):
        book = self._create_book(
            [(self.card, self.for_heads, date(2026, 10, 3), False)]
        )
        with self.assertRaises(AccessError):
            book.action_save()

    def test_head_keeps_to_his_sections(self):
        book = self._create_book(
            [(self.other_section, self.rude, date(2026, 10, 3), False)], self.head
        )
        with self.assertRaises(AccessError):
            book.action_save()

    def test_closed_period(self):
        book = self._create_book([(self.card, self.rude, date(2026, 10, 3), False)])
        self._close(self.period)
        with self.assertRaisesRegex(UserError, "closed"):
            book.with_user(self.manager).sudo().action_save()

    def test_date_of_new_rows(self):
        """In the first ten days the book of the last month is copied."""
        for today, expected in (
            ("2026-11-01", date(2026, 10, 31)),
            ("2026-11-10", date(2026, 10, 31)),
            ("2026-11-11", date(2026, 11, 11)),
            ("2026-10-31", date(2026, 10, 31)),
        ):
            with self.subTest(today=today), freeze_time(f"{today} 12:00:00"):
                book = self.env["kpi.card.book"].create({})
                self.assertEqual(book.date, expected)

    def test_form(self):
        """A row takes the date; another month finds the person's other card."""
        november = self._create_period(date(2026, 11, 1))
        card = self._create_card(self.seller, november)
        with freeze_time("2026-11-02 12:00:00"):
            form = Form(self.env["kpi.card.book"].with_user(self.controller))
            with form.line_ids.new() as row:
                self.assertEqual(row.date, date(2026, 10, 31))
                row.card_id = self.card
                row.date = date(2026, 11, 2)
                self.assertEqual(row.card_id, card)
                row.date = date(2026, 12, 1)
                self.assertFalse(row.card_id)
                row.date = date(2026, 10, 20)
                row.card_id = self.card
                row.type_id = self.praise
            form.save().action_save()
        self.assertEqual(self.card.line_ids.mapped("origin"), ["complaints_book"])

    def test_people_are_told_apart_by_section(self):
        card = self.card.with_user(self.controller)
        label = card.with_context(kpi_card_of_day=True).display_name
        self.assertEqual(label, "Anna Seller, Paints")
        self.assertEqual(card.display_name, "Card of Anna Seller, October 2026")

    def test_sittings_are_private(self):
        book = self._create_book([(self.card, self.rude, date(2026, 10, 3), False)])
        other = self._create_user("other", "kpi_bonus.group_controller")
        self.assertFalse(book.with_user(other).has_access("read"))
        self.assertFalse(book.line_ids.with_user(other).has_access("read"))


@tagged("post_install", "-at_install")
class TestCardWithdrawWizard(CardCommon):
    def _withdraw(self, lines, user):
        action = lines.with_user(user).action_open_withdrawal()
        self.env.invalidate_all()
        wizard = self.env["kpi.card.withdraw"].with_user(user)
        wizard = wizard.with_context(**action["context"]).create({"reason": "Mistake"})
        wizard.action_withdraw()

    def test_author_and_manager(self):
        lines = self._write(self.rude) + self._write(self.late)
        self._withdraw(lines[0], self.controller)
        self._withdraw(lines[1], self.manager)
        self.assertEqual(lines.mapped("state"), ["withdrawn", "withdrawn"])
        self.assertEqual(lines.mapped("withdraw_reason"), ["Mistake", "Mistake"])
        self.assertEqual(lines[1].withdrawn_by_id, self.manager)

    def test_others(self):
        line = self._write(self.rude)
        self.assertFalse(line.with_user(self.head).can_withdraw)
        with self.assertRaisesRegex(AccessError, "24 hours"):
            self._withdraw(line, self.head)
        other = self._create_user("other", "kpi_bonus.group_controller")
        with self.assertRaises(AccessError):
            self._withdraw(line, other)

    def test_button_is_shown_to_whom_it_serves(self):
        line = self._write(self.rude)
        self.assertTrue(line.can_withdraw)
        self.assertTrue(line.with_user(self.manager).can_withdraw)
        self._close(self.period)
        line.invalidate_recordset()
        self.assertFalse(line.with_user(self.manager).can_withdraw)

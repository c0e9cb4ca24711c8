from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models import kpi_card_print
from .paper_common import PaperCommon


@tagged("post_install", "-at_install")
class TestPaperCard(PaperCommon):
    """Pocket cards, four to a sheet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls.report.card_id

    @classmethod
    def _write(cls, entry_type, day=12, **vals):
        return cls.env["kpi.card.line"].create(
            {
                "card_id": cls.card.id,
                "type_id": entry_type.id,
                "date": date(2026, 10, day),
                **vals,
            }
        )

    def _print_cards(self, cards=None, **options):
        return self._print("paper_card", cards or self.card, **options)

    def _create_cards(self, names):
        for name in names:
            self._create_employee(name)
        self.period.action_prepare()
        return self.period.sudo().card_ids

    def test_blank_card(self):
        (page,) = self._print_cards()
        self.assertIn(
            "Efficiency card October 2026 Anna Seller Seller Paints Domstroy "
            "Date Remark or thanks Points Signature Carry it with you",
            page,
        )

    def test_what_is_written(self):
        self._write(self.thanks, 14, author_id=self.manager.id)
        self._write(self.remark, 5, note="At the till", author_id=self.head.id)
        (page,) = self._print_cards()
        self.assertIn(
            "Signature 5 Oct No reaction to a customer: At the till −20 "
            f"{self.head.name} 14 Oct Customer's written thanks +10 "
            f"{self.manager.name} Carry it",
            page,
        )

    def test_withdrawn_entry_has_no_points(self):
        line = self._write(self.remark, 5, author_id=self.head.id)
        line.with_user(self.manager).action_withdraw("Somebody else's")
        (page,) = self._print_cards()
        self.assertIn(f"5 Oct No reaction to a customer {self.head.name}", page)
        self.assertNotIn("−20", page)

    def test_full_card_goes_on(self):
        # 11 rows a card
        for day in range(1, 12):
            self._write(self.remark, day)
        (page,) = self._print_cards()
        self.assertNotIn("1 / 2", page)
        self._write(self.thanks, 12)
        (page,) = self._print_cards()
        self.assertIn("Efficiency card 1 / 2 October 2026 Anna Seller", page)
        self.assertIn("Efficiency card 2 / 2 October 2026 Anna Seller", page)
        self.assertEqual(page.count("No reaction to a customer −20"), 11)

    def test_four_to_a_sheet_by_section_and_name(self):
        cards = self._create_cards(["Boris", "Dora", "Vera", "Clara"])
        self._get_report(self.seller).employee_id.department_id = self.tools
        pages = self._print_cards(cards)
        self.assertEqual(len(pages), 2)
        # Paints before Tools, and each section by name.
        names = ["Boris", "Clara", "Dora", "Vera"]
        places = [pages[0].index(name) for name in names]
        self.assertEqual(places, sorted(places))
        self.assertIn("Anna Seller", pages[1])
        self.assertEqual(pages[1].count("Carry it with you"), 1)
        self.assertIn("2 / 2", pages[1])

    def test_qr_codes_open_the_quick_form(self):
        cards = self._create_cards(["Boris"])
        with patch.object(
            kpi_card_print, "_draw_qr", side_effect=kpi_card_print._draw_qr
        ) as draw:
            self._print_cards(cards)
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        self.assertEqual(
            {call.args[0] for call in draw.call_args_list},
            {f"{base}/kpi/card/{employee.id}" for employee in cards.employee_id},
        )

    def test_head_prints_his_own_section_only(self):
        (page,) = self._print_cards(user=self.head)
        self.assertIn("Anna Seller", page)
        self.paints.manager_id = False
        with self.assertRaises(AccessError):
            self._print_cards(user=self.head)

    def test_controller_prints_his_own_entries_only(self):
        controller = self._create_user("controller", "kpi_bonus.group_controller")
        self._write(self.remark, 5, note="By the head", author_id=self.head.id)
        self._write(self.remark, 6, note="By him", author_id=controller.id)
        (page,) = self._print_cards(user=controller)
        self.assertIn("By him", page)
        self.assertNotIn("By the head", page)

    def test_in_the_persons_language(self):
        self._translate("paper_card_one", {"Date": "Дата", "Signature": "Подпись"})
        self.remark.with_context(lang="ru_RU").name = "Нет реакции на покупателя"
        self._write(self.remark, 5)
        self.seller.name = "Щукина Юлия Ёлкина"
        cards = self._create_cards(["Boris"])
        self.seller_user.lang = "ru_RU"
        (page,) = self._print_cards(cards)
        # His own card in his language, that of Boris in that of the manager.
        self.assertIn("Октябрь 2026 Щукина Юлия Ёлкина Seller Paints", page)
        self.assertIn("5 окт. Нет реакции на покупателя −20", page)
        for text in ("Дата", "Подпись", "Date", "Signature", "October 2026"):
            self.assertEqual(page.count(text), 1, text)

from odoo import Command
from odoo.tests import tagged

from .paper_common import PaperCommon


@tagged("post_install", "-at_install")
class TestPaperCardType(PaperCommon):
    """The list of typical entries for staff rooms."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.remark.category = "Customers"
        cls.thanks.write({"category": "Team", "points": 15})
        cls.types = cls.remark + cls.thanks

    def _print_list(self, types=None, **options):
        return " ".join(self._print("paper_card_type", types or self.types, **options))

    def test_by_kind_and_category(self):
        text = self._print_list()
        expected = (
            "Remarks Customers Points Written by "
            "No reaction to a customer −20 every controller and head "
            "Thanks Team Points Written by "
            "Customer's written thanks +15 every controller and head"
        )
        self.assertIn(expected, text)

    def test_in_the_order_of_the_list(self):
        first = self.remark.copy({"name": "First of all", "sequence": 1})
        text = self._print_list(self.remark + first)
        self.assertLess(text.index("First of all"), text.index("No reaction"))

    def test_who_may_write(self):
        self.remark.group_ids = [
            Command.link(self.env.ref("kpi_bonus.group_section_head").id)
        ]
        controller = self._create_user("controller", "kpi_bonus.group_controller")
        text = self._print_list(self.remark, user=controller)
        self.assertIn("No reaction to a customer −20 Section head", text)

    def test_points_that_differ_between_kpis(self):
        self._create_indicator(
            "Strict service", method="card", source="card", remark_points=-30
        )
        text = self._print_list()
        self.assertIn("No reaction to a customer by the KPI", text)
        self.assertIn("Customer's written thanks +15", text)

    def test_without_category(self):
        self.remark.category = False
        self.assertIn(
            "Remarks Points Written by No reaction", self._print_list(self.remark)
        )

    def test_in_russian(self):
        self.remark.with_context(lang="ru_RU").write(
            {"name": "Нет реакции на покупателя", "category": "Покупатели"}
        )
        self._translate(
            "paper_card_type",
            {
                "Efficiency card: typical entries": "Карта: типичные записи",
                "Points": "Баллы",
                "Written by": "Кто пишет",
            },
        )
        text = self._print_list(self.remark, lang="ru_RU")
        self.assertIn("Карта: типичные записи", text)
        self.assertIn("Покупатели Баллы Кто пишет Нет реакции на покупателя −20", text)

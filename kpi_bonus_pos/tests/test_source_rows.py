from datetime import date

from odoo import Command
from odoo.tests import tagged

from .source_common import OCTOBER, SourceCommon


@tagged("post_install", "-at_install")
class TestPosRows(SourceCommon):
    """The receipts behind a seller's figure, as the employee's own page shows them.

    Anna and Boris share a receipt on the 5th; on the 6th one of Anna's three paints
    comes back, at Boris' hands; the 7th is a receipt of Boris alone, the 8th of Anna.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared = cls._sell_on(
            5,
            cls._prepare_line(cls.paint, 3, cls.anna),
            cls._prepare_line(cls.drill, 1, cls.anna),
            cls._prepare_line(cls.brush, 1, cls.boris),
        )
        refund = cls._prepare_refund(cls.shared.lines[0])
        cls.refund = cls._sell_on(6, {**refund, "kpi_seller_id": cls.boris.id})
        cls.boris_only = cls._sell_on(7, cls._prepare_line(cls.brush, 2, cls.boris))
        cls.anna_only = cls._sell_on(8, cls._prepare_line(cls.paint, 1, cls.anna))
        cls._sell(
            cls._prepare_line(cls.paint, 1, cls.anna), date_order="2026-11-01 12:00:00"
        )

    def _get_rows(self, kpi, employee=None, departments=None, limit=100):
        departments = departments or self.paints
        return self.env["kpi.source"]._get_trace_rows(
            kpi, employee or self.anna, *OCTOBER, departments, limit
        )

    def _get_figures(self, kpi, employee=None, **kwargs):
        """[(day of the month, value, base)]"""
        return [
            (day.day, value, base)
            for day, _label, value, base in self._get_rows(kpi, employee, **kwargs)
        ]

    def test_receipts_of_a_seller(self):
        own = self._create_kpi("Own", "pos_personal")
        number = {order: order.pos_reference or order.name for order in self.shared}
        self.assertEqual(
            self._get_rows(own)[-1],
            (
                date(2026, 10, 5),
                f"Receipt {number[self.shared]}, own positions: 2",
                130,
                0,
            ),
        )
        self.assertEqual(self._get_figures(own), [(8, 10, 0), (6, -10, 0), (5, 130, 0)])
        # Of the shared receipt only his brush, and nothing of the refund he took.
        self.assertEqual(self._get_figures(own, self.boris), [(7, 8, 0), (5, 4, 0)])
        self.assertIn("own positions: 1", self._get_rows(own, self.boris)[-1][1])

    def test_what_came_back_says_so(self):
        own = self._create_kpi("Own", "pos_personal")
        reference = self.refund.pos_reference or self.refund.name
        self.assertEqual(self._get_rows(own)[1][1], f"Return, receipt {reference}")

    def test_receipts_are_counted_as_in_the_figure(self):
        single = self._create_kpi("Single", "pos_single_item", ratio=True)
        positions = self._create_kpi("Positions", "pos_positions", ratio=True)
        average = self._create_kpi("Average", "pos_average_receipt", ratio=True)
        # The shared one has three positions; a refund is no receipt.
        self.assertEqual(self._get_figures(single), [(8, 1, 1), (5, 0, 1)])
        self.assertEqual(self._get_figures(positions), [(8, 1, 1), (5, 3, 1)])
        self.assertEqual(
            self._get_figures(average), [(8, 10, 1), (6, -10, 0), (5, 130, 1)]
        )

    def test_rows_add_up_to_the_facts_of_the_days(self):
        products = self.env["kpi.product.list"].create(
            {
                "name": "Paint",
                "code": "paint",
                "company_id": self.company.id,
                "line_ids": [Command.create({"product_id": self.paint.id})],
            }
        )
        self.drill.type = "service"
        kpis = [
            self._create_kpi("Own", "pos_personal"),
            self._create_kpi("With services", "pos_personal", pos_services=True),
            self._create_kpi("Gross", "pos_personal", pos_returns="gross"),
            self._create_kpi("Returns", "pos_personal", pos_returns="returns"),
            self._create_kpi("Single", "pos_single_item", ratio=True),
            self._create_kpi("Positions", "pos_positions", ratio=True),
            self._create_kpi("Average", "pos_average_receipt", ratio=True),
            self._create_kpi(
                "List",
                "pos_product_list",
                pos_measure="quantity",
                pos_product_list_ids=products.ids,
            ),
        ]
        self._measure(*kpis)
        for kpi in kpis:
            for employee in (self.anna, self.boris):
                facts = [
                    (day, value, base)
                    for day, subject, value, base in self._get_facts(kpi)
                    if subject == employee
                ]
                rows = sorted(self._get_figures(kpi, employee))
                self.assertEqual(rows, facts, f"{kpi.name} of {employee.name}")

    def test_a_discount_on_the_receipt_is_spread(self):
        discount = self._create_product("Discount", 0, type="service")
        source = type(self.env["kpi.source"])
        kinds = source._get_pos_product_kinds
        self.patch(
            source,
            "_get_pos_product_kinds",
            lambda model: kinds(model)._replace(discounts=discount.ids),
        )
        # 20 of 120 off: a sixth of Anna's 20, and of Boris' 100.
        self._sell_on(
            9,
            self._prepare_line(self.paint, 2, self.anna),
            self._prepare_line(self.drill, 1, self.boris),
            self._prepare_line(discount, 1, price_unit=-20, price_subtotal=-20),
        )
        own = self._create_kpi("Own", "pos_personal")
        self.assertEqual(self._get_figures(own)[0], (9, 16.666667, 0))
        self.assertEqual(self._get_figures(own, self.boris)[0], (9, 83.333333, 0))

    def test_a_figure_of_all_shows_days_only(self):
        shop = self._create_kpi("Shop", "pos_store", "shop")
        self._measure(shop)
        self.assertEqual(
            self._get_rows(shop, departments=self.shop),
            [
                (date(2026, 10, 8), "", 10, 0),
                (date(2026, 10, 7), "", 8, 0),
                (date(2026, 10, 6), "", -10, 0),
                (date(2026, 10, 5), "", 134, 0),
            ],
        )

    def test_the_newest_of_many(self):
        own = self._create_kpi("Own", "pos_personal")
        self.assertEqual(self._get_figures(own, limit=2), [(8, 10, 0), (6, -10, 0)])

    def test_queries(self):
        """One for the receipts; the others ask which products are no plain goods."""
        own = self._create_kpi("Own", "pos_personal")
        self._get_rows(own)
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            self._get_rows(own)

from odoo.tests import tagged

from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestSourceReceipts(SourceCommon):
    """Receipts of a day: how many, with how many positions, for how much."""

    def _create_kpis(self, scope, **vals):
        """:return: single-item receipts, positions and average receipt"""
        names = ("pos_single_item", "pos_positions", "pos_average_receipt")
        kpis = [
            self._create_kpi(f"{name} {scope} {vals}", name, scope, ratio=True, **vals)
            for name in names
        ]
        return kpis

    def assertReceipts(self, scope, singles, positions, money, **vals):
        """Rows of the three KPIs, measured in one pass."""
        kpis = self._create_kpis(scope, **vals)
        self._measure(*kpis)
        for kpi, rows in zip(kpis, (singles, positions, money), strict=True):
            self.assertEqual(self._get_facts(kpi), rows, kpi.name)

    def test_a_receipt_counts_for_everybody_on_it(self):
        # Anna and Boris share the first, the second is Anna's, with one position.
        self._sell_on(
            5,
            self._prepare_line(self.paint, 3, self.anna),
            self._prepare_line(self.brush, 1, self.anna),
            self._prepare_line(self.drill, 1, self.boris),
        )
        self._sell_on(5, self._prepare_line(self.paint, 5, self.anna))
        anna, boris = self.anna, self.boris
        self.assertReceipts(
            "employee",
            [(5, anna, 1, 2), (5, boris, 0, 1)],
            [(5, anna, 4, 2), (5, boris, 3, 1)],
            [(5, anna, 84, 2), (5, boris, 100, 1)],
        )
        self.assertReceipts(
            "section",
            [(5, self.paints, 1, 2), (5, self.tools, 0, 1)],
            [(5, self.paints, 4, 2), (5, self.tools, 3, 1)],
            [(5, self.paints, 84, 2), (5, self.tools, 100, 1)],
        )
        for scope, subject in (
            ("shop", self.shop),
            ("company", self.env["hr.department"]),
        ):
            self.assertReceipts(
                scope,
                [(5, subject, 1, 2)],
                [(5, subject, 4, 2)],
                [(5, subject, 184, 2)],
            )

    def test_a_seller_in_two_sections_has_one_receipt(self):
        self._sell_on(
            5,
            self._prepare_line(self.paint, 1, self.anna),
            self._prepare_line(self.drill, 1, self.anna),
        )
        kpis = self._create_kpis("employee") + self._create_kpis("section")
        self._measure(*kpis)
        self.assertEqual(self._get_facts(kpis[0]), [(5, self.anna, 0, 1)])
        self.assertEqual(
            self._get_facts(kpis[3]), [(5, self.paints, 0, 1), (5, self.tools, 0, 1)]
        )

    def test_lines_that_differ_only_in_the_seller_are_one(self):
        self._sell_on(
            5,
            self._prepare_line(self.paint, 1, self.anna),
            self._prepare_line(self.paint, 2, self.boris),
            self._prepare_line(self.paint, 4),
        )
        anna, boris = self.anna, self.boris
        self.assertReceipts(
            "employee",
            [(5, anna, 1, 1), (5, boris, 1, 1)],
            [(5, anna, 1, 1), (5, boris, 1, 1)],
            [(5, anna, 10, 1), (5, boris, 20, 1)],
        )

    def test_other_price_discount_or_line_is_another_position(self):
        anna, boris = self.anna, self.boris
        for day, vals in [(5, {"price_unit": 9}), (6, {"discount": 5})]:
            self._sell_on(
                day,
                self._prepare_line(self.paint, 1, anna),
                self._prepare_line(self.paint, 1, boris, **vals),
            )
        # Two lines of one seller are two, though they may look the same.
        self._sell_on(
            7,
            self._prepare_line(self.paint, 1, anna),
            self._prepare_line(self.paint, 1, anna),
            self._prepare_line(self.paint, 1, boris),
        )
        kpi = self._create_kpi("Positions", "pos_positions", "shop", ratio=True)
        self.assertMeasured(kpi, [(day, self.shop, 2, 1) for day in (5, 6, 7)])

    def test_refunds_are_no_receipts(self):
        [sold] = self._sell_on(5, self._prepare_line(self.paint, 3, self.anna)).lines
        self._sell_on(6, self._prepare_refund(sold))
        self._sell_on(7, self._prepare_line(self.paint, -1, self.anna))
        # Given again: no sale either.
        [refund] = sold.refund_orderline_ids
        self._sell_on(8, self._prepare_refund(refund, -1))
        self.assertReceipts(
            "employee",
            [(5, self.anna, 1, 1)],
            [(5, self.anna, 1, 1)],
            [
                (5, self.anna, 30, 1),
                (6, self.anna, -10, 0),
                (7, self.anna, -10, 0),
                (8, self.anna, 10, 0),
            ],
        )

    def test_what_is_bought_in_exchange_is_a_receipt(self):
        [sold] = self._sell_on(5, self._prepare_line(self.paint, 1, self.anna)).lines
        self._sell_on(
            6,
            self._prepare_refund(sold),
            self._prepare_line(self.drill, 1, self.boris),
        )
        self.assertReceipts(
            "employee",
            [(5, self.anna, 1, 1), (6, self.boris, 1, 1)],
            [(5, self.anna, 1, 1), (6, self.boris, 1, 1)],
            [(5, self.anna, 10, 1), (6, self.anna, -10, 0), (6, self.boris, 100, 1)],
        )

    def test_services_tips_and_combos_are_no_positions(self):
        self.brush.type = "service"
        tip = self._create_product("Tip", 5)
        self.config.tip_product_id = tip
        self._sell_on(
            5,
            self._prepare_line(self.paint, 1, self.anna),
            self._prepare_line(self.brush, 1, self.boris),
            self._prepare_line(tip, 1, self.anna),
        )
        self.assertReceipts(
            "employee",
            [(5, self.anna, 1, 1)],
            [(5, self.anna, 1, 1)],
            [(5, self.anna, 10, 1)],
        )
        self.assertReceipts(
            "employee",
            [(5, self.anna, 0, 1), (5, self.boris, 0, 1)],
            [(5, self.anna, 2, 1), (5, self.boris, 2, 1)],
            [(5, self.anna, 10, 1), (5, self.boris, 4, 1)],
            pos_services=True,
        )

    def test_with_and_without_services_in_one_pass(self):
        self.brush.type = "service"
        self._sell_on(
            5,
            self._prepare_line(self.paint, 1, self.anna),
            self._prepare_line(self.brush, 1, self.anna),
        )
        goods = self._create_kpis("employee")
        everything = self._create_kpis("employee", pos_services=True)
        self._measure(*goods, *everything)
        facts = [self._get_facts(kpi)[0][2:] for kpi in (*goods, *everything)]
        self.assertEqual(facts, [(1, 1), (1, 1), (10, 1), (0, 1), (2, 1), (14, 1)])

    def test_a_discount_is_no_position(self):
        discount = self._create_product("Discount", 0, type="service")
        source = type(self.env["kpi.source"])
        kinds = source._get_pos_product_kinds
        self.patch(
            source,
            "_get_pos_product_kinds",
            lambda model: kinds(model)._replace(discounts=discount.ids),
        )
        self._sell_on(
            5,
            self._prepare_line(self.paint, 1, self.anna),
            self._prepare_line(
                discount, 1, self.boris, price_unit=-1, price_subtotal=-1
            ),
        )
        self.assertReceipts(
            "employee",
            [(5, self.anna, 1, 1)],
            [(5, self.anna, 1, 1)],
            [(5, self.anna, 9, 1)],
        )

    def test_the_parts_of_a_combo_are_positions(self):
        combo = self.env["product.combo"].create(
            {"name": "Set", "combo_item_ids": [(0, 0, {"product_id": self.paint.id})]}
        )
        bundle = self._create_product(
            "Bundle", 0, type="combo", combo_ids=[(6, 0, combo.ids)]
        )
        self._sell_on(
            5,
            self._prepare_line(bundle, 1, self.anna),
            self._prepare_line(self.paint, 1, self.anna),
        )
        self.assertReceipts(
            "employee",
            [(5, self.anna, 1, 1)],
            [(5, self.anna, 1, 1)],
            [(5, self.anna, 10, 1)],
        )

from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestSourceSales(SourceCommon):
    """Sums over lines: of a seller, a section, a shop, the company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._create_kpi("Own", "pos_personal")
        cls.by_section = cls._create_kpi("Section", "pos_section", "section")
        cls.by_shop = cls._create_kpi("Shop", "pos_store", "shop")

    def test_two_sellers_two_sections_two_days(self):
        # Paint 10, brush 4, drill 100.
        self._sell_on(
            5,
            self._prepare_line(self.paint, 3, self.anna),
            self._prepare_line(self.drill, 1, self.anna),
            self._prepare_line(self.brush, 1, self.boris),
            self._prepare_line(self.brush, 2),
        )
        self._sell_on(6, self._prepare_line(self.drill, 2, self.boris))
        self.assertMeasured(
            self.own, [(5, self.anna, 130), (5, self.boris, 4), (6, self.boris, 200)]
        )
        self.assertMeasured(
            self.by_section,
            [(5, self.paints, 42), (5, self.tools, 100), (6, self.tools, 200)],
        )
        self.assertMeasured(self.by_shop, [(5, self.shop, 142), (6, self.shop, 200)])

    def test_all_at_once_is_the_same_as_each_alone(self):
        self._sell_on(5, self._prepare_line(self.paint, 3, self.anna))
        kpis = [self.own, self.by_section, self.by_shop]
        self._measure(*kpis)
        together = [self._get_facts(kpi) for kpi in kpis]
        self.assertEqual(
            together,
            [
                [(5, self.anna, 30, 0)],
                [(5, self.paints, 30, 0)],
                [(5, self.shop, 30, 0)],
            ],
        )
        self.assertEqual(self._measure(self.own), 0)
        self.assertEqual(self._measure(self.by_section), 0)
        self.assertEqual(self._measure(self.by_shop), 0)

    def test_options(self):
        self.paint.type = "service"
        self._sell_on(
            5,
            self._prepare_taxed_line(self.paint, 2, self.anna, 20, 24),
            self._prepare_taxed_line(self.brush, 3, self.anna, 12, 14.4),
            # Goods of another day, brought back without their receipt.
            self._prepare_taxed_line(self.brush, -1, self.anna, 4, 4.8),
        )
        for settings, expected in [
            ({}, 8),
            ({"pos_tax_included": True}, 9.6),
            ({"pos_services": True}, 28),
            ({"pos_returns": "gross"}, 12),
            ({"pos_returns": "returns"}, -4),
            ({"pos_measure": "quantity"}, 2),
            ({"pos_measure": "quantity", "pos_returns": "returns"}, -1),
        ]:
            with self.subTest(settings=settings):
                kpi = self._create_kpi(str(settings), "pos_personal", **settings)
                self.assertMeasured(kpi, [(5, self.anna, expected)])

    def test_signs_of_front_and_backend(self):
        """Only quantity and price tell what is taken back."""
        self._sell_on(
            5,
            self._prepare_line(self.paint, -1, self.anna, price_subtotal=10),
            self._prepare_line(self.drill, 1, self.anna, price_subtotal=-100),
            self._prepare_line(self.brush, -1, self.boris, price_subtotal=-4),
            self._prepare_line(self.drill, 1, self.boris, price_subtotal=100),
        )
        self.assertMeasured(self.own, [(5, self.anna, 90), (5, self.boris, 96)])

    def test_a_day_without_plus_is_a_figure(self):
        self._sell_on(
            5,
            self._prepare_line(self.paint, 1, self.anna),
            self._prepare_line(self.paint, -1, self.anna),
        )
        self.assertMeasured(self.own, [(5, self.anna, 0)])

    def test_day_is_that_of_the_companys_clock(self):
        self.calendar.tz = "Asia/Yekaterinburg"  # 5 hours ahead, no summer time
        for moment in ("2026-10-05 18:59:59", "2026-10-05 19:00:00"):
            self._sell(self._prepare_line(self.paint, 1, self.anna), date_order=moment)
        self.assertMeasured(self.own, [(5, self.anna, 10), (6, self.anna, 10)])

    def test_only_days_asked_for(self):
        for day in (4, 5, 6):
            self._sell_on(day, self._prepare_line(self.paint, 1, self.anna))
        day = date(2026, 10, 5)
        self._measure(self.own, span=(day, day))
        self.assertEqual(self._get_facts(self.own), [(5, self.anna, 10, 0)])

    def test_drafts_and_cancelled_do_not_count(self):
        line = self._prepare_line(self.paint, 1, self.anna)
        draft = self._send(
            self._prepare_order([line], state="draft", date_order="2026-10-05 12:00:00")
        )
        self.assertMeasured(self.own, [])
        draft.state = "cancel"
        self.assertMeasured(self.own, [])
        draft.state = "done"
        self.assertMeasured(self.own, [(5, self.anna, 10)])

    def test_what_never_counts(self):
        tip = self._create_product("Tip", 5)
        self.config.tip_product_id = tip
        self.drill.kpi_counts = False
        self._sell_on(
            5,
            self._prepare_line(tip, 1, self.anna),
            self._prepare_line(self.drill, 1, self.anna),
            self._prepare_line(self.paint, 1, self.anna),
        )
        self.assertMeasured(self.own, [(5, self.anna, 10)])

    def test_discount_on_the_receipt_is_spread(self):
        """10 % of 130.00: 13.00, of which Anna bears 3.00 and Boris 10.00."""
        self._with_discount_product()
        self._sell_on(
            5,
            self._prepare_line(self.paint, 3, self.anna),
            self._prepare_line(self.drill, 1, self.boris),
            self._prepare_line(self.discount, 1, price_unit=-13, price_subtotal=-13),
        )
        self._sell_on(6, self._prepare_line(self.paint, 1, self.anna))
        self.assertMeasured(
            self.own, [(5, self.anna, 27), (5, self.boris, 90), (6, self.anna, 10)]
        )
        self.assertMeasured(
            self.by_section,
            [(5, self.paints, 27), (5, self.tools, 90), (6, self.paints, 10)],
        )
        self.assertMeasured(self.by_shop, [(5, self.shop, 117), (6, self.shop, 10)])

    def test_a_discount_spares_other_receipts(self):
        """Of a day whose receipts lie together, and of one with a late receipt."""
        self._with_discount_product()
        self._sell_on(5, self._prepare_line(self.paint, 1, self.anna))
        self._sell_on(
            5,
            self._prepare_line(self.paint, 3, self.anna),
            self._prepare_line(self.discount, 1, price_unit=-3, price_subtotal=-3),
        )
        self._sell_on(5, self._prepare_line(self.paint, 2, self.boris))
        for _number in range(6):
            self._sell_on(7, self._prepare_line(self.paint, 1, self.anna))
        self.assertMeasured(
            self.own, [(5, self.anna, 37), (5, self.boris, 20), (7, self.anna, 60)]
        )
        self._sell_on(5, self._prepare_line(self.paint, 1, self.anna))
        # The fourth of the day: six others lie between.
        day = date(2026, 10, 5)
        self.assertEqual(self._measure(self.own, span=(day, day)), 1)
        self.assertMeasured(
            self.own, [(5, self.anna, 47), (5, self.boris, 20), (7, self.anna, 60)]
        )

    def _with_discount_product(self):
        self.discount = self._create_product("Discount", 0, type="service")
        source = type(self.env["kpi.source"])
        kinds = source._get_pos_product_kinds

        def get_kinds(model):
            return kinds(model)._replace(discounts=self.discount.ids)

        self.patch(source, "_get_pos_product_kinds", get_kinds)

    def test_registers_of_other_shops_and_without_shop(self):
        other = self._create_department("Other shop", kind="shop")
        for number, shop in enumerate((other, self.env["hr.department"])):
            config = self._create_config(f"Till {number}", kpi_shop_id=shop.id)
            self._sell_on(
                5,
                self._prepare_line(self.paint, 1, self.anna),
                session=self._open_session(config),
            )
        self._sell_on(5, self._prepare_line(self.brush, 1, self.anna))
        # Paints is a section of the first shop only.
        self.assertMeasured(self.by_section, [(5, self.paints, 4)])
        self.assertMeasured(self.by_shop, [(5, self.shop, 4), (5, other, 10)])
        self.assertMeasured(self.own, [(5, self.anna, 24)])

    def test_company(self):
        kpi = self._create_kpi("Everybody", "pos_product_list", "company")
        kpi.pos_product_list_ids = self.env["kpi.product.list"].create(
            {"name": "Paints", "code": "paints"}
        )
        self._sell_on(5, self._prepare_line(self.paint, 1))
        self.assertMeasured(kpi, [])
        kpi.pos_product_list_ids.line_ids = [
            (0, 0, {"product_id": self.paint.id}),
        ]
        self.assertMeasured(kpi, [(5, self.env["hr.department"], 10)])

    def test_other_companies_and_currencies(self):
        order = self._sell_on(5, self._prepare_line(self.paint, 3, self.anna))
        order.flush_recordset()
        # 3 · 10.00 at 7 to 1: 4.285714 with the six digits of a fact.
        self.env.cr.execute(
            "UPDATE pos_order SET currency_rate = 7 WHERE id = %s", [order.id]
        )
        self.assertMeasured(self.own, [(5, self.anna, 4.285714)])
        other = self.env["res.company"].create({"name": "Other"})
        self.env.cr.execute(
            "UPDATE pos_order SET company_id = %s WHERE id = %s", [other.id, order.id]
        )
        self.assertMeasured(self.own, [])

    def test_settings_that_make_no_sense(self):
        for source, scope, vals, message in [
            ("pos_personal", "section", {}, "per employee"),
            ("pos_section", "shop", {}, "per section"),
            ("pos_store", "company", {}, "per shop"),
            ("pos_personal", "employee", {"ratio": True}, "no ratio"),
            ("pos_personal", "employee", {"aggregate": "last"}, "add up"),
            ("pos_single_item", "employee", {}, "is a ratio"),
            (
                "pos_average_receipt",
                "shop",
                {"ratio": True, "pos_measure": "quantity"},
                "is money",
            ),
            ("pos_negative_stock", "employee", {"aggregate": "last"}, "per shop"),
            ("pos_negative_stock", "shop", {}, "once a day"),
        ]:
            with self.subTest(source=source, vals=vals):
                with self.assertRaisesRegex(ValidationError, message):
                    self._create_kpi(f"{source} {vals}", source, scope, **vals)

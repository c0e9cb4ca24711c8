from ast import literal_eval
from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import KpiPosCommon


@tagged("post_install", "-at_install")
class TestReceiptLists(KpiPosCommon):
    """Sales without seller, without section, and late receipts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tool_category = cls.env["pos.category"].create({"name": "Tools"})
        cls.drills = cls.env["pos.category"].create(
            {"name": "Drills", "parent_id": cls.tool_category.id}
        )
        cls.drill = cls._create_product("Drill", 90, pos_categ_ids=cls.drills.ids)
        cls.sack = cls._create_product("Sack", 1)
        cls.paints.kpi_pos_category_ids = cls.category
        cls.tools.kpi_pos_category_ids = cls.tool_category
        cls.order = cls._sell(
            cls._prepare_line(cls.paint, 1, cls.seller),
            cls._prepare_line(cls.drill, 1),
            cls._prepare_line(cls.sack, 1, cls.boris),
        )

    def _list(self, name, user=None):
        """Lines that a user sees when he opens a list as it comes."""
        action = self.env.ref(f"kpi_bonus_pos.pos_order_line_action_{name}")
        lines = self.env["pos.order.line"].with_user(user or self.manager)
        domain = {
            "without_seller": [("kpi_seller_id", "=", False)],
            "without_section": [("kpi_sold_by_id", "=", False)],
        }[name]
        lines = lines.with_company(self.company)
        return lines.search(literal_eval(action.domain) + domain)

    def test_list_without_seller(self):
        self._sell(self._prepare_refund(self.order.lines[1]))
        line = self._prepare_line(self.drill)
        self._send(self._prepare_order([line], state="draft"))
        self._sell(
            self._prepare_line(self.paint),
            session=self._open_session(
                self._create_config("Off", kpi_seller_mode="off")
            ),
        )
        self.assertEqual(self._list("without_seller"), self.order.lines[1])
        self.assertEqual(self._list("without_seller", self.head), self.order.lines[1])

    def test_list_without_section(self):
        self.assertEqual(self._list("without_section"), self.order.lines[2])
        self.assertEqual(self._list("without_section", self.head), self.order.lines[2])

    def test_section_of_each_line(self):
        self.assertEqual(
            [line.kpi_sold_by_id.name for line in self.order.lines],
            ["Paints", "Tools", False],
        )

    def test_search_by_section(self):
        lines = self.env["pos.order.line"].with_user(self.manager)
        lines = lines.with_company(self.company)
        paint, drill, sack = self.order.lines
        for domain, expected in [
            ([("kpi_sold_by_id", "=", self.paints.id)], paint),
            ([("kpi_sold_by_id", "in", (self.paints | self.tools).ids)], paint | drill),
            ([("kpi_sold_by_id", "=", False)], sack),
            ([("kpi_sold_by_id", "!=", False)], paint | drill),
            ([("kpi_sold_by_id", "in", [False, self.tools.id])], drill | sack),
        ]:
            with self.subTest(domain=domain):
                found = lines.search([("order_id", "=", self.order.id), *domain])
                self.assertEqual(found, expected)

    def test_refund_belongs_where_it_was_sold(self):
        shop = self._create_department("Other shop", kind="shop")
        config = self._create_config("Till 2", kpi_shop_id=shop.id)
        session = self._open_session(config)
        refund = self._sell(self._prepare_refund(self.order.lines[0]), session=session)
        self.assertEqual(refund.lines.kpi_sold_by_id, self.paints)

    def test_register_without_shop_has_no_sections(self):
        self.config.kpi_shop_id = False
        self.assertFalse(self.order.lines.kpi_sold_by_id)

    def test_late_receipts(self):
        orders = self.env["pos.order"]
        for moment in (
            datetime(2026, 10, 18, 9, 59),
            datetime(2026, 10, 19, 10, 1),
            datetime(2026, 10, 21, 9, 59),
            datetime(2026, 10, 21, 10, 1),
        ):
            with freeze_time("2026-10-20 10:00:00"):
                orders |= self._sell(
                    self._prepare_line(self.paint), date_order=str(moment)
                )
        self.env.cr.execute(
            "UPDATE pos_order SET create_date = '2026-10-20 10:00:00' WHERE id IN %s",
            [tuple(orders.ids)],
        )
        self.env.invalidate_all()
        orders = orders.sorted("date_order")
        self.assertEqual(orders.mapped("kpi_is_late"), [True, False, False, True])
        for value, expected in [
            (True, orders[0] | orders[3]),
            (False, orders[1] | orders[2]),
        ]:
            domain = [("id", "in", orders.ids), ("kpi_is_late", "=", value)]
            self.assertEqual(orders.search(domain).sorted("date_order"), expected)

    # -- analysis of orders -----------------------------------------------------------

    def _analyze(self, orders, groups, measures):
        report = self.env["report.pos.order"].with_company(self.company)
        domain = [("order_id", "in", orders.ids)]
        return [
            tuple(getattr(value, "name", value) for value in row)
            for row in report._read_group(domain, groups, measures)
        ]

    def test_analysis_by_seller_and_section(self):
        groups = ["kpi_seller_id", "kpi_sold_by_id"]
        self.assertCountEqual(
            self._analyze(self.order, groups, ["price_total:sum"]),
            [
                ("Anna Seller", "Paints", 10),
                (False, "Tools", 90),
                ("Boris Seller", False, 1),
            ],
        )

    def test_analysis_of_single_item_receipts(self):
        """Four receipts with goods, two of them with one position: Anna's one, and the
        one in which she and Boris sold the same; the refund is none.
        """
        single = self._sell(self._prepare_line(self.paint, 3, self.seller))
        shared = self._sell(
            self._prepare_line(self.paint, 1, self.seller),
            self._prepare_line(self.paint, 1, self.boris),
        )
        twice = self._sell(
            self._prepare_line(self.paint, 1, self.seller),
            self._prepare_line(self.paint, 1, self.seller),
        )
        refund = self._sell(self._prepare_refund(single.lines))
        orders = self.order | single | shared | twice | refund
        measures = [
            "kpi_receipt:count_distinct",
            "kpi_single_item:count_distinct",
            "kpi_sales:sum",
        ]
        self.assertEqual(self._analyze(orders, [], measures), [(4, 2, 161)])
        self.assertCountEqual(
            self._analyze(orders, ["kpi_seller_id"], measures),
            [
                ("Anna Seller", 4, 2, 60),
                ("Boris Seller", 2, 1, 11),
                (False, 1, 0, 90),
            ],
        )

    def test_analysis_leaves_out_what_is_no_position(self):
        """A service, a tip and a draft make no receipt with goods."""
        delivery = self._create_product("Delivery", 5, type="service")
        tip = self._create_product("Tip", 2)
        self.config.tip_product_id = tip
        order = self._sell(
            self._prepare_line(self.paint, 1, self.seller),
            self._prepare_line(delivery, 1, self.seller),
            self._prepare_line(tip, 1, self.seller),
        )
        other = self._sell(self._prepare_line(delivery, 1, self.seller))
        line = self._prepare_line(self.paint, 1, self.seller)
        draft = self._send(self._prepare_order([line], state="draft"))
        measures = ["kpi_receipt:count_distinct", "kpi_single_item:count_distinct"]
        self.assertEqual(self._analyze(order | other | draft, [], measures), [(1, 1)])

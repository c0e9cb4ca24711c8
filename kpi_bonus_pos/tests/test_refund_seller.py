from odoo.tests import tagged

from .common import KpiPosCommon


@tagged("post_install", "-at_install")
class TestRefundSeller(KpiPosCommon):
    """What is taken back goes to whoever sold it, whatever the till says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sold = cls._sell(
            cls._prepare_line(cls.paint, 3, cls.seller),
            cls._prepare_line(cls.brush, 2, cls.boris),
            cls._prepare_line(cls.brush, 1),
        )
        cls.paint_line, cls.brush_line, cls.nobodys_line = cls.sold.lines

    def test_tills_own_idea_is_not_asked(self):
        order = self._sell(
            self._prepare_refund(self.paint_line, kpi_seller_id=self.boris.id),
            self._prepare_refund(self.brush_line, kpi_seller_id=False),
            self._prepare_refund(self.nobodys_line, kpi_seller_id=self.seller.id),
        )
        self.assertEqual(order.state, "paid")
        self.assertEqual(
            [line.kpi_seller_id.name for line in order.lines],
            ["Anna Seller", "Boris Seller", False],
        )
        self.assertFalse(any(order.lines.mapped("kpi_seller_problem")))

    def test_several_partial_refunds(self):
        orders = [self._sell(self._prepare_refund(self.paint_line)) for _i in range(3)]
        for order in orders:
            self.assertEqual(order.lines.kpi_seller_id, self.seller)
        self.assertEqual(self.paint_line.refunded_qty, 3)

    def test_exchange(self):
        """The goods taken back are Anna's, those taken instead Boris's."""
        order = self._sell(
            self._prepare_refund(self.paint_line, 1, kpi_seller_id=self.boris.id),
            self._prepare_line(self.paint, 2, self.boris),
        )
        self.assertEqual(
            order.lines.mapped("kpi_seller_id.name"), ["Anna Seller", "Boris Seller"]
        )

    def test_refund_of_a_refund(self):
        refund = self._sell(self._prepare_refund(self.paint_line))
        again = self._prepare_refund(refund.lines, -1, kpi_seller_id=self.boris.id)
        order = self._sell(again)
        self.assertEqual(order.lines.refunded_orderline_id, refund.lines)
        self.assertEqual(order.lines.kpi_seller_id, self.seller)

    def test_at_a_register_with_other_sellers_or_none(self):
        config = self._create_config("Till 2", kpi_seller_department_ids=self.shop.ids)
        session = self._open_session(config)
        for mode in ("required", "cashier", "off"):
            config.kpi_seller_mode = mode
            order = self._sell(self._prepare_refund(self.paint_line), session=session)
            self.assertEqual(order.lines.kpi_seller_id, self.seller, mode)
            self.assertFalse(order.lines.kpi_seller_problem)

    def test_of_somebody_who_has_left(self):
        self.seller.active = False
        order = self._sell(self._prepare_refund(self.paint_line))
        self.assertEqual(order.lines.kpi_seller_id, self.seller)

    def test_line_that_came_in_the_same_moment(self):
        """Offline, sold and refund get their ids together: the till names uuids."""
        line = self._prepare_line(self.paint, -1, self.boris)
        mapping = {line["uuid"]: {"refunded_orderline_id": self.paint_line.uuid}}
        order = self._sell(line, relations_uuid_mapping={"pos.order.line": mapping})
        self.assertEqual(order.lines.refunded_orderline_id, self.paint_line)
        self.assertEqual(order.lines.kpi_seller_id, self.seller)

    def test_draft_refund_cannot_be_given_away(self):
        data = self._prepare_order(
            [self._prepare_refund(self.paint_line)], state="draft"
        )
        order = self._send(dict(data))
        claim = {"kpi_seller_id": self.boris.id}
        self._send({**data, "lines": [(1, order.lines.id, claim)]})
        self.assertEqual(order.lines.kpi_seller_id, self.seller)
        order.lines.with_user(self.till_user).write(claim)
        self.assertEqual(order.lines.kpi_seller_id, self.seller)

    def test_backend_refund(self):
        sold = self.sold.with_user(self.till_user).with_company(self.company)
        refund = self.env["pos.order"].browse(sold.refund()["res_id"])
        self.assertEqual(
            [line.kpi_seller_id.name for line in refund.lines],
            ["Anna Seller", "Boris Seller", False],
        )
        self.assertEqual(refund.lines.mapped("qty"), [-3, -2, -1])

    def test_refunded_combo(self):
        parent = self._prepare_line(self.paint, 1, self.seller)
        child = self._prepare_line(self.brush, 1, self.seller, price_unit=0)
        mapping = {child["uuid"]: {"combo_parent_id": parent["uuid"]}}
        sold = self._sell(
            parent, child, relations_uuid_mapping={"pos.order.line": mapping}
        )
        back = [
            self._prepare_refund(line, kpi_seller_id=self.boris.id)
            for line in sold.lines
        ]
        mapping = {back[1]["uuid"]: {"combo_parent_id": back[0]["uuid"]}}
        order = self._sell(*back, relations_uuid_mapping={"pos.order.line": mapping})
        self.assertEqual(order.lines.kpi_seller_id, self.seller)

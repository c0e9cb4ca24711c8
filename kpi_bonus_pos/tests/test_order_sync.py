from odoo import Command
from odoo.tests import tagged

from .common import KpiPosCommon


@tagged("post_install", "-at_install")
class TestOrderSync(KpiPosCommon):
    """What the till sends, and what of it is kept."""

    def _get_sellers(self, order):
        return [line.kpi_seller_id.name for line in order.lines]

    def test_each_line_keeps_its_seller(self):
        order = self._sell(
            self._prepare_line(self.paint, 2, self.seller),
            self._prepare_line(self.brush, 1, self.boris),
            self._prepare_line(self.brush, 1),
        )
        self.assertEqual(order.state, "paid")
        self.assertEqual(
            self._get_sellers(order), ["Anna Seller", "Boris Seller", False]
        )
        self.assertEqual(order.employee_id, self.cashier)
        self.assertFalse(any(order.lines.mapped("kpi_seller_problem")))

    def test_a_draft_is_changed_until_it_is_paid(self):
        line = self._prepare_line(self.paint, 1, self.seller)
        data = self._prepare_order([line], state="draft")
        order = self._send(dict(data))
        self.assertEqual(self._get_sellers(order), ["Anna Seller"])
        changed = [Command.update(order.lines.id, {"kpi_seller_id": self.boris.id})]
        self._send({**data, "lines": changed})
        self.assertEqual(self._get_sellers(order), ["Boris Seller"])

        payment = self._prepare_order([line])["payment_ids"]
        paid = {**data, "lines": [], "state": "paid", "payment_ids": payment}
        self._send({**paid, "amount_paid": 10})
        self.assertEqual(order.state, "paid")
        self.assertEqual(self._get_sellers(order), ["Boris Seller"])
        # Sent again, as after a lost answer: nothing is changed any more.
        back = [Command.update(order.lines.id, {"kpi_seller_id": self.seller.id})]
        self._send({**data, "lines": back})
        self.assertEqual(self._get_sellers(order), ["Boris Seller"])

    def test_paid_line_is_not_rewritten_by_rpc(self):
        order = self._sell(self._prepare_line(self.paint, 1, self.seller))
        lines = order.lines.with_user(self.till_user)
        lines.write({"kpi_seller_id": self.boris.id, "customer_note": "matt"})
        self.assertEqual(order.lines.kpi_seller_id, self.seller)
        self.assertEqual(order.lines.customer_note, "matt")

    def test_off_register_stores_no_seller(self):
        self.config.kpi_seller_mode = "off"
        order = self._sell(self._prepare_line(self.paint, 1, self.seller))
        self.assertEqual(self._get_sellers(order), [False])
        self.assertFalse(order.lines.kpi_seller_problem)

    def test_cashier_sells_what_is_nobody_elses(self):
        self.config.kpi_seller_mode = "cashier"
        order = self._sell(
            self._prepare_line(self.paint, 1),
            self._prepare_line(self.brush, 1, self.boris),
        )
        self.assertEqual(self._get_sellers(order), ["Clara Cashier", "Boris Seller"])

    def test_cashier_of_another_department_is_no_seller(self):
        self.config.kpi_seller_mode = "cashier"
        self.config.kpi_seller_department_ids = self.paints
        order = self._sell(self._prepare_line(self.paint, 1))
        self.assertEqual(self._get_sellers(order), [False])
        self.assertFalse(order.lines.kpi_seller_problem)

    def test_without_employee_login_the_user_is_the_cashier(self):
        self.config.write({"kpi_seller_mode": "cashier", "module_pos_hr": False})
        self.boris.user_id = self.till_user
        order = self._sell(
            self._prepare_line(self.paint, 1), employee_id=self.cashier.id
        )
        self.assertEqual(self._get_sellers(order), ["Boris Seller"])

    def test_parts_of_a_combo_follow_it(self):
        parent = self._prepare_line(self.paint, 1, self.seller)
        child = self._prepare_line(self.brush, 1, self.boris, price_unit=0)
        mapping = {child["uuid"]: {"combo_parent_id": parent["uuid"]}}
        order = self._sell(
            parent, child, relations_uuid_mapping={"pos.order.line": mapping}
        )
        self.assertEqual(self._get_sellers(order), ["Anna Seller", "Anna Seller"])
        self.assertEqual(order.lines[1].combo_parent_id, order.lines[0])

    def test_section_by_hand_is_not_the_tills(self):
        line = self._prepare_line(self.paint, 1, kpi_section_id=self.tools.id)
        order = self._sell({**line, "kpi_seller_problem": "forged"})
        self.assertFalse(order.lines.kpi_section_id)
        self.assertFalse(order.lines.kpi_seller_problem)

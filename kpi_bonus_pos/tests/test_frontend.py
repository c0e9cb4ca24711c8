from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from odoo.addons.pos_hr.tests.test_frontend import TestPosHrHttpCommon

# How they come about is tested elsewhere, on days that a browser does not live in.
FIGURES = {
    "Anna": {
        "period": "October 2026",
        "unit": "money",
        "today": 1066.7,
        "month": 452067.0,
        "plan": 500000.0,
        "execution": 90.0,
        "measured_on": "2026-10-20 01:00:00",
        "next_step": {"amount": 20433.0, "effectiveness": 95.0},
    }
}


@tagged("post_install", "-at_install")
class TestSellerTours(TestPosHrHttpCommon):
    """What is done at the till, and what of it reaches the server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        floor, office = cls.env["hr.department"].create(
            [{"name": "Shop floor"}, {"name": "Office"}]
        )
        cls.anna, cls.boris, cls.carla, cls.clerk = cls.env["hr.employee"].create(
            [
                {"name": "Anna", "department_id": floor.id, "barcode": "0411000000001"},
                {"name": "Boris", "department_id": floor.id, "barcode": "041B0R1S"},
                {"name": "Carla", "department_id": floor.id},
                {"name": "Clerk", "department_id": office.id},
            ]
        )
        cls.main_pos_config.write(
            {
                "advanced_employee_ids": [Command.set(cls.admin.ids)],
                "kpi_seller_mode": "ask",
                "kpi_seller_department_ids": [Command.set(floor.ids)],
                "kpi_seller_on_receipt": True,
            }
        )

    def _run_tour(self, name):
        """Run a tour as a cashier who is no seller; return the orders it made."""
        orders_before = self.env["pos.order"].search([])
        self.start_pos_tour(name, login="pos_admin")
        return self.env["pos.order"].search(
            [("id", "not in", orders_before.ids)], order="id"
        )

    def assertSold(self, order, *lines):
        """Check (product, quantity, seller's name) of each line, in order."""
        self.assertEqual(
            [
                (line.product_id.name, line.qty, line.kpi_seller_id.name)
                for line in order.lines.sorted("id")
            ],
            list(lines),
        )
        self.assertFalse(any(order.lines.mapped("kpi_seller_problem")))

    def test_pick(self):
        """Picked by name and badge, for the receipt, some lines, one line, nobody."""
        self._pick()

    def test_pick_on_phone(self):
        self.browser_size = "375x667"
        self.touch_enabled = True
        self._pick()

    def _pick(self):
        first, second = self._run_tour("kpi_seller_pick")
        self.assertSold(
            first,
            ("Desk Pad", 1, "Anna"),
            ("Monitor Stand", 1, "Boris"),
            ("Desk Pad", 2, "Carla"),
            ("Monitor Stand", 2, "Anna"),
        )
        self.assertSold(
            second,
            ("Desk Pad", 1, "Carla"),
            ("Monitor Stand", 1, "Carla"),
            ("Small Shelf", 1, False),
        )

    def test_refund(self):
        """What is taken back, in parts, is taken from who sold it."""
        sale, part, rest = self._run_tour("kpi_seller_refund")
        self.assertSold(sale, ("Desk Pad", 3, "Anna"), ("Monitor Stand", 1, "Boris"))
        self.assertSold(part, ("Desk Pad", -1, "Anna"))
        self.assertSold(rest, ("Desk Pad", -2, "Anna"), ("Monitor Stand", -1, "Boris"))
        self.assertEqual((part + rest).lines.refunded_orderline_id, sale.lines)

    def test_required(self):
        """No payment without sellers; reload and lost connection keep them."""
        self.main_pos_config.kpi_seller_mode = "required"
        online, *offline = self._run_tour("kpi_seller_required")
        self.assertSold(
            online,
            ("Desk Pad", 1, "Anna"),
            ("Monitor Stand", 1, "Boris"),
            ("Small Shelf", 1, "Boris"),
        )
        self.assertEqual(len(offline), 2)
        self.assertSold(offline[0], ("Desk Pad", 1, "Carla"))
        self.assertSold(offline[1], ("Monitor Stand", 1, "Anna"))

    def test_second_till(self):
        """An order that is begun at one device and paid at another."""
        order = self._run_tour("kpi_seller_first_till")
        self.assertEqual(order.state, "draft")
        self.assertSold(order, ("Desk Pad", 1, "Anna"))
        self.assertFalse(self._run_tour("kpi_seller_second_till"))
        self.assertEqual(order.state, "paid")
        self.assertSold(order, ("Desk Pad", 1, "Anna"), ("Desk Pad", 1, "Boris"))

    def test_cashier(self):
        """The cashier sells, if he is a seller; figures are shown on demand."""
        self.main_pos_config.write(
            {
                "kpi_seller_mode": "cashier",
                "kpi_progress": True,
                "basic_employee_ids": [Command.link(self.anna.id)],
            }
        )
        get_progress = self.registry["kpi.seller"]._get_progress
        with patch.object(
            self.registry["kpi.seller"],
            "_get_progress",
            lambda seller: {**get_progress(seller), **FIGURES.get(seller.name, {})},
        ):
            first, second = self._run_tour("kpi_seller_cashier")
        self.assertSold(first, ("Desk Pad", 1, "Anna"), ("Monitor Stand", 1, "Boris"))
        self.assertSold(second, ("Desk Pad", 1, False))

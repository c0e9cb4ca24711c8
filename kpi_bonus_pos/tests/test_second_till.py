from odoo import Command
from odoo.tests import tagged

from .common import KpiPosCommon


@tagged("post_install", "-at_install")
class TestSecondTill(KpiPosCommon):
    """Two registers with other sellers, and one order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_config(
            "Till 2", kpi_seller_department_ids=[Command.set(cls.tools.ids)]
        )
        cls.other_session = cls._open_session(cls.other)
        line = cls._prepare_line(cls.paint, 1, cls.seller)
        cls.data = cls._prepare_order([line], state="draft")
        cls.order = cls._send(dict(cls.data))

    def _send_from_other(self, lines):
        self._send({**self.data, "session_id": self.other_session.id, "lines": lines})

    def test_seller_of_the_first_till_stays(self):
        """Anna sells paints; the second till only lets people of tools be named."""
        update = {"qty": 3, "kpi_seller_id": self.seller.id}
        line = self._prepare_line(self.brush, 1, self.boris)
        self._send_from_other(
            [Command.update(self.order.lines.id, update), Command.create(line)]
        )
        self.assertEqual(self.order.session_id, self.other_session)
        self.assertEqual(
            self.order.lines.mapped("kpi_seller_id.name"),
            ["Anna Seller", "Boris Seller"],
        )
        self.assertEqual(self.order.lines.mapped("qty"), [3, 1])
        self.assertFalse(any(self.order.lines.mapped("kpi_seller_problem")))

    def test_off_register_leaves_what_it_finds(self):
        self.other.kpi_seller_mode = "off"
        line = self._prepare_line(self.brush, 1, self.boris)
        update = {"qty": 3, "kpi_seller_id": False}
        self._send_from_other(
            [Command.update(self.order.lines.id, update), Command.create(line)]
        )
        self.assertEqual(self.order.lines[0].kpi_seller_id, self.seller)
        self.assertFalse(self.order.lines[1].kpi_seller_id)

    def test_line_of_an_older_till(self):
        """A browser that loaded its code before installing sends no seller at all."""
        line = self._prepare_line(self.brush, 1)
        del line["kpi_seller_id"]
        self._send_from_other(
            [Command.update(self.order.lines.id, {"qty": 2}), Command.create(line)]
        )
        self.assertEqual(self.order.lines[0].kpi_seller_id, self.seller)
        self.assertFalse(self.order.lines[1].kpi_seller_id)

    def test_the_other_till_is_told_the_seller(self):
        """What it reads names the seller, and lets it look up who that is."""
        lines = self.order.lines.with_user(self.till_user)
        model = lines.with_company(self.company)
        [row] = model._load_pos_data_read(model, self.other)
        self.assertEqual(row["kpi_seller_id"], self.seller.id)
        sellers = self.env["kpi.seller"].with_user(self.till_user)
        sellers = sellers.with_company(self.company)
        [row] = sellers.browse(self.seller.id).read(["name"], load=False)
        self.assertEqual(row["name"], "Anna Seller")

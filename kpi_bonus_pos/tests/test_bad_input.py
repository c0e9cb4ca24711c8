from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import KpiPosCommon

LOGGER = "odoo.addons.kpi_bonus_pos.models.pos_order"


@tagged("post_install", "-at_install")
class TestBadInput(KpiPosCommon):
    """A sale is never lost for its seller: accepted, dropped, logged, listed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.config.kpi_seller_department_ids = cls.paints

    def _assert_dropped(self, seller, name=None):
        with self.assertLogs(LOGGER, "WARNING") as logs:
            order = self._sell(
                self._prepare_line(self.paint, 1, seller),
                self._prepare_line(self.brush, 1, self.seller),
            )
        self.assertEqual(order.state, "paid")
        self.assertEqual(order.amount_total, 14)
        dropped, kept = order.lines
        self.assertFalse(dropped.kpi_seller_id)
        self.assertIn("Till 1", dropped.kpi_seller_problem)
        if name:
            self.assertIn(name, dropped.kpi_seller_problem)
        self.assertEqual(kept.kpi_seller_id, self.seller)
        self.assertFalse(kept.kpi_seller_problem)
        self.assertEqual(len(logs.output), 1)
        self.assertIn(order.uuid, logs.output[0])
        return dropped

    def test_employee_of_another_company(self):
        company = self.env["res.company"].create({"name": "Rival"})
        foreigner = self.env["hr.employee"].create(
            {"name": "Fyodor Foreigner", "company_id": company.id}
        )
        line = self._assert_dropped(foreigner, str(foreigner.id))
        self.assertNotIn("Fyodor", line.kpi_seller_problem)

    def test_archived_employee(self):
        self.boris.department_id = self.paints
        self.boris.active = False
        self._assert_dropped(self.boris)

    def test_employee_of_a_department_not_allowed_here(self):
        self._assert_dropped(self.boris, "Boris Seller")

    def test_department_below_an_allowed_one_is_allowed(self):
        corner = self._create_department("Varnish corner", self.paints)
        self.boris.department_id = corner
        order = self._sell(self._prepare_line(self.paint, 1, self.boris))
        self.assertEqual(order.lines.kpi_seller_id, self.boris)

    @mute_logger(LOGGER)
    def test_things_that_are_no_seller(self):
        highest = self.env["hr.employee"].search([], order="id DESC", limit=1).id
        for claim in (
            highest + 1000,
            -1,
            2**31,
            2**70,
            True,
            1.5,
            str(self.seller.id),
            "'; DROP TABLE hr_employee; --",
            [self.seller.id],
            {"id": self.seller.id},
            [[6, 0, [self.seller.id]]],
        ):
            with self.subTest(claim=claim):
                self._assert_dropped(claim)

    def test_draft_line_keeps_no_problem_that_was_solved(self):
        line = self._prepare_line(self.paint, 1, self.boris)
        data = self._prepare_order([line], state="draft")
        with mute_logger(LOGGER):
            order = self._send(dict(data))
        self.assertTrue(order.lines.kpi_seller_problem)
        update = [(1, order.lines.id, {"kpi_seller_id": self.seller.id})]
        self._send({**data, "lines": update})
        self.assertFalse(order.lines.kpi_seller_problem)

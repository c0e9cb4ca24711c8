from odoo.tests import new_test_user, tagged

from .source_common import OCTOBER, SourceCommon


@tagged("post_install", "-at_install")
class TestPosTrace(SourceCommon):
    """From a figure to the very lines it is made of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._sell_on(
            5,
            cls._prepare_line(cls.paint, 3, cls.anna),
            cls._prepare_line(cls.drill, 1, cls.anna),
            cls._prepare_line(cls.brush, 1, cls.boris),
        )
        cls.paint_line, cls.drill_line, cls.brush_line = cls.order.lines
        cls.refund = cls._sell_on(6, cls._prepare_refund(cls.paint_line)).lines
        cls.november = cls._sell(
            cls._prepare_line(cls.paint, 1, cls.anna), date_order="2026-11-01 12:00:00"
        )

    def _trace(self, kpi, departments=None, user=None):
        source = self.env["kpi.source"].with_user(user or self.env.user)
        action = source._trace(
            kpi.with_user(user or self.env.user),
            *OCTOBER,
            self.anna,
            departments or self.paints,
        )
        return self.env[action["res_model"]].search(action["domain"])

    def test_lines_of_every_scope(self):
        own = self._create_kpi("Own", "pos_personal")
        section = self._create_kpi("Section", "pos_section", "section")
        shop = self._create_kpi("Shop", "pos_store", "shop")
        returns = self._create_kpi("Returns", "pos_personal", pos_returns="returns")
        mine = self.paint_line | self.drill_line | self.refund
        self.assertEqual(self._trace(own), mine)
        painted = self.paint_line | self.brush_line | self.refund
        self.assertEqual(self._trace(section), painted)
        self.assertEqual(self._trace(section, self.tools), self.drill_line)
        self.assertEqual(self._trace(shop), self.order.lines | self.refund)
        self.assertEqual(self._trace(returns), self.refund)

    def test_services_and_positions(self):
        self.drill.type = "service"
        own = self._create_kpi("Own", "pos_personal")
        everything = self._create_kpi("All", "pos_personal", pos_services=True)
        single = self._create_kpi("Single", "pos_single_item", ratio=True)
        self.assertEqual(self._trace(own), self.paint_line | self.refund)
        self.assertEqual(
            self._trace(everything), self.paint_line | self.drill_line | self.refund
        )
        # All positions of Anna's receipts, because they decide.
        self.assertEqual(self._trace(single), self.paint_line | self.brush_line)

    def test_whoever_may_not_read_receipts_gets_the_daily_facts(self):
        own = self._create_kpi("Own", "pos_personal")
        self._measure(own)
        user = new_test_user(
            self.env,
            login="kpi_plain_manager",
            groups="base.group_user,kpi_bonus.group_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        found = self._trace(own, user=user)
        if self.env["pos.order.line"].with_user(user).has_access("read"):
            self.assertEqual(found._name, "pos.order.line")
        else:
            self.assertEqual(found.mapped("value"), [-10, 130])

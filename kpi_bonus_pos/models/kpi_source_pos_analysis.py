from odoo import api, models
from odoo.tools import SQL


class KpiSource(models.AbstractModel):
    """What others may ask about receipt lines."""

    _inherit = "kpi.source"

    @api.model
    def _get_pos_goods_sql(self):
        """Whether the row ``line`` of a query is a position: goods sold that count."""
        plan = self._get_pos_plan(self.env["kpi.indicator"], None, None)
        return SQL(
            "(%s AND NOT %s AND NOT %s)",
            self._get_pos_flag_columns(plan)["is_position"],
            self._is_pos_product(plan.products.services),
            self._is_pos_product(plan.products.uncounted),
        )

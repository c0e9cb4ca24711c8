from odoo import models


class KpiPeriod(models.Model):
    _inherit = "kpi.period"

    def _do_open(self):
        """With the plans the sellers get the lists of products they are measured by."""
        action = super()._do_open()
        self._get_indicators()._get_product_lists(self)._freeze()
        return action

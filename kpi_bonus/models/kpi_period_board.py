from odoo import models


class KpiPeriod(models.Model):
    _inherit = "kpi.period"

    def _do_refresh(self):
        result = super()._do_refresh()
        self.env["kpi.board"]._refresh_period(self)
        return result

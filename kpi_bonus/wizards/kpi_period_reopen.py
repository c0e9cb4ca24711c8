from odoo import fields, models


class KpiPeriodReopen(models.TransientModel):
    """Asks why a closed period is reopened."""

    _name = "kpi.period.reopen"
    _description = "Reopen a period"

    period_id = fields.Many2one("kpi.period", required=True, ondelete="cascade")
    reason = fields.Char(required=True)

    def action_reopen(self):
        self.ensure_one()
        self.period_id.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}

from odoo import fields, models


class KpiPeriodWaive(models.TransientModel):
    """Asks why an item of the check-list may stay as it is."""

    _name = "kpi.period.waive"
    _description = "Waive an item of the check-list"

    check_id = fields.Many2one(
        "kpi.period.check", string="Check", required=True, ondelete="cascade"
    )
    count = fields.Integer(related="check_id.count", related_sudo=False)
    sample = fields.Char(related="check_id.sample", related_sudo=False)
    reason = fields.Char(required=True)

    def action_waive(self):
        self.ensure_one()
        self.check_id.action_waive(self.reason)
        return {"type": "ir.actions.act_window_close"}

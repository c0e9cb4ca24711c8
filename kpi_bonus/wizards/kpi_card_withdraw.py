from odoo import fields, models


class KpiCardWithdraw(models.TransientModel):
    """Asks why entries are taken back."""

    _name = "kpi.card.withdraw"
    _description = "Withdrawal of card entries"

    line_ids = fields.Many2many("kpi.card.line", string="Entries", readonly=True)
    reason = fields.Char(required=True)

    def action_withdraw(self):
        """The entries check who may take them back, and until when."""
        self.ensure_one()
        self.line_ids.action_withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}

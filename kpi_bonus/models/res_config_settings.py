from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kpi_manager_id = fields.Many2one(
        related="company_id.kpi_manager_id", readonly=False
    )
    kpi_issue_mode = fields.Selection(
        related="company_id.kpi_issue_mode", readonly=False, required=True
    )
    kpi_no_bonus_months = fields.Integer(
        related="company_id.kpi_no_bonus_months", readonly=False
    )
    kpi_dispute_days = fields.Integer(
        related="company_id.kpi_dispute_days", readonly=False
    )

    def action_open_kpi_crons(self):
        """The clock of the company: when each job runs next."""
        action = self.env["ir.actions.act_window"]._for_xml_id("base.ir_cron_act")
        crons = self.company_id._kpi_get_crons()
        return action | {"domain": [("id", "in", crons.ids)], "context": {}}

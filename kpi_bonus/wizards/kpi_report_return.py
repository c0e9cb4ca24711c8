from odoo import fields, models


class KpiReportReturn(models.TransientModel):
    """Why plan-reports are given back to those who handed them in."""

    _name = "kpi.report.return"
    _description = "Return for correction"

    report_ids = fields.Many2many(
        "kpi.plan.report", string="Plan-reports", required=True, readonly=True
    )
    reason = fields.Text(string="What is to be corrected", required=True)

    def action_return(self):
        self.ensure_one()
        self.report_ids.action_return(self.reason)

from odoo import api, fields, models


class KpiReportSign(models.TransientModel):
    """The sheet on the head's device: the employee reads his plan and signs it."""

    _name = "kpi.report.sign"
    _description = "Signature on the head's device"

    report_id = fields.Many2one("kpi.plan.report", required=True, readonly=True)
    # Not in sudo: whoever names another section's report is refused.
    employee_id = fields.Many2one(related="report_id.employee_id", related_sudo=False)
    period_id = fields.Many2one(related="report_id.period_id", related_sudo=False)
    line_ids = fields.One2many(related="report_id.line_ids", related_sudo=False)
    signed_name = fields.Char(
        string="Name",
        compute="_compute_signed_name",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
    )
    signature = fields.Binary(required=True)

    @api.depends("report_id")
    def _compute_signed_name(self):
        for wizard in self:
            wizard.signed_name = wizard.report_id.employee_id.name

    def action_sign(self):
        self.ensure_one()
        report = self.report_id
        report._check_head()
        # sudo: access is checked above, and nothing but the signature is written.
        report.sudo()._do_sign(self.signed_name, self.signature, in_person=True)

from odoo import api, fields, models

PAYROLL_USER = "payroll.group_payroll_user"


class KpiPlanReport(models.Model):
    _inherit = "kpi.plan.report"

    payment_ids = fields.One2many(
        "kpi.payment", "report_id", "Payments", groups=PAYROLL_USER
    )
    payslip_id = fields.Many2one(
        "hr.payslip",
        string="Paid by",
        compute="_compute_payslip_id",
        groups=PAYROLL_USER,
        help="The confirmed payslip that pays the bonus.",
    )
    payslip_ids = fields.One2many(
        "hr.payslip", "kpi_report_id", "Payslips", groups=PAYROLL_USER
    )
    payslip_count = fields.Integer(
        string="Number of payslips",
        compute="_compute_payslip_count",
        groups=PAYROLL_USER,
    )

    @api.depends("payment_ids.payslip_id")
    def _compute_payslip_id(self):
        for report in self:
            report.payslip_id = report.payment_ids.payslip_id

    @api.depends("payslip_ids")
    def _compute_payslip_count(self):
        for report in self:
            report.payslip_count = len(report.payslip_ids)

    def action_open_payslips(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "payroll.hr_payslip_action"
        )
        action |= {"domain": [("id", "in", self.payslip_ids.ids)], "context": {}}
        if len(self.payslip_ids) == 1:
            action |= {"res_id": self.payslip_ids.id, "views": [(False, "form")]}
        return action

    def _get_paid_reasons(self):
        """What a confirmed payslip pays must stay as it was paid."""
        # sudo: the bonus manager who reopens need not have rights of payroll.
        paid_sudo = self.sudo().filtered("payslip_id")
        return super()._get_paid_reasons() | {
            report.id: report.payslip_id._kpi_get_paid_text(report)
            for report in paid_sudo
        }

from odoo import api, fields, models

from .kpi_plan_report import PAYROLL_USER


class KpiAdjustment(models.Model):
    _inherit = "kpi.adjustment"

    payment_ids = fields.One2many(
        "kpi.payment", "adjustment_id", "Payments", groups=PAYROLL_USER
    )
    payslip_id = fields.Many2one(
        "hr.payslip",
        string="Paid by",
        compute="_compute_payslip_id",
        groups=PAYROLL_USER,
        help="The confirmed payslip that pays the difference.",
    )

    @api.depends("payment_ids.payslip_id")
    def _compute_payslip_id(self):
        for adjustment in self:
            adjustment.payslip_id = adjustment.payment_ids.payslip_id

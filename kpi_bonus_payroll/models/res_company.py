from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    kpi_payslip_check = fields.Selection(
        [("refuse", "Refuse to confirm it"), ("warn", "Confirm it with a note")],
        string="Payslip before its plan-report",
        required=True,
        default="refuse",
        help="What happens to a payslip that is confirmed while the plan-report of the "
        "month is not closed.",
    )

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kpi_payslip_check = fields.Selection(
        related="company_id.kpi_payslip_check", readonly=False
    )

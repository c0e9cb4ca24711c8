from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # Other addons have a currency_id here that can be changed.
    kpi_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of KPI pay"
    )
    kpi_minimum_wage = fields.Monetary(
        related="company_id.kpi_minimum_wage",
        currency_field="kpi_currency_id",
        readonly=False,
    )
    kpi_owes_stipend = fields.Boolean(
        related="company_id.kpi_owes_stipend", readonly=False
    )

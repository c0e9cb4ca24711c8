from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kpi_start_date = fields.Date(related="company_id.kpi_start_date", readonly=False)

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Who signs papers for the company."""

    _inherit = "res.config.settings"

    kpi_signer_name = fields.Char(related="company_id.kpi_signer_name", readonly=False)
    kpi_signer_job = fields.Char(related="company_id.kpi_signer_job", readonly=False)
    kpi_signer_basis = fields.Char(
        related="company_id.kpi_signer_basis", readonly=False
    )

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kpi_attestation_pass_percent = fields.Float(
        related="company_id.kpi_attestation_pass_percent", readonly=False
    )
    kpi_attestation_condition_percent = fields.Float(
        related="company_id.kpi_attestation_condition_percent", readonly=False
    )
    kpi_attestation_quorum_percent = fields.Float(
        related="company_id.kpi_attestation_quorum_percent", readonly=False
    )
    kpi_attestation_objection_days = fields.Integer(
        related="company_id.kpi_attestation_objection_days", readonly=False
    )
    kpi_attestation_parental_months = fields.Integer(
        related="company_id.kpi_attestation_parental_months", readonly=False
    )
    kpi_attestation_min_post_months = fields.Integer(
        related="company_id.kpi_attestation_min_post_months", readonly=False
    )

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_kpi_seller_mode = fields.Selection(
        related="pos_config_id.kpi_seller_mode", readonly=False
    )
    pos_kpi_seller_department_ids = fields.Many2many(
        related="pos_config_id.kpi_seller_department_ids", readonly=False
    )
    pos_kpi_shop_id = fields.Many2one(
        related="pos_config_id.kpi_shop_id", readonly=False
    )
    pos_kpi_seller_on_receipt = fields.Boolean(
        related="pos_config_id.kpi_seller_on_receipt", readonly=False
    )
    pos_kpi_progress = fields.Boolean(
        related="pos_config_id.kpi_progress", readonly=False
    )

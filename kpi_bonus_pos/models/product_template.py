from odoo import api, fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    kpi_counts = fields.Boolean(
        string="Counts in KPI sales",
        default=True,
        help="Turn off for what is no sale of goods or services. Tips, gift cards, "
        "eWallet top-ups and down payments never count, discounts on a whole receipt "
        "lower its other lines.",
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "kpi_counts"]

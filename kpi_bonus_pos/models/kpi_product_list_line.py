from odoo import fields, models


class KpiProductListLine(models.Model):
    _name = "kpi.product.list.line"
    _inherit = ["kpi.approved.line.mixin"]
    _description = "Product of a KPI product list"
    _order = "product_id, id"
    _check_company_auto = True

    _kpi_parent = "list_id"

    list_id = fields.Many2one(
        "kpi.product.list", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="list_id.company_id")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )

    _product_unique = models.UniqueIndex(
        "(list_id, product_id)", "A product is on a list only once."
    )

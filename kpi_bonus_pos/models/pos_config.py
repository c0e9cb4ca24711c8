from odoo import fields, models
from odoo.fields import Domain


class PosConfig(models.Model):
    _inherit = "pos.config"

    kpi_seller_mode = fields.Selection(
        [
            ("off", "Not asked"),
            ("cashier", "The cashier"),
            ("ask", "Asked"),
            ("required", "Required"),
        ],
        string="Seller on receipt lines",
        required=True,
        default="off",
        help="Who advised the customer. The cashier: whoever is logged in, unless "
        "another is chosen. Required: no payment as long as a line has no seller.",
    )
    kpi_seller_department_ids = fields.Many2many(
        "hr.department",
        string="Sellers of",
        check_company=True,
        help="With all departments below. Empty: everybody of the company.",
    )
    kpi_shop_id = fields.Many2one(
        "hr.department",
        string="Shop",
        check_company=True,
        index="btree_not_null",
        domain="['|', ('kpi_kind', '=', 'shop'), ('parent_id', '=', False)]",
        help="The shop, as KPI pay knows it, whose sales this register makes.",
    )
    kpi_seller_on_receipt = fields.Boolean(string="Seller on the printed receipt")
    kpi_progress = fields.Boolean(
        string="Sellers see their figures",
        help="Own sales of day and month against the plan, at the till, on demand.",
    )

    def _get_kpi_seller_domain(self):
        """Which ``kpi.seller`` this register may name."""
        self.ensure_one()
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("active", "=", True)
        # sudo: till users need not be allowed to read departments; only ids are taken.
        departments = self.sudo().kpi_seller_department_ids.ids
        if departments:
            domain &= Domain("department_id", "child_of", departments)
        return domain

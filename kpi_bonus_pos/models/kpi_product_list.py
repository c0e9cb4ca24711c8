from odoo import api, fields, models
from odoo.exceptions import ValidationError


class KpiProductList(models.Model):
    """Products whose sales are a KPI of their own: slow-moving goods, a campaign.

    A list is frozen as soon as a period opens in which it counts: sellers have signed
    for these products. What comes next month is another list, of later days.

    A sale counts in one list of a plan-report only: the first one, by sequence.
    """

    _name = "kpi.product.list"
    _description = "KPI product list"
    _inherit = ["kpi.approved.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _kpi_free_fields = frozenset({"name", "active"})

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short key, unique in the company.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10,
        help="A product on several lists of one plan-report counts in the first.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    shop_id = fields.Many2one(
        "hr.department",
        string="Only in shop",
        check_company=True,
        domain="[('kpi_kind', '=', 'shop')]",
    )
    date_from = fields.Date(string="First day", help="Empty: since ever.")
    date_to = fields.Date(string="Last day", help="Empty: until further notice.")
    indicator_ids = fields.Many2many(
        "kpi.indicator",
        string="KPIs",
        domain="[('source', '=', 'pos_product_list')]",
        check_company=True,
    )
    line_ids = fields.One2many(
        "kpi.product.list.line", "list_id", string="Products", copy=True
    )
    product_count = fields.Integer(
        string="Number of products", compute="_compute_product_count"
    )
    state = fields.Selection(
        [("draft", "Being prepared"), ("frozen", "Frozen")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )

    _code_unique = models.UniqueIndex(
        "(company_id, lower(btrim(code)))",
        "The company has a product list with this code already: choose another one.",
    )
    _dates_ordered = models.Constraint(
        "CHECK(date_to >= date_from)",
        "The last day of a product list can't lie before its first day.",
    )

    @api.depends("line_ids")
    def _compute_product_count(self):
        for product_list in self:
            product_list.product_count = len(product_list.line_ids)

    @api.constrains("date_from", "date_to", "indicator_ids")
    def _check_days(self):
        """Nothing is added to what sellers have signed for."""
        for product_list in self.filtered(lambda item: item.state == "draft"):
            line = product_list._find_issued_line()
            if line:
                raise ValidationError(
                    self.env._(
                        "Product list %(list)s: KPI %(indicator)s counts in issued "
                        "plan-reports of %(period)s already. Let the list begin after "
                        "that period.",
                        list=product_list.name,
                        indicator=line.indicator_id.name,
                        period=line.report_id.period_id.name,
                    )
                )

    def action_add_by_age(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add by age of stock"),
            "res_model": "kpi.product.list.age",
            "view_mode": "form",
            "target": "new",
            "context": {"default_list_id": self.id},
        }

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for product_list, vals in zip(self, vals_list, strict=True):
            if "code" not in (default or {}):
                vals["code"] = self.env._("%(code)s-copy", code=product_list.code)
        return vals_list

    @api.model
    def _get_locked_advice(self):
        return self.env._("Make a new list for later days.")

    def _find_issued_line(self):
        """A line of an issued plan-report on whose days the list would count."""
        self.ensure_one()
        domain = [
            ("indicator_id", "in", self.indicator_ids.ids),
            ("report_id.state", "!=", "draft"),
        ]
        if self.date_from:
            domain.append(("report_id.period_id.date_to", ">=", self.date_from))
        if self.date_to:
            domain.append(("report_id.period_id.date_from", "<=", self.date_to))
        # sudo: reports that the user may not read are signed as well.
        return self.env["kpi.plan.report.line"].sudo().search(domain, limit=1)

    def _get_stock_locations(self):
        """Stock of the warehouses that the shop, or any register, sells from."""
        domain = [("company_id", "=", self.company_id.id)]
        if self.shop_id:
            domain.append(("kpi_shop_id", "=", self.shop_id.id))
        configs = self.env["pos.config"].search(domain)
        return configs.picking_type_id.warehouse_id.lot_stock_id

    def _freeze(self):
        self._as_approval().state = "frozen"

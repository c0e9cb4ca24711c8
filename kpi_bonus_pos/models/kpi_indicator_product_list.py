from odoo import api, fields, models
from odoo.exceptions import ValidationError


class KpiIndicator(models.Model):
    """Lists of products that a KPI is about."""

    _inherit = "kpi.indicator"

    pos_product_list_ids = fields.Many2many(
        "kpi.product.list",
        string="Product lists",
        check_company=True,
        help="Only sales of these products count, each list on its own days.",
    )

    @api.constrains("pos_product_list_ids")
    def _check_product_list_days(self):
        self.pos_product_list_ids._check_days()

    def write(self, vals):
        if "pos_product_list_ids" not in vals:
            return super().write(vals)
        before = {indicator: indicator.pos_product_list_ids for indicator in self}
        result = super().write(vals)
        for indicator, lists in before.items():
            now = indicator.pos_product_list_ids
            indicator._check_lists_not_frozen((lists - now) | (now - lists))
        return result

    def _check_lists_not_frozen(self, changed):
        """A frozen list is part of what sellers have signed for."""
        frozen = changed.filtered(lambda item: item.state == "frozen")
        if frozen and self._find_issued_line():
            raise ValidationError(
                self.env._(
                    "KPI %(indicator)s counts in issued plan-reports with product list "
                    "%(list)s. Make a new list for later days.",
                    indicator=self.name,
                    list=frozen[0].name,
                )
            )

    def _get_product_lists(self, period):
        """Lists that count on days of a period."""
        return self.pos_product_list_ids.filtered(
            lambda item: (not item.date_from or item.date_from <= period.date_to)
            and (not item.date_to or item.date_to >= period.date_from)
        )

    def _get_rival_product_lists(self):
        """Lists of the KPIs that stand beside this one in a scheme."""
        self.ensure_one()
        lines = self.env["kpi.scheme.line"].search([("indicator_id", "=", self.id)])
        beside = lines.scheme_id.line_ids.indicator_id - self
        return beside.pos_product_list_ids - self.pos_product_list_ids

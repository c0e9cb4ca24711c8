from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Sums over lines, each with the scope that its name promises.
POS_SUMS = {
    "pos_personal": "employee",
    "pos_section": "section",
    "pos_store": "shop",
    "pos_product_list": None,
}
# Per receipt: the base is the number of receipts.
POS_RATIOS = ("pos_single_item", "pos_average_receipt", "pos_positions")
POS_SOURCES = (*POS_SUMS, *POS_RATIOS)
POS_FIELDS = frozenset(
    {"pos_measure", "pos_tax_included", "pos_services", "pos_returns"}
)


class KpiIndicator(models.Model):
    """What is taken from the tills."""

    _inherit = "kpi.indicator"

    source = fields.Selection(
        selection_add=[
            ("pos_personal", "Tills: sales of the seller"),
            ("pos_section", "Tills: sales of the section"),
            ("pos_store", "Tills: sales of the shop"),
            ("pos_product_list", "Tills: sales from product lists"),
            ("pos_single_item", "Tills: receipts with a single position"),
            ("pos_average_receipt", "Tills: average receipt"),
            ("pos_positions", "Tills: positions per receipt"),
            ("pos_negative_stock", "Products with stock below zero"),
        ],
        ondelete={
            source: "set manual" for source in (*POS_SOURCES, "pos_negative_stock")
        },
    )
    pos_measure = fields.Selection(
        [("money", "Money"), ("quantity", "Pieces")],
        string="What is added up",
        required=True,
        default="money",
        help="Money in the company's currency; pieces in the unit of each product.",
    )
    pos_tax_included = fields.Boolean(string="Taxes included")
    pos_services = fields.Boolean(
        string="Services count", help="Otherwise only goods count."
    )
    pos_returns = fields.Selection(
        [
            ("net", "Sales less returns"),
            ("gross", "Sales only"),
            ("returns", "Returns only"),
        ],
        string="Returned goods",
        required=True,
        default="net",
        help="Returns are negative figures, on the day of the return and to the "
        "seller, section and shop of the sale.",
    )

    @api.constrains("source", "scope", "ratio", "aggregate", "pos_measure")
    def _check_pos_source(self):
        for indicator in self:
            problem = indicator._find_pos_problem()
            if problem:
                raise ValidationError(
                    self.env._(
                        "KPI %(indicator)s: %(problem)s",
                        indicator=indicator.name,
                        problem=problem,
                    )
                )

    def _find_pos_problem(self):
        """The first thing wrong with the settings, in words; False if nothing is."""
        self.ensure_one()
        if self.source == "pos_negative_stock":
            return self._find_snapshot_problem()
        if self.source not in POS_SOURCES:
            return False
        scope = POS_SUMS.get(self.source)
        if scope and self.scope != scope:
            scopes = dict(self._fields["scope"]._description_selection(self.env))
            return self.env._(
                "this source is measured per %(scope)s: choose that scope.",
                scope=scopes[scope].lower(),
            )
        if self.aggregate != "sum":
            return self.env._("figures of the tills add up over the period.")
        if self.source in POS_RATIOS and not self.ratio:
            return self.env._("a figure per receipt is a ratio: tick Ratio.")
        if self.source in POS_SUMS and self.ratio:
            return self.env._("sums are no ratio: untick Ratio.")
        if self.source == "pos_average_receipt" and self.pos_measure != "money":
            return self.env._("an average receipt is money.")
        return False

    def _find_snapshot_problem(self):
        if self.scope not in ("shop", "company"):
            return self.env._("stock is counted per shop or for the company.")
        if self.ratio or self.aggregate == "sum":
            return self.env._(
                "stock is seen once a day: take the last day over the period, and no "
                "ratio."
            )
        return False

    @api.model
    def _get_computing_fields(self):
        return super()._get_computing_fields() | POS_FIELDS

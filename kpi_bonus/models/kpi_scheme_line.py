from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare


class KpiSchemeLine(models.Model):
    _name = "kpi.scheme.line"
    _inherit = ["kpi.approved.line.mixin"]
    _description = "Bonus scheme indicator"
    _order = "sequence, id"
    _check_company_auto = True

    _kpi_parent = "scheme_id"

    scheme_id = fields.Many2one(
        "kpi.scheme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="scheme_id.company_id")
    sequence = fields.Integer(default=10)
    indicator_id = fields.Many2one(
        "kpi.indicator", required=True, check_company=True, ondelete="restrict"
    )
    weight = fields.Float(digits=(16, 2), required=True)
    default_plan = fields.Float(
        string="Default plan",
        digits=(16, 2),
        help="For people and units without a plan of their own in the period.",
    )

    # Deferred, so that the scheme's own check can name the indicator.
    _indicator_unique = models.Constraint(
        "UNIQUE(scheme_id, indicator_id) DEFERRABLE INITIALLY DEFERRED",
        "A scheme can't have one indicator twice.",
    )
    _weight_positive = models.Constraint(
        "CHECK(weight > 0)", "The weight of an indicator must be above zero."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        for vals in vals_list:
            self._check_weight(vals, vals.get("scheme_id"), vals.get("indicator_id"))
        return super().create(vals_list)

    def write(self, vals):
        if "weight" in vals:
            for line in self:
                self._check_weight(vals, line.scheme_id.id, line.indicator_id.id)
        return super().write(vals)

    @api.model
    def _check_weight(self, vals, scheme_id, indicator_id):
        """Before the database refuses it without naming anybody."""
        if float_compare(vals.get("weight") or 0, 0, precision_digits=2) > 0:
            return
        raise ValidationError(
            self.env._(
                "The weight of %(indicator)s in %(scheme)s must be above zero. Give it "
                "a weight, or remove the indicator.",
                indicator=self.env["kpi.indicator"].browse(indicator_id).display_name,
                scheme=self.env["kpi.scheme"].browse(scheme_id).display_name,
            )
        )

    def _get_weight_decimal(self):
        """The weight as it is written: 33.33 and not 33.3299999…"""
        self.ensure_one()
        return Decimal(f"{self.weight:.2f}").normalize() + 0

    def _has_too_many_decimals(self):
        return -self._get_weight_decimal().as_tuple().exponent > (
            self.scheme_id.rounding_digits
        )

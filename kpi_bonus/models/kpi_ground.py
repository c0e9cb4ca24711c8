from odoo import fields, models
from odoo.exceptions import ValidationError


class KpiGround(models.Model):
    """A reason for which a bonus is not paid; a scheme lists those that act.

    The code names the rule that finds it, so the records come with the module.
    """

    _name = "kpi.ground"
    _description = "Ground for no bonus"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("condition", "Condition"), ("sanction", "Sanction")],
        required=True,
        default="condition",
        help="Condition: the bonus is not accrued. Sanction: the bonus is accrued and "
        "an amount of it withheld, within the limit of the scheme.",
    )

    _code_unique = models.UniqueIndex(
        "(code)", "There is a ground with this code already. Take another code."
    )

    def write(self, vals):
        """The code stands in what was signed, decided and sealed."""
        for ground in self:
            if vals.get("code", ground.code) != ground.code:
                raise ValidationError(
                    self.env._(
                        "%(ground)s: its code names the rule that finds it and can't "
                        "be changed.",
                        ground=ground.name,
                    )
                )
        return super().write(vals)

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class KpiCardType(models.Model):
    """A typical entry of efficiency cards, from the list in the bonus regulation."""

    _name = "kpi.card.type"
    _description = "Card entry type"
    _order = "kind, sequence, name, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("remark", "Remark"), ("thanks", "Thanks")], required=True, default="remark"
    )
    points = fields.Float(
        digits=(16, 2), help="0: the points of the KPI. A remark takes points away."
    )
    category = fields.Char(translate=True, help="Heading in the list for staff rooms.")
    group_ids = fields.Many2many(
        "res.groups",
        string="Who may write it",
        help="Nobody chosen: everybody who may write on cards.",
    )
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _points_signed = models.Constraint(
        "CHECK((kind = 'remark' AND points <= 0) OR (kind = 'thanks' AND points >= 0))",
        "Points of a remark can't be above 0, points of a thanks not below 0.",
    )

    @api.constrains("kind", "points")
    def _check_points(self):
        for card_type in self:
            sign = -1 if card_type.kind == "remark" else 1
            if card_type.points * sign < 0:
                raise ValidationError(
                    self.env._(
                        "%(type)s: a remark has negative points, a thanks positive "
                        "ones, and 0 stands for the points of the KPI.",
                        type=card_type.name,
                    )
                )

    def write(self, vals):
        if "kind" in vals:
            self._check_kind_unused(vals["kind"])
        return super().write(vals)

    def _check_kind_unused(self, kind):
        """A remark on somebody's card must not become a thanks, or the reverse."""
        changed = self.filtered(lambda card_type: card_type.kind != kind)
        # sudo: entries on anybody's card count.
        line = (
            self.env["kpi.card.line"]
            .sudo()
            .search([("type_id", "in", changed.ids)], limit=1)
        )
        if line:
            raise ValidationError(
                self.env._(
                    "%(type)s is written on cards: its kind can't be changed. Archive "
                    "it and make a new one.",
                    type=line.type_id.name,
                )
            )

    def _is_allowed_for(self, user):
        """Whether the list lets this user write an entry of this type."""
        self.ensure_one()
        return not self.group_ids or bool(self.group_ids & user.all_group_ids)

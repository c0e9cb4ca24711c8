from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


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
    can_write = fields.Boolean(
        string="I may write it",
        compute="_compute_can_write",
        search="_search_can_write",
    )
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _points_signed = models.Constraint(
        "CHECK((kind = 'remark' AND points <= 0) OR (kind = 'thanks' AND points >= 0))",
        "Points of a remark can't be above 0, points of a thanks not below 0.",
    )

    @api.depends("group_ids")
    @api.depends_context("uid")
    def _compute_can_write(self):
        # sudo: which groups a type has is not readable; one's own may be known.
        user_sudo = self.env.user.sudo()
        for card_type in self:
            card_type.can_write = card_type.sudo()._is_allowed_for(user_sudo)

    @api.model
    def _search_can_write(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("group_ids", "=", False) | Domain(
            "group_ids", "in", self.env.user.all_group_ids.ids
        )
        return domain if True in value else ~domain

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
        for name in {"kind", "name"} & vals.keys():
            self._check_unused(name, vals[name])
        return super().write(vals)

    def _check_unused(self, name, value):
        """What stands on somebody's card must not come to mean something else.

        Translations are entered in the dialogue for them, which does not come here.
        """
        changed = self.filtered(lambda card_type: card_type[name] != value)
        # sudo: entries on anybody's card count.
        line = (
            self.env["kpi.card.line"]
            .sudo()
            .search([("type_id", "in", changed.ids)], limit=1)
        )
        if line:
            raise ValidationError(
                self.env._(
                    "%(type)s is written on cards: its name and kind can't be "
                    "changed. Archive it and make a new one.",
                    type=line.type_id.name,
                )
            )

    def _is_allowed_for(self, user):
        """Whether the list lets this user write an entry of this type."""
        self.ensure_one()
        return not self.group_ids or bool(self.group_ids & user.all_group_ids)

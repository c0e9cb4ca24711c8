from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# What was written stays as it was written, for the person answers to just that; an
# error is withdrawn and written anew.
FIXED_FIELDS = frozenset(
    {"card_id", "type_id", "points", "author_id", "date", "origin", "note", "photo"}
)


class KpiCardLine(models.Model):
    """An entry on an efficiency card: a remark or a thanks.

    The author is who writes it; only a bonus manager may enter one for somebody else.
    An entry is never deleted or changed, but withdrawn: it stays and counts no more.
    """

    _name = "kpi.card.line"
    _description = "Card entry"
    # The thread comes with activities, which post in it when they are done.
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "kpi.own.mixin",
        "kpi.locked.mixin",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["type_id.name", "employee_id.name"]
    _mail_post_access = "read"
    _check_company_auto = True
    _kpi_message_kind = "card"
    _kpi_engine_fields = frozenset(
        {
            "employee_id",
            "period_id",
            "company_id",
            "kind",
            "state",
            "withdrawn_by_id",
            "withdrawn_on",
            "withdraw_reason",
            "answer_state",
            "answered_on",
            "objection",
        }
    )

    card_id = fields.Many2one(
        "kpi.card",
        string="Card",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    employee_id = fields.Many2one(
        related="card_id.employee_id", store=True, precompute=True
    )
    period_id = fields.Many2one(
        related="card_id.period_id", store=True, precompute=True
    )
    company_id = fields.Many2one(
        related="card_id.company_id", store=True, precompute=True
    )
    date = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    type_id = fields.Many2one(
        "kpi.card.type",
        string="Entry",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    kind = fields.Selection(related="type_id.kind", store=True, precompute=True)
    points = fields.Float(
        digits=(16, 2),
        compute="_compute_points",
        store=True,
        readonly=False,
        precompute=True,
        help="Of the entry type at the time of writing; 0: the points of the KPI.",
    )
    author_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    origin = fields.Selection(
        [("observation", "Observation"), ("complaints_book", "Complaints book")],
        required=True,
        default="observation",
    )
    note = fields.Text(string="What happened")
    photo = fields.Image(max_width=1600, max_height=1600)
    state = fields.Selection(
        [("valid", "Counts"), ("withdrawn", "Withdrawn")],
        required=True,
        default="valid",
        readonly=True,
        tracking=True,
    )

    _points_signed = models.Constraint(
        "CHECK((kind = 'remark' AND points <= 0) OR (kind = 'thanks' AND points >= 0))",
        "Points of a remark can't be above 0, points of a thanks not below 0.",
    )
    # Measuring sums up a company's counting entries of some days, by person.
    _measured_idx = models.Index(
        "(company_id, date, employee_id) WHERE state = 'valid'"
    )

    @api.depends("type_id", "employee_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            # sudo: a controller reads no employees; of his own entries he may know.
            line_sudo = line.sudo()
            names = [line_sudo.type_id.name, line_sudo.employee_id.name]
            line.display_name = ", ".join(name for name in names if name)

    @api.depends("type_id")
    def _compute_points(self):
        for line in self:
            line.points = line.type_id.points

    @api.constrains("date", "card_id")
    def _check_date(self):
        for line in self:
            period = line.card_id.period_id
            if not period.date_from <= line.date <= period.date_to:
                raise ValidationError(
                    self.env._(
                        "%(card)s: an entry of %(date)s does not belong to it. Take "
                        "the card of that period.",
                        card=line.card_id.display_name,
                        date=line.date,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.card_id._check_period_open()
        lines._check_author()
        lines._check_type_allowed()
        lines._check_points_kept()
        # sudo: whoever may write an entry may have the person told of it.
        lines.sudo()._notify_of("kpi_bonus.kpi_mail_template_card_line")
        return lines

    def write(self, vals):
        self.card_id._check_period_open()
        fixed = FIXED_FIELDS & vals.keys()
        if fixed and not self._is_kpi_engine():
            raise UserError(
                self.env._(
                    "Entry of %(date)s on %(card)s: what was written can't be changed. "
                    "Withdraw it and write a new one.",
                    date=self[:1].date,
                    card=self[:1].card_id.display_name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_written(self):
        for line in self:
            raise UserError(
                self.env._(
                    "Entry of %(date)s on %(card)s: entries are not deleted. Withdraw "
                    "it with a reason.",
                    date=line.date,
                    card=line.card_id.display_name,
                )
            )

    def _is_bonus_manager(self):
        return self.env.su or self.env.user.has_group("kpi_bonus.group_manager")

    def _check_author(self):
        """Nobody but a bonus manager writes in another person's name."""
        for line in self:
            if line.author_id != self.env.user and not self._is_bonus_manager():
                raise AccessError(
                    self.env._(
                        "Entry of %(date)s on %(card)s: you can't write it in the name "
                        "of %(author)s.",
                        date=line.date,
                        card=line.card_id.display_name,
                        author=line.author_id.name,
                    )
                )
            # sudo: nobody reads the employee's user but HR.
            if line.author_id == line.sudo().employee_id.user_id:
                raise AccessError(
                    self.env._(
                        "%(card)s is your own: ask somebody else to write on it.",
                        card=line.card_id.display_name,
                    )
                )

    def _check_type_allowed(self):
        for line in self:
            if not line.type_id.active:
                raise ValidationError(
                    self.env._(
                        "“%(type)s” is not on the list of entries any more. Choose "
                        "another entry.",
                        type=line.type_id.name,
                    )
                )
            if not line.type_id.sudo()._is_allowed_for(line.author_id.sudo()):
                raise AccessError(
                    self.env._(
                        "“%(type)s”: %(author)s may not write this entry. The list of "
                        "entries says who may.",
                        type=line.type_id.name,
                        author=line.author_id.name,
                    )
                )

    def _check_points_kept(self):
        """The list of entries sets the points; only a bonus manager may differ."""
        for line in self:
            if line.points != line.type_id.points and not self._is_bonus_manager():
                raise AccessError(
                    self.env._(
                        "“%(type)s” has %(points)s points on the list of entries; you "
                        "can't give another number.",
                        type=line.type_id.name,
                        points=line.type_id.points,
                    )
                )

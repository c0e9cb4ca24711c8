from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

FIXED_FIELDS = {"text", "kind", "period_id", "employee_id", "shop_id", "date"}


class KpiInitiative(models.Model):
    """A note in the initiative box: an idea, a question, a word about the pilot.

    An anonymous one is really anonymous. The table has no columns of who created or
    changed a row and when, there is no chatter, and the day is all that is kept of the
    time.
    """

    _name = "kpi.initiative"
    _description = "Initiative"
    _inherit = ["kpi.own.mixin", "kpi.locked.mixin"]
    _log_access = False
    _order = "date desc, id desc"
    _rec_name = "text"
    _check_company_auto = True
    _kpi_message_kind = "dispute"
    _kpi_engine_fields = frozenset({"state", "answer", "answered_by_id", "answered_on"})

    text = fields.Text(required=True)
    kind = fields.Selection(
        [
            ("idea", "Idea"),
            ("question", "Question"),
            ("remark", "Remark on the system"),
            ("pilot", "Feedback on the pilot"),
        ],
        required=True,
        default="idea",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    period_id = fields.Many2one(
        "kpi.period",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        string="From",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: anonymous.",
    )
    anonymous = fields.Boolean(compute="_compute_anonymous", store=True)
    shop_id = fields.Many2one(
        "hr.department",
        string="Shop",
        check_company=True,
        index="btree_not_null",
        help="Its heads read and answer it. Empty: only the bonus manager does.",
    )
    is_my_shop = fields.Boolean(
        string="From my shop",
        compute="_compute_is_my_shop",
        search="_search_is_my_shop",
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._kpi_today()
    )
    state = fields.Selection(
        [("new", "New"), ("answered", "Answered"), ("closed", "Closed")],
        required=True,
        default="new",
        copy=False,
        index=True,
        group_expand=True,
    )
    answer = fields.Text(copy=False)
    answered_by_id = fields.Many2one(
        "res.users", string="Answered by", copy=False, ondelete="restrict"
    )
    answered_on = fields.Date(string="Answered on", copy=False)
    is_public = fields.Boolean(
        string="Everybody reads it",
        help="Text and answer, without a name, for all employees of the company.",
    )

    @api.depends("employee_id")
    def _compute_anonymous(self):
        for initiative in self:
            initiative.anonymous = not initiative.employee_id

    @api.depends("text", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for initiative in self:
            lines = (initiative.text or "").strip().splitlines()
            start = lines[0][:60] if lines else ""
            initiative.display_name = f"{kinds.get(initiative.kind, '')}: {start}"

    @api.depends_context("uid")
    @api.depends("shop_id")
    def _compute_is_my_shop(self):
        mine = self._get_my_shop_ids()
        for initiative in self:
            initiative.is_my_shop = initiative.shop_id.id in mine

    def _search_is_my_shop(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("shop_id", "in", list(self._get_my_shop_ids()))
        return domain if True in value else ~domain

    @api.model
    def _get_my_shop_ids(self):
        """Shops of the departments that the user behind ``env.uid`` manages."""
        departments = self.env["hr.department"]
        mine = departments._get_my_kpi_departments().ids
        units = departments._kpi_units() if mine else {}
        return {units[department][1] for department in mine}

    def write(self, vals):
        if FIXED_FIELDS & vals.keys() and not self._is_kpi_engine():
            raise UserError(
                self.env._(
                    "%(initiative)s: what somebody wrote can't be changed. Answer it.",
                    initiative=self[:1].display_name,
                )
            )
        return super().write(vals)

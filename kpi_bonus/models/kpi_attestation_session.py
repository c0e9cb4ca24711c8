from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_round, format_date

SETTLED = ("held", "done", "cancelled")
PROTOCOL_FIELDS = frozenset(
    {
        "attestation_ids",
        "company_id",
        "condition_percent",
        "criterion_ids",
        "date",
        "line_ids",  # what the mixin of the lines asks for
        "member_ids",
        "pass_percent",
        "quorum_percent",
    }
)


class KpiAttestationSession(models.Model):
    """A sitting of the commission, and its protocol.

    | state | what it means | how it gets there |
    |---|---|---|
    | draft | people and commission are being put together | |
    | planned | everybody is told | ``action_plan`` |
    | held | results are decided and told | ``action_hold``, with a quorum |
    | done | grades, wages and posts are set | ``action_apply`` |
    | cancelled | it does not take place | ``action_cancel`` |
    """

    _name = "kpi.attestation.session"
    _description = "Attestation session"
    _inherit = ["mail.thread", "mail.activity.mixin", "kpi.locked.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _kpi_engine_fields = frozenset({"state", "held_on"})

    name = fields.Char(
        required=True, default=lambda self: self.env._("Attestation"), tracking=True
    )
    number = fields.Char(
        string="Protocol No.",
        copy=False,
        help="Empty: the next number of the year, when the session is held.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    date = fields.Date(required=True, tracking=True)
    place = fields.Char(help="Where it takes place: people are told.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("held", "Held"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    held_on = fields.Date(string="Held on", copy=False)
    member_ids = fields.One2many(
        "kpi.attestation.member", "session_id", "Commission", copy=True
    )
    chair_id = fields.Many2one("hr.employee", string="Chair", compute="_compute_seats")
    secretary_id = fields.Many2one(
        "hr.employee", string="Secretary", compute="_compute_seats"
    )
    attestation_ids = fields.One2many("kpi.attestation", "session_id", "People")
    attestation_count = fields.Integer(
        string="Number of people", compute="_compute_attestation_count"
    )
    criterion_ids = fields.Many2many(
        "kpi.attestation.criterion",
        string="Criteria",
        check_company=True,
        default=lambda self: self._default_criterion_ids(),
    )
    quorum_percent = fields.Float(
        string="Quorum, %",
        digits=(16, 2),
        compute="_compute_rules",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Percent of the members who must be present. 66.67 stands for two thirds.",
    )
    pass_percent = fields.Float(
        string="Passed from, %",
        digits=(16, 2),
        compute="_compute_rules",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    condition_percent = fields.Float(
        string="Passed on condition from, %",
        digits=(16, 2),
        compute="_compute_rules",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    member_count = fields.Integer(string="Members", compute="_compute_quorum")
    present_count = fields.Integer(string="Present", compute="_compute_quorum")
    needed_count = fields.Integer(
        string="Needed",
        compute="_compute_quorum",
        help="So many members must be present.",
    )
    has_quorum = fields.Boolean(string="With a quorum", compute="_compute_quorum")
    decision = fields.Text(
        help="What the commission decided beside the results, for the protocol."
    )

    _percents = models.Constraint(
        """CHECK(quorum_percent > 0 AND quorum_percent <= 100
            AND condition_percent >= 0 AND condition_percent <= pass_percent
            AND pass_percent <= 100)""",
        "A session's quorum is above 0 and at most 100 percent; the score for passing "
        "is at most 100, that for passing on condition at most as much.",
    )

    @api.model
    def _default_criterion_ids(self):
        return self.env["kpi.attestation.criterion"].search(
            [("company_id", "=", self.env.company.id)]
        )

    @api.depends("company_id")
    def _compute_rules(self):
        """Of the company; a session that is planned keeps those it was planned by."""
        for session in self:
            company = session.company_id
            session.quorum_percent = company.kpi_attestation_quorum_percent
            session.pass_percent = company.kpi_attestation_pass_percent
            session.condition_percent = company.kpi_attestation_condition_percent

    @api.depends("name", "number", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for session in self:
            values = {
                "name": session.name or "",
                "number": session.number,
                "date": format_date(self.env, session.date),
            }
            if session.number:
                session.display_name = self.env._(
                    "%(name)s, protocol %(number)s, %(date)s", **values
                )
            else:
                session.display_name = self.env._("%(name)s, %(date)s", **values)

    @api.depends("member_ids.role", "member_ids.employee_id")
    def _compute_seats(self):
        for session in self:
            for role in ("chair", "secretary"):
                member = session.member_ids.filtered(
                    lambda member, role=role: member.role == role
                )
                session[f"{role}_id"] = member[:1].employee_id

    @api.depends("attestation_ids")
    def _compute_attestation_count(self):
        counts = dict(
            self.env["kpi.attestation"]._read_group(
                [("session_id", "in", self.ids)], ["session_id"], ["__count"]
            )
        )
        for session in self:
            session.attestation_count = counts.get(session._origin, 0)

    @api.depends("member_ids.is_present", "quorum_percent")
    def _compute_quorum(self):
        for session in self:
            members = session.member_ids
            session.member_count = len(members)
            session.present_count = len(members.filtered("is_present"))
            session.needed_count = session._get_needed_count()
            session.has_quorum = (
                bool(members) and session.present_count >= session.needed_count
            )

    def _get_needed_count(self):
        """The fewest members whose share reaches the quorum.

        Shares are rounded to the two digits that a quorum is written with: two of
        three are 66.67 percent.
        """
        total = len(self.member_ids)
        for count in range(1, total + 1):
            share = float_round(count / total * 100, precision_digits=2)
            if float_compare(share, self.quorum_percent, precision_digits=2) >= 0:
                return count
        return total

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        # Criteria may have been written after the people.
        sessions.attestation_ids._sync_marks()
        return sessions

    def write(self, vals):
        if not self._is_kpi_engine():
            self.check_access("write")
            self._check_draft(vals)
        result = super().write(vals)
        if {"date", "criterion_ids"}.intersection(vals):
            self.attestation_ids._follow_session()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        for session in self:
            if session.state in ("held", "done"):
                raise UserError(
                    self.env._(
                        "%(session)s was held: its protocol stays.",
                        session=session.display_name,
                    )
                )

    def _check_draft(self, names):
        """What the protocol says can't change once it was held, nor can its lines.

        :param names: of the fields that are about to change
        """
        for session in self:
            if PROTOCOL_FIELDS.intersection(names) and session.state in SETTLED:
                raise UserError(
                    self.env._(
                        "%(session)s is settled: commission, people, marks and rules "
                        "of its protocol can't change. Plan a new session.",
                        session=session.display_name,
                    )
                )

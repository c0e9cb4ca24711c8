from odoo import api, fields, models
from odoo.fields import Domain

UNDECIDED = ("open", "head", "manager")


class KpiDispute(models.Model):
    """An employee's objection to his plan-report, and what became of it.

    | state | whose turn | how it gets there |
    |---|---|---|
    | open | the head | the employee's ``report.action_dispute`` |
    | head | the head, at work on it | ``action_take`` |
    | manager | the bonus manager | ``action_forward`` with an answer; or too late |
    | accepted, rejected | nobody | ``action_accept``, ``action_reject``: manager |
    | withdrawn | nobody | the employee's ``action_withdraw`` |

    Without a head other than the employee himself it begins with the manager.
    """

    _name = "kpi.dispute"
    _description = "Dispute"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "kpi.own.mixin",
        "kpi.report.record.mixin",
        "kpi.locked.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["employee_id.name"]
    _mail_post_access = "read"
    _check_company_auto = True
    _kpi_message_kind = "dispute"
    _kpi_engine_fields = frozenset(
        {
            "report_id",
            "employee_id",
            "company_id",
            "period_id",
            "department_id",
            "line_id",
            "reason_code",
            "reason",
            "state",
            "date",
            "head_answer",
            "head_opinion",
            "answered_by_id",
            "answered_on",
            "resolution",
            "resolved_by_id",
            "resolved_on",
            "corrected_line_id",
            "card_line_id",
            "disqualification_id",
        }
    )

    line_id = fields.Many2one(
        "kpi.plan.report.line",
        string="Disputed KPI",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: the plan-report as a whole.",
    )
    reason_code = fields.Selection(
        [
            ("fact", "Fact"),
            ("plan", "Plan"),
            ("hours", "Hours or absence"),
            ("card", "Entry on the card"),
            ("ground", "Ground for no bonus"),
            ("calculation", "Calculation"),
            ("other", "Something else"),
        ],
        string="About",
        required=True,
    )
    reason = fields.Text(string="Employee's reasons", required=True)
    date = fields.Date(string="Received on", required=True)
    state = fields.Selection(
        [
            ("open", "New"),
            ("head", "With the head"),
            ("manager", "With the manager"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="open",
        index=True,
        tracking=True,
        group_expand=True,
    )
    assignee_id = fields.Many2one("res.users", string="Assigned to", tracking=True)
    deadline = fields.Date(
        tracking=True, help="Last day to answer, counted in the company's working days."
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    head_answer = fields.Text(string="Head's answer")
    head_opinion = fields.Selection(
        [("accept", "The employee is right"), ("reject", "The report is right")],
        string="Head's opinion",
    )
    answered_by_id = fields.Many2one("res.users", string="Answered by")
    answered_on = fields.Datetime(string="Answered on")
    resolution = fields.Text()
    resolved_by_id = fields.Many2one("res.users", string="Decided by")
    resolved_on = fields.Datetime(string="Decided on")
    corrected_line_id = fields.Many2one(
        "kpi.plan.report.line", string="Corrected fact", ondelete="restrict"
    )
    card_line_id = fields.Many2one(
        "kpi.card.line", string="Card entry", ondelete="restrict"
    )
    disqualification_id = fields.Many2one(
        "kpi.disqualification", string="Ground for no bonus", ondelete="restrict"
    )
    adjustment_ids = fields.One2many("kpi.adjustment", "dispute_id", "Adjustments")

    _undecided_unique = models.UniqueIndex(
        "(report_id, COALESCE(line_id, 0)) WHERE state IN ('open', 'head', 'manager')",
        "This is in dispute already. Wait for the decision, or withdraw that dispute.",
    )

    @api.depends("report_id", "line_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for dispute in self:
            dispute.display_name = self.env._(
                "Dispute: %(report)s, %(subject)s",
                report=dispute.report_id.display_name or "",
                subject=dispute.line_id.indicator_id.name
                or self.env._("the whole plan-report"),
            )

    @api.depends("deadline", "state")
    def _compute_is_overdue(self):
        for dispute in self:
            today = dispute.company_id._kpi_today()
            late = bool(dispute.deadline) and dispute.deadline < today
            dispute.is_overdue = late and dispute.state in UNDECIDED

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        # By the user's own day: companies of several time zones differ by hours.
        today = fields.Date.context_today(self)
        late = Domain("state", "in", UNDECIDED) & Domain("deadline", "<", today)
        return late if True in value else ~late

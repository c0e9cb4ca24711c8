from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .kpi_grade import MONEY_GROUPS

# The way of a report. A step whose switch the terms leave off is skipped.
STEPS = {
    "signed": ("issued", "needs_signature"),
    "submitted": ("signed", "needs_submission"),
    "checked": ("submitted", "needs_submission"),
}
HOURS_TOTALS = (
    "norm_hours",
    "worked_hours",
    "scheduled_shifts",
    "calendar_shifts",
    "missed_shifts",
    "excused_shifts",
)
# What a refresh writes, in this order.
RESULT_FIELDS = (
    "effectiveness",
    "matrix_threshold",
    "matrix_percent",
    "bonus_percent",
    "earned_salary",
    "bonus_amount",
    "sanction_amount",
    *HOURS_TOTALS,
    "problem",
)


class KpiPlanReport(models.Model):
    """One person's plan and report of a period.

    | state | who gets it there | what is fixed from then on |
    |---|---|---|
    | draft | ``action_prepare`` of the period | – |
    | issued | ``action_issue``: manager, or head of the section | terms, plans |
    | signed, submitted, checked | if the scheme asks for it | – |
    | closed | ``action_close`` of the period | everything |

    Results are stored by an explicit refresh, never by computed fields: a sale must not
    recompute a report.
    """

    _name = "kpi.plan.report"
    _description = "Plan-report"
    _inherit = ["mail.thread", "mail.activity.mixin", "kpi.locked.mixin"]
    _order = "date_from desc, department_id, employee_id, id"
    _rec_names_search = ["employee_id.name"]
    _mail_post_access = "read"
    _check_company_auto = True
    _kpi_engine_fields = frozenset(RESULT_FIELDS) | {
        "employee_id",
        "period_id",
        "company_id",
        "scheme_id",
        "department_id",
        "job_id",
        "grade_id",
        "manager_id",
        "terms",
        "card_id",
        "state",
        "claimed_effectiveness",
        "claimed_bonus_percent",
    }

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    period_id = fields.Many2one(
        "kpi.period", required=True, check_company=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(related="period_id.date_from", store=True)
    date_to = fields.Date(related="period_id.date_to", store=True)
    period_state = fields.Selection(related="period_id.state", string="Period state")
    mode = fields.Selection(related="period_id.mode")
    scheme_id = fields.Many2one(
        "kpi.scheme", required=True, check_company=True, ondelete="restrict"
    )
    department_id = fields.Many2one("hr.department", check_company=True, index=True)
    job_id = fields.Many2one("hr.job", check_company=True)
    grade_id = fields.Many2one(
        "kpi.grade",
        check_company=True,
        groups=MONEY_GROUPS,
        help="Of the last days in the period, as of issue.",
    )
    manager_id = fields.Many2one(
        "hr.employee",
        string="Head",
        check_company=True,
        help="Manager of the department of the last days in the period, as of issue.",
    )
    terms = fields.Json(
        copy=False,
        prefetch=False,  # large, and most readers of a report don't need it
        help="Everything the result is computed from besides facts and hours, as of "
        "issue. Later changes of scheme, matrix or indicators do not reach it.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("issued", "Issued"),
            ("signed", "Signed"),
            ("submitted", "Submitted"),
            ("checked", "Checked"),
            ("closed", "Closed"),
        ],
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("kpi.plan.report.line", "report_id", "KPIs")
    segment_ids = fields.One2many("kpi.plan.report.segment", "report_id", "Hours")
    card_id = fields.Many2one("kpi.card", string="Efficiency card", check_company=True)

    effectiveness = fields.Float(
        digits=(16, 2), aggregator="avg", help="Sum over the KPIs, percent."
    )
    matrix_threshold = fields.Float(
        string="Matrix row", digits=(16, 2), aggregator=None
    )
    matrix_percent = fields.Float(
        string="Matrix, %",
        digits=(16, 2),
        aggregator="avg",
        help="Percent in the row reached.",
    )
    bonus_percent = fields.Float(
        string="Bonus, %",
        digits=(16, 2),
        aggregator="avg",
        help="What is paid of it: the matrix percent, the percent of a pilot, or 0.",
    )
    earned_salary = fields.Monetary(string="Earned salary", groups=MONEY_GROUPS)
    bonus_amount = fields.Monetary(string="Bonus", groups=MONEY_GROUPS)
    sanction_amount = fields.Monetary(string="Withheld", groups=MONEY_GROUPS)
    norm_hours = fields.Float(string="Norm hours", digits=(16, 2))
    worked_hours = fields.Float(string="Worked hours", digits=(16, 2))
    scheduled_shifts = fields.Float(string="Scheduled shifts", digits=(16, 2))
    calendar_shifts = fields.Float(
        string="Calendar shifts",
        digits=(16, 2),
        help="Shifts of somebody employed all through the period.",
    )
    missed_shifts = fields.Float(string="Missed shifts", digits=(16, 2))
    excused_shifts = fields.Float(string="Excused shifts", digits=(16, 2))
    claimed_effectiveness = fields.Float(
        string="Claimed effectiveness", digits=(16, 2), copy=False
    )
    claimed_bonus_percent = fields.Float(
        string="Claimed bonus, %", digits=(16, 2), copy=False
    )
    measured_at = fields.Datetime(
        related="period_id.measured_at", string="Figures as of"
    )
    problem = fields.Char(
        copy=False, help="Why the report can't be issued or computed."
    )

    _employee_unique = models.UniqueIndex(
        "(period_id, employee_id)", "The person has a plan-report in this period."
    )
    _pay_not_negative = models.Constraint(
        "CHECK(bonus_amount >= 0 AND earned_salary >= 0 AND sanction_amount >= 0)",
        "Pay can't be negative. Check the hours of the plan-report.",
    )

    @api.depends("employee_id", "period_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "%(employee)s, %(period)s",
                employee=report.employee_id.name or "",
                period=report.period_id.display_name or "",
            )

    def write(self, vals):
        self._check_not_closed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        for report in self:
            if report.state != "draft":
                raise UserError(
                    self.env._(
                        "%(report)s is issued and can't be deleted. Only drafts can.",
                        report=report.display_name,
                    )
                )

    def _check_not_closed(self):
        """A closed report is history for everybody but the engine's own transitions."""
        if self._is_kpi_engine():
            return
        closed = self.filtered(lambda report: report.state == "closed")
        if closed:
            raise UserError(
                self.env._(
                    "%(report)s is closed and can't be changed. Correct it by an "
                    "adjustment in an open period.",
                    report=closed[0].display_name,
                )
            )

    # -- steps after issue ------------------------------------------------------------

    def action_sign(self):
        self._do_step("signed")

    def action_submit(self):
        self._do_step("submitted")

    def action_check(self):
        self._do_step("checked")

    def _check_head(self):
        """A head acts on the reports that he may read; he writes none of their fields.

        :raises AccessError: neither head of the section nor bonus manager
        """
        self.check_access("read")
        if not self.env.user.has_group("kpi_bonus.group_section_head"):
            raise AccessError(
                self.env._(
                    "%(report)s: only the section head and the bonus manager may do "
                    "this.",
                    report=self[:1].display_name,
                )
            )

    def _do_step(self, state):
        self._check_head()
        for report in self:
            previous, switch = STEPS[state]
            terms = report.terms or {}
            if not terms.get(switch):
                raise UserError(report._get_step_message(state))
            if report.state != report._get_state_before(previous):
                raise UserError(report._get_step_message(state))
        # sudo: access is checked above, and nothing but the state is written.
        self.sudo()._as_kpi_engine().write({"state": state})

    def _get_state_before(self, state):
        """The nearest earlier state that the terms do not skip."""
        while state in STEPS and not self.terms[STEPS[state][1]]:
            state = STEPS[state][0]
        return state

    def _get_final_state(self):
        """The state from which the period may close this report."""
        return self._get_state_before("checked")

    def _get_step_message(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(report)s is %(now)s and can't become %(next)s: its scheme does not ask "
            "for this step, or an earlier one is missing.",
            report=self.display_name,
            now=labels[self.state],
            next=labels[state],
        )

    # -- closing ----------------------------------------------------------------------

    def _get_closing_problems(self):
        """Why reports can't be closed: [(report, reason)]."""
        problems = []
        for report in self:
            if report.state == "draft":
                reason = report.problem or self.env._("Not issued.")
            elif report.problem:
                reason = report.problem
            elif report.state != report._get_final_state():
                reason = self.env._("A step that the scheme asks for is missing.")
            else:
                continue
            problems.append((report, reason))
        return problems

    def _do_close(self):
        self._as_kpi_engine().write({"state": "closed"})

    def _do_reopen(self):
        for state, reports in self.grouped(
            lambda report: report._get_final_state()
        ).items():
            reports._as_kpi_engine().write({"state": state})

    @api.constrains("employee_id", "period_id")
    def _check_not_in_closed_period(self):
        for report in self:
            if report.period_id.state == "closed":
                raise ValidationError(
                    self.env._(
                        "Period %(period)s is closed: no plan-report for %(employee)s "
                        "can be added.",
                        period=report.period_id.name,
                        employee=report.employee_id.name,
                    )
                )

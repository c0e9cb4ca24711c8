from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .kpi_grade import MONEY_GROUPS

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
    | signed | ``action_sign``: the employee, or on the head's device | – |
    | submitted | ``action_submit``: the employee | his claims |
    | checked | ``action_check``: head or manager; the draw | – |
    | closed | ``action_close`` of the period | everything |

    The three steps in the middle are taken if the scheme asks for them.

    Results are stored by an explicit refresh, never by computed fields: a sale must not
    recompute a report.
    """

    _name = "kpi.plan.report"
    _description = "Plan-report"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "kpi.own.mixin",
        "kpi.locked.mixin",
    ]
    _order = "date_from desc, department_id, employee_id, id"
    _rec_names_search = ["employee_id.name"]
    _mail_post_access = "read"
    _check_company_auto = True
    _kpi_engine_fields = frozenset(RESULT_FIELDS) | {
        "employee_id",
        "period_id",
        "date_from",
        "date_to",
        "company_id",
        "scheme_id",
        "department_id",
        "job_id",
        "grade_id",
        "manager_id",
        "terms",
        "card_id",
        "state",
        "next_step",
        "state_before_close",
        # issue
        "issued_on",
        "terms_hash",
        "submit_deadline",
        # signature
        "signature",
        "signed_name",
        "signed_on",
        "signed_by_id",
        "signed_in_person",
        "signed_from",
        # claims
        "claimed_effectiveness",
        "claimed_bonus_percent",
        "submitted_on",
        "resubmitted_on",
        "is_late",
        # check
        "own_effectiveness",
        "own_percent",
        "is_drawn",
        "checked_on",
        "checked_by_id",
        "return_reason",
        # clock
        "reminded_on",
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
    department_id = fields.Many2one(
        "hr.department", check_company=True, index=True, ondelete="restrict"
    )
    job_id = fields.Many2one("hr.job", check_company=True, ondelete="restrict")
    grade_id = fields.Many2one(
        "kpi.grade",
        check_company=True,
        groups=MONEY_GROUPS,
        help="Of the last days in the period, as of issue.",
        ondelete="restrict",
    )
    manager_id = fields.Many2one(
        "hr.employee",
        string="Head",
        check_company=True,
        help="Manager of the department of the last days in the period, as of issue.",
        ondelete="restrict",
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
    has_adjusted_plan = fields.Boolean(compute="_compute_columns")
    has_corrected_fact = fields.Boolean(compute="_compute_columns")
    segment_ids = fields.One2many("kpi.plan.report.segment", "report_id", "Hours")
    card_id = fields.Many2one(
        "kpi.card", string="Efficiency card", check_company=True, ondelete="restrict"
    )

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

    @api.depends("line_ids.plan", "line_ids.plan_adjusted", "line_ids.is_overridden")
    def _compute_columns(self):
        """Which columns of the sheet have something to show."""
        for report in self:
            lines = report.line_ids
            report.has_corrected_fact = any(lines.mapped("is_overridden"))
            report.has_adjusted_plan = report.state != "draft" and any(
                line.plan_adjusted != line.plan for line in lines
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
        # sudo: whoever writes on a report may not read its period.
        self.sudo().period_id._hold_open()
        closed = self.filtered(lambda report: report.state == "closed")
        if closed:
            raise UserError(
                self.env._(
                    "%(report)s is closed and can't be changed. Correct it by an "
                    "adjustment in an open period.",
                    report=closed[0].display_name,
                )
            )

    def _is_hidden_from_employee(self):
        return any(
            report.state == "draft" or report.mode == "shadow" for report in self
        )

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

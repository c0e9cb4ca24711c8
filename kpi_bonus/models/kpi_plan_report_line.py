from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare, format_amount, formatLang

from .. import bonus_math
from .kpi_indicator import INDICATOR_TERMS
from .kpi_plan_report_issue import plain

LINE_RESULT_FIELDS = (
    "plan_adjusted",
    "value_measured",
    "base_measured",
    "fact_measured",
    "fact",
    "has_data",
    "execution",
    "effectiveness",
    "parts",
)


class KpiPlanReportLine(models.Model):
    """One KPI of a plan-report."""

    _name = "kpi.plan.report.line"
    _description = "Plan-report KPI"
    _inherit = ["kpi.locked.mixin"]
    _order = "report_id, sequence, id"
    _rec_name = "indicator_id"
    _check_company_auto = True
    _kpi_engine_fields = frozenset(LINE_RESULT_FIELDS) | {
        "report_id",
        "indicator_id",
        "department_id",
        "weight",
        "plan_source",
        "fact_claimed",
        "overridden_by_id",
        "overridden_on",
    }

    report_id = fields.Many2one(
        "kpi.plan.report",
        required=True,
        check_company=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="report_id.company_id")
    currency_id = fields.Many2one(related="report_id.currency_id")
    employee_id = fields.Many2one(related="report_id.employee_id")
    report_state = fields.Selection(related="report_id.state", string="Report state")
    sequence = fields.Integer(default=10)
    indicator_id = fields.Many2one(
        "kpi.indicator",
        string="KPI",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    method = fields.Selection(related="indicator_id.method")
    unit = fields.Selection(related="indicator_id.unit")
    scope = fields.Selection(related="indicator_id.scope")
    department_id = fields.Many2one(
        "hr.department",
        string="Section or shop",
        check_company=True,
        help="The section or shop whose plan this line takes: that of the person's "
        "first day in the period.",
        ondelete="restrict",
    )
    weight = fields.Float(digits=(16, 2), required=True)
    plan = fields.Float(digits=(16, 2), help="Of the whole period.")
    plan_source = fields.Selection(
        [("target", "Target"), ("default", "Scheme"), ("manual", "By hand")],
        string="Plan from",
        default="default",
        required=True,
    )
    plan_adjusted = fields.Float(
        string="Adjusted plan",
        digits=(16, 2),
        help="In proportion to shifts: joining, leaving, transfer, excused absence.",
    )
    value_measured = fields.Float(
        string="Sum of values", digits=0, help="Unrounded sum over the days."
    )
    base_measured = fields.Float(string="Sum of bases", digits=0)
    fact_measured = fields.Float(string="Measured fact", digits=0)
    parts = fields.Json(
        copy=False,
        help="After a transfer: unit, shifts, plan, value, base and rows of each.",
    )
    fact = fields.Float(digits=0, help="The corrected fact, else the measured one.")
    has_data = fields.Boolean(
        string="Has data", help="No fact at all is not a fact of zero."
    )
    execution = fields.Float(string="Execution, %", digits=(16, 2), aggregator="avg")
    effectiveness = fields.Float(
        string="Effectiveness, %", digits=(16, 2), aggregator="sum"
    )
    plan_label = fields.Char(string="Plan (text)", compute="_compute_labels")
    fact_label = fields.Char(string="Fact (text)", compute="_compute_labels")
    progress = fields.Float(
        compute="_compute_progress", help="Execution, at most 100, for a bar."
    )

    _indicator_unique = models.UniqueIndex(
        "(report_id, indicator_id)", "A plan-report has each KPI once."
    )
    _weight_positive = models.Constraint(
        "CHECK(weight > 0 AND weight <= 100)", "A weight lies above 0 and up to 100."
    )

    @api.depends("execution")
    def _compute_progress(self):
        for line in self:
            line.progress = min(line.execution, 100)

    @api.depends("plan", "plan_adjusted", "fact", "has_data", "unit", "method")
    @api.depends("report_id.card_id.remark_count", "report_id.card_id.thanks_count")
    @api.depends_context("lang")
    def _compute_labels(self):
        for line in self:
            line.plan_label = line._format_quantity(line.plan) if line.plan else ""
            if line.method == "card":
                line.fact_label = line._get_card_label()
            elif not line.has_data:
                line.fact_label = self.env._("no data yet")
            else:
                line.fact_label = line._format_quantity(line.fact)

    def _get_card_label(self):
        # sudo: two numbers, to recompute the line; the entries stay with the card.
        card = self.report_id.card_id.sudo()
        return self.env._(
            "%(remarks)s remarks, %(thanks)s thanks",
            remarks=card.remark_count,
            thanks=card.thanks_count,
        )

    def _format_quantity(self, value):
        """A figure as a person writes it: money with its sign, shares with %."""
        if self.unit == "money":
            return format_amount(self.env, value, self.currency_id)
        text = formatLang(self.env, value, digits=2)
        return f"{text} %" if self.unit in ("percent", "score") else text

    @api.constrains("plan")
    def _check_plan(self):
        for line in self:
            if float_compare(line.plan, 0, precision_digits=2) < 0:
                raise ValidationError(
                    self.env._(
                        "%(report)s, %(indicator)s: a plan can't be negative.",
                        report=line.report_id.display_name,
                        indicator=line.indicator_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.report_id._check_not_closed()
        return lines

    def write(self, vals):
        if self._is_kpi_engine():
            return super().write(vals)
        self.report_id._check_not_closed()
        if "plan" in vals:
            self._check_plan_editable()
            self._as_kpi_engine().write({"plan_source": "manual"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        self.report_id._unlink_except_issued()

    def _check_plan_editable(self):
        for line in self:
            if line.report_id.state != "draft":
                raise UserError(
                    self.env._(
                        "%(report)s is issued: the plan of %(indicator)s can't be "
                        "changed any more.",
                        report=line.report_id.display_name,
                        indicator=line.indicator_id.name,
                    )
                )

    def action_trace(self):
        """Open the records behind the fact."""
        self.ensure_one()
        self.check_access("read")
        report = self.report_id
        departments = self.department_id | report.segment_ids.department_id
        return self.env["kpi.source"]._trace(
            self.indicator_id,
            report.date_from,
            report.date_to,
            report.employee_id,
            departments,
        )

    def _prepare_plan_vals(self, targets):
        """Plan of a draft line: the target of its subject, else the scheme's."""
        subject = {"employee": self.report_id.employee_id.id, "company": 0}.get(
            self.scope, self.department_id.id
        )
        target = targets.get((self.indicator_id.id, subject))
        if target is None:
            return {"plan": self._get_default_plan(), "plan_source": "default"}
        return {"plan": target, "plan_source": "target"}

    # -- refresh ----------------------------------------------------------------------

    def _prepare_result_row(self, data, result):
        """The id and the values of ``LINE_RESULT_FIELDS``, for ``_write_rows``."""
        parts = data["parts"]
        only = parts[0].figures if len(parts) == 1 else bonus_math.Figures(0, 0, 0)
        return (
            self.id,
            result.plan_adjusted,
            only.value,
            only.base,
            result.fact_measured or 0,
            result.fact or 0,
            result.fact is not None,
            result.execution,
            result.effectiveness,
            self._prepare_parts(data) if len(parts) > 1 else None,
        )

    def _prepare_parts(self, data):
        return [
            [unit, str(part.weight), str(part.plan), *map(str, part.figures)]
            for unit, part in zip(data["units"], data["parts"], strict=True)
        ]

    # -- issue ------------------------------------------------------------------------

    def _get_issue_problem(self):
        """Why this line can't be issued, naming person and KPI; False if it can."""
        self.ensure_one()
        indicator = self.indicator_id
        needs_unit = indicator.scope in ("section", "shop")
        if needs_unit and not self.department_id:
            return self.env._(
                "%(report)s, %(indicator)s: the person's department belongs to no "
                "section. Mark the department or one above it as a section.",
                report=self.report_id.display_name,
                indicator=indicator.name,
            )
        has_plan = indicator.method in bonus_math.PLANNED_METHODS
        # A limit of 0 makes sense: "none at all" (negative stock balances).
        zero_allowed = indicator.method == "inverse" and (
            indicator.inverse_form == "ratio"
        )
        if has_plan and not zero_allowed and self.plan <= 0:
            return self.env._(
                "%(report)s, %(indicator)s: the plan is 0. Enter a target, a default "
                "plan in the scheme, or the plan itself.",
                report=self.report_id.display_name,
                indicator=indicator.name,
            )
        return False

    def _prepare_terms(self):
        return {
            "line_id": self.id,
            "indicator_id": self.indicator_id.id,
            "department_id": self.department_id.id,
            "plan": repr(self.plan),
            "weight": repr(self.weight),
            "default_plan": repr(self._get_default_plan()),
            **plain(self.indicator_id, INDICATOR_TERMS),
        }

    def _get_default_plan(self):
        """The scheme's plan, for sections the person is transferred to later."""
        scheme_line = self.report_id.scheme_id.line_ids.filtered(
            lambda line: line.indicator_id == self.indicator_id
        )
        return scheme_line.default_plan

from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL, split_every

from .. import bonus_math
from ..bonus_math import Figures, Part, ReportResult, Shifts
from ..decimal_math import ZERO, to_decimal
from .kpi_plan_report import HOURS_TOTALS, RESULT_FIELDS
from .kpi_plan_report_line import LINE_RESULT_FIELDS

BATCH = 1000
NO_FIGURES = Figures(ZERO, ZERO, 0)
ONE = to_decimal(1)


class Month(NamedTuple):
    """One report within a refresh: computed, and not yet written."""

    terms: dict
    hours: dict
    lines: list  # inputs of the lines
    result: ReportResult | None  # without grounds for no bonus; None: wrong hours
    problem: str | None

    def get_vals(self, flags):
        """Values for ``RESULT_FIELDS``.

        :param flags: the grounds that stand, for ``bonus_math.with_grounds``
        """
        hours = self.hours.values()
        if not self.result:
            return (*[0] * 7, *hours, self.problem)
        result = bonus_math.with_grounds(self.terms, self.result, **flags or {})
        return (
            result.effectiveness,
            result.matrix_threshold,
            result.matrix_percent,
            result.bonus_percent,
            result.earned_salary,
            result.bonus_amount,
            result.sanction_amount,
            *hours,
            self.problem,
        )


def _compute_month(terms, hours, inputs, problem):
    try:
        result = bonus_math.compute(terms, inputs)
    except bonus_math.BonusMathError as error:
        # One person's wrong hours must not stop the others: closing is refused.
        return Month(terms, hours, inputs["lines"], None, problem or str(error))
    return Month(terms, hours, inputs["lines"], result, problem)


class KpiPlanReport(models.Model):
    """Refreshing: hours, facts, arithmetic, one write per table and batch.

    A fixed number of queries per batch, whatever the number of people. Results are
    written by SQL (``_write_rows``): nothing stored depends on them, and the ORM's
    write of 4 000 lines costs more than the rest of the run.
    """

    _inherit = "kpi.plan.report"

    def _refresh(self):
        """Compute the reports in ``self`` that are issued and not closed."""
        # Only what is needed: a report has many more columns, among them the terms.
        self.fetch(["employee_id", "period_id", "state", "submitted_on"])
        current = self.filtered(lambda rep: rep.state not in ("draft", "closed"))
        units = self.env["hr.department"]._kpi_units()
        for period, reports in current.grouped("period_id").items():
            targets = self.env["kpi.target"]._get_values(period)
            totals = self.env["kpi.fact"]._get_totals(
                period.company_id,
                period._get_indicators(),
                period.date_from,
                period.date_to,
            )
            for ids in split_every(BATCH, reports.ids):
                reports.browse(ids)._refresh_batch(totals, targets, units)

    def _refresh_batch(self, totals, targets, units):
        segments = self._get_segments()
        all_terms = self._read_terms()
        overrides = self._get_overrides()
        months = {}
        for report in self:
            terms, own_segments = all_terms[report.id], segments.get(report.id, ())
            hours = self._sum_hours(own_segments)
            inputs = report._prepare_inputs(
                terms, own_segments, hours, overrides, totals, targets, units
            )
            problem = self._get_hours_problem(own_segments)
            months[report.id] = _compute_month(terms, hours, inputs, problem)
        flags = self._sync_grounds(months)
        report_rows, line_rows = [], []
        for report_id, month in months.items():
            report_rows.append((report_id, *month.get_vals(flags.get(report_id))))
            line_rows += self._prepare_line_rows(month)
        self._write_rows(RESULT_FIELDS, report_rows)
        self.env["kpi.plan.report.line"]._write_rows(LINE_RESULT_FIELDS, line_rows)

    def _read_terms(self):
        """{report id: terms}, to be read only: the field makes a deep copy each time.

        Four such copies per report were half the time of a refresh.
        """
        self.flush_recordset(["terms"])
        query = "SELECT id, terms FROM kpi_plan_report WHERE id IN %s"
        return dict(self.env.execute_query(SQL(query, tuple(self.ids))))

    def _get_overrides(self):
        """{line id: corrected fact}"""
        lines = self.env["kpi.plan.report.line"].search_fetch(
            [("report_id", "in", self.ids), ("is_overridden", "=", True)],
            ["fact_override"],
        )
        return {line.id: line.fact_override for line in lines}

    @api.model
    def _prepare_line_rows(self, month):
        if not month.result:
            return []
        lines = self.env["kpi.plan.report.line"]
        return [
            lines.browse(term["line_id"])._prepare_result_row(data, line_result)
            for term, data, line_result in zip(
                month.terms["lines"], month.lines, month.result.lines, strict=True
            )
        ]

    @api.model
    def _sum_hours(self, segments):
        """Figures of ``HOURS_TOTALS``; the norm counts once a month."""
        hours = {
            name: sum((to_decimal(getattr(row, name)) for row in segments), ZERO)
            for name in HOURS_TOTALS
        }
        if len(segments) > 1:
            norms = {row.date_from.month: row.norm_hours for row in segments}
            hours["norm_hours"] = sum(map(to_decimal, norms.values()), ZERO)
        return hours

    @api.model
    def _get_hours_problem(self, segments):
        if not segments:
            return self.env._("No day of employment in the period any more.")
        for segment in segments:
            if not segment.norm_hours and not segment.is_overridden:
                return self.env._(
                    "The working calendar has no hours in the month of %(date)s. Enter "
                    "norm and worked hours.",
                    date=segment.date_from,
                )
        return None

    # -- inputs -----------------------------------------------------------------------

    def _prepare_inputs(
        self, terms, segments, hours, overrides, totals, targets, units
    ):
        """The month's inputs of ``bonus_math.compute``."""
        shares = self._get_shares(segments, units)
        return {
            "segments": [
                (segment.wage, segment.worked_hours, segment.norm_hours)
                for segment in segments
            ],
            "shifts": Shifts(
                hours["scheduled_shifts"],
                hours["calendar_shifts"],
                hours["excused_shifts"],
            ),
            "lines": [
                self._prepare_line_inputs(term, overrides, shares, totals, targets)
                for term in terms["lines"]
            ],
            # Where nothing is to be handed in, taking part in a pilot is being there.
            "submitted": not terms["needs_submission"] or bool(self.submitted_on),
        }

    @api.model
    def _get_shares(self, segments, units):
        """Shifts scheduled per section and per shop: {scope: {unit id: shifts}}."""
        shares = {"section": {}, "shop": {}}
        for segment in segments:
            found = units.get(segment.department_id, (False, False))
            for scope, unit in zip(("section", "shop"), found, strict=True):
                if unit:
                    shifts = to_decimal(segment.scheduled_shifts)
                    shares[scope][unit] = shares[scope].get(unit, ZERO) + shifts
        return shares

    def _prepare_line_inputs(self, term, overrides, shares, totals, targets):
        """A part per subject; behind them which subject it is."""
        indicator, scope = term["indicator_id"], term["scope"]
        if scope == "employee":
            subjects = {self.employee_id.id: ONE}
        elif scope == "company":
            subjects = {0: ONE}
        else:
            subjects = shares[scope] or {term["department_id"]: ONE}
        parts = []
        for subject, weight in subjects.items():
            plan = term["plan"]
            if scope in shares and subject != term["department_id"]:
                plan = targets.get((indicator, subject), term["default_plan"])
            figures = self._get_figures(totals.get((indicator, subject)), term)
            parts.append(Part(weight, to_decimal(plan), figures))
        return {
            "parts": parts,
            "units": list(subjects),
            "override": overrides.get(term["line_id"]),
        }

    def _get_figures(self, totals, term):
        if totals is None:
            return NO_FIGURES
        last = term["aggregate"] == "last"
        return Figures(
            to_decimal(totals.last_value if last else totals.value),
            to_decimal(totals.last_base if last else totals.base),
            totals.count,
        )

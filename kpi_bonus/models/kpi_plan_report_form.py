from odoo import api, models
from odoo.exceptions import UserError

from .. import bonus_math, slip_math
from ..decimal_math import ZERO
from ..slip_math import Answer, LineAnswer
from .kpi_plan_report_error import _is_error_judged


class KpiPlanReport(models.Model):
    """The form by which an employee fills in and hands in his report.

    Of a KPI by the card he writes the points of remarks and of thanks apart: the
    keyboard of figures on many phones has no minus.
    """

    _name = "kpi.plan.report"
    _inherit = ["kpi.plan.report", "kpi.own.calculation.mixin"]

    def _get_submit_obstacle(self):
        """Why the report can't be handed in now, for the employee; False if it can."""
        try:
            self._check_submit()
        except UserError as error:
            return str(error)
        return False

    def _prepare_form_lines(self):
        """What the form shows of each KPI; no fact, which is what he fills in."""
        return [
            {
                "id": line.id,
                "name": line.indicator_id.name,
                "weight": self._format_number(line.weight),
                "plan": line._format_quantity(line.plan_adjusted)
                if line.method in bonus_math.PLANNED_METHODS
                else "",
                "is_card": line.method == "card",
                "unit": line._get_unit_label(),
                "before": self.submitted_on and line.claim_label,
                "rule": line._explain_rule_of(line._get_term()),
            }
            for line in self.line_ids
        ]

    def _prepare_form_values(self):
        """The fields as they are first shown: empty, or what was returned.

        :return: {name of the input: text}
        """
        if not self.submitted_on:
            return {}
        values = {
            "total": self._format_number(self.claimed_effectiveness),
            "percent": self._format_number(self.claimed_bonus_percent),
        }
        for line in self.line_ids:
            if line.method != "card":
                values[f"fact_{line.id}"] = self._format_number(line.fact_claimed)
        return values

    def _prepare_matrix_rows(self):
        """(effectiveness from, bonus) of the matrix as issued, as texts."""
        return self._format_matrix(self.terms["matrix"]) if self.terms else []

    def _read_form(self, form):
        """What somebody typed, in his language.

        :param form: {name of the input: text}
        :return: ({line id: fact}, slip_math.Answer, {name: what is wrong with it})
        """
        errors = {}
        facts, lines = {}, []
        for line in self.line_ids:
            facts[line.id] = line._read_fact(form, errors)
            name = f"effectiveness_{line.id}"
            own = form.get(name)
            read = self._read_figure(form, name, errors) if own else None
            lines.append(LineAnswer(None, read))
        total = self._read_figure(form, "total", errors, ZERO)
        percent = self._read_figure(form, "percent", errors, ZERO)
        return facts, Answer(lines, total, percent), errors

    def _read_figure(self, form, name, errors, low=None):
        number = self._parse_number_text((form.get(name) or "").strip())
        if number is None:
            errors[name] = self.env._("Enter a number.")
        elif low is not None and number < low:
            errors[name] = self.env._("Enter a number of 0 or more.")
            return None
        return number

    def _find_own_slips(self, facts, answer):
        """The steps that do not add up, from his own figures alone.

        Where a wrong sum costs the bonus, the right one is not told.

        :return: {name of the input: sentence}
        """
        try:
            result = self._compute_result(facts)
        except bonus_math.BonusMathError:
            return {}  # hours without a norm: the office has to mend them
        slips = slip_math.find_slips(self.terms, result, answer)
        kpis = [(line.id, line.indicator_id.name) for line in self.line_ids]
        tells = not _is_error_judged(self.terms)
        return self._explain_slips(slips, kpis, answer, tells)


class KpiPlanReportLine(models.Model):
    _inherit = "kpi.plan.report.line"

    def _read_fact(self, form, errors):
        report = self.report_id
        if self.method != "card":
            return report._read_figure(form, f"fact_{self.id}", errors)
        minus, plus = (
            report._read_figure(form, f"{side}_{self.id}", errors, ZERO)
            for side in ("minus", "plus")
        )
        return None if minus is None or plus is None else plus - minus

    @api.model
    def _explain_rule_of(self, term):
        """How a KPI is computed, in words, without its figures.

        :param term: a line of terms
        """
        number = self.env["kpi.plan.report"]._format_number
        if term["method"] == "card":
            return self.env._(
                "Execution = 100 − points of remarks + points of thanks. A remark has "
                "%(remark)s points, a thanks %(thanks)s, unless the entry says else.",
                remark=number(-bonus_math.to_decimal(term["remark_points"])),
                thanks=number(term["thanks_points"]),
            )
        if term["method"] == "score":
            rule = self.env._("Execution = the score")
        elif term["method"] == "proportional":
            rule = self.env._("Execution = fact / plan · 100")
        elif term["inverse_form"] == "ratio":
            rule = self.env._("Execution = plan / fact · 100")
        else:
            rule = self.env._("Execution = (2 − fact / plan) · 100")
        return rule + self._get_cap_note(term)

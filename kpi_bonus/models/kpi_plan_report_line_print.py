from odoo import models
from odoo.tools import float_compare


class KpiPlanReportLine(models.Model):
    """One KPI's row on the sheet."""

    _inherit = "kpi.plan.report.line"

    def _prepare_paper(self, terms, filled):
        number = self.report_id._format_number
        term = next(term for term in terms["lines"] if term["line_id"] == self.id)
        return {
            "name": self.indicator_id.name,
            "goal": self.indicator_id.goal or "",
            "formula": self._get_paper_formula(term),
            "weight": number(self.weight),
            "plan": self.plan_label,
            "adjusted": self._get_paper_adjusted(),
            "claim": self._get_paper_claim() if filled else "",
            "differs": filled and self.is_mismatch,
            "fact": self.fact_label if filled else "",
            "execution": number(self.execution) if filled else "",
            "effectiveness": number(self.effectiveness) if filled else "",
        }

    def _get_paper_adjusted(self):
        """The plan after joining, leaving or absence, if it is another one."""
        if not self.plan_adjusted or not float_compare(
            self.plan, self.plan_adjusted, precision_digits=2
        ):
            return ""
        return self._format_quantity(self.plan_adjusted)

    def _get_paper_claim(self):
        if not self.report_id.submitted_on:
            return ""
        if self.method == "card":
            return self.env._(
                "%(points)s points",
                points=self.report_id._format_number(self.fact_claimed),
            )
        return self._format_quantity(self.fact_claimed)

    def _get_paper_formula(self, term):
        """How the execution is computed, for whoever fills in the sheet."""
        number = self.report_id._format_number
        if term["method"] == "card":
            return self.env._(
                "100, %(remark)s for a remark, +%(thanks)s for a thanks",
                remark=number(term["remark_points"]).replace("-", "−"),
                thanks=number(term["thanks_points"]),
            )
        if term["method"] == "score":
            return self.env._("the score itself")
        if term["method"] == "proportional":
            formula = self.env._("fact / plan · 100")
        elif term["inverse_form"] == "ratio":
            formula = self.env._("plan / fact · 100")
        else:
            formula = self.env._("(2 − fact / plan) · 100")
        return formula + self._get_cap_note(term)

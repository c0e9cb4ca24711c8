from odoo import models

from .. import bonus_math
from ..bonus_math import Figures, Part
from ..decimal_math import ZERO, to_decimal

NO_FIGURES = Figures(ZERO, ZERO, 0)
ONE = to_decimal(1)


class KpiPlanReportLine(models.Model):
    """The fact of a closed line, if it were measured now."""

    _inherit = "kpi.plan.report.line"

    def action_propose_late(self):
        """Open an adjustment of the plan-report with the fact as measured now."""
        self.ensure_one()
        self.check_access("read")
        return self.report_id._open_adjustment_proposal(
            {self.id: float(self._get_fact_now())},
            reason=self.env._(
                "%(indicator)s: recorded after closing.",
                indicator=self.indicator_id.name,
            ),
        )

    def _get_fact_now(self):
        report = self.report_id
        # sudo: measuring reads records of all kinds; a figure is what it gives away.
        totals = (
            self.env["kpi.source"]
            .sudo()
            ._get_totals_now(self.indicator_id.sudo(), report.date_from, report.date_to)
        )
        [term] = [term for term in report.terms["lines"] if term["line_id"] == self.id]
        weights = self._get_stored_subjects()
        parts = [
            Part(weight, ZERO, totals.get(subject, NO_FIGURES))
            for subject, weight in weights.items()
        ]
        return bonus_math.weigh(term, parts)[1] or ZERO

    def _get_stored_subjects(self):
        """{employee or department id, 0 for the company: share}, as when closed."""
        if self.parts:  # after a transfer: one per section
            return {part[0]: to_decimal(part[1]) for part in self.parts}
        own = {"employee": self.employee_id.id, "company": 0}
        return {own.get(self.scope, self.department_id.id): ONE}

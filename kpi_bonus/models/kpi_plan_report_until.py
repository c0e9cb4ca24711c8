from odoo import models

from .. import bonus_math


class KpiPlanReport(models.Model):
    """Results of many reports as if there were only some of the facts."""

    _inherit = "kpi.plan.report"

    def _compute_with(self, totals):
        """Hours, plans and corrected facts as they are now; nothing is written.

        :param totals: what ``kpi.fact._get_totals`` returned, of fewer days
        :return: {report id: (terms, bonus_math.ReportResult)}; no key for wrong hours
        """
        if not self:
            return {}
        segments = self._read_segments()
        all_terms = self._read_terms()
        overrides = self._get_overrides()
        targets = self.env["kpi.target"]._get_values(self.period_id)
        units = self.env["hr.department"]._kpi_units()
        results = {}
        for report in self:
            terms, own = all_terms[report.id], segments.get(report.id, ())
            inputs = report._prepare_inputs(
                *(terms, own, self._sum_hours(own), overrides),
                *(totals, targets, units),
            )
            try:
                results[report.id] = terms, bonus_math.compute(terms, inputs)
            except bonus_math.BonusMathError:
                continue  # named in the report's own problem
        return results

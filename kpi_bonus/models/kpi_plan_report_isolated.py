from odoo import models

from ..isolation import run_isolated


class KpiPlanReport(models.Model):
    """A person whose report fails keeps the reason, and does not stop the others."""

    _inherit = "kpi.plan.report"

    def _do_issue(self):
        refused = []

        def issue(reports):
            refused.extend(super()._do_issue())

        failed = run_isolated(self.env, self, issue)
        self._set_problems(failed)
        return refused + failed

    def _refresh_batch(self, totals, targets, units):
        def refresh(reports):
            super()._refresh_batch(totals, targets, units)

        return self._set_problems(run_isolated(self.env, self, refresh))

    def _set_problems(self, failed):
        """:param failed: [(report, reason)]"""
        for report, reason in failed:
            report._as_kpi_engine().problem = reason

from odoo import models


class KpiPlanReport(models.Model):
    _inherit = "kpi.plan.report"

    def _get_paid_reasons(self):
        """Hook: why a closed report may not be reopened: {report id: text}.

        An adjustment corrects what was closed; closed anew with the right figures, the
        report would pay the difference a second time. Payroll adds what is on payslips.
        """
        return {
            adjustment.report_id.id: self.env._(
                "%(adjustment)s is made.", adjustment=adjustment.display_name
            )
            for adjustment in self.env["kpi.adjustment"].search(
                [("report_id", "in", self.ids)]
            )
        }

from odoo import models


class KpiPlanReport(models.Model):
    """Activities that a result asks for."""

    _inherit = "kpi.plan.report"

    def _signal_no_bonus(self, months):
        """Ask the manager to look into it: one activity per person, until it is done.

        :param months: so many running, the one of these reports being the last
        """
        xmlid = "kpi_bonus.kpi_mail_activity_type_no_bonus"
        open_activities = self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("activity_type_id", "=", self.env.ref(xmlid).id),
            ]
        )
        asked = self.browse(open_activities.mapped("res_id")).employee_id
        for company, reports in self.grouped("company_id").items():
            manager = company._kpi_get_manager()
            if manager:
                reports.filtered(
                    lambda report: report.employee_id not in asked
                ).activity_schedule(
                    xmlid,
                    user_id=manager.id,
                    date_deadline=company._kpi_today(),
                    summary=self.env._(
                        "No bonus, months running: %(months)s", months=months
                    ),
                )

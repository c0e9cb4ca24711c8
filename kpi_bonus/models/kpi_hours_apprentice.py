from odoo import api, models


class KpiHours(models.AbstractModel):
    """Days of training are no days of KPI pay.

    An apprentice gets a stipend and no bonus. Hence no plan-report before the hire, and
    a month in which somebody is hired counts from that day on, as for any joiner.
    """

    _inherit = "kpi.hours"

    @api.model
    def _get_runs(self, employees, date_from, date_to):
        runs_by_employee = super()._get_runs(employees, date_from, date_to)
        paid = {
            employee: [run for run in runs if run[0].job_id.kpi_track != "apprentice"]
            for employee, runs in runs_by_employee.items()
        }
        return {employee: runs for employee, runs in paid.items() if runs}

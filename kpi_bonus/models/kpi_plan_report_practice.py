from odoo import api, fields, models
from odoo.fields import Domain


class KpiPlanReport(models.Model):
    """Who has shown that he can compute his bonus, beside his plan-report."""

    _inherit = "kpi.plan.report"

    has_practised = fields.Boolean(
        string="Practice passed",
        compute="_compute_has_practised",
        search="_search_has_practised",
        # Yes or no about people whose report the reader may read.
        compute_sudo=True,
        help="The employee has computed the worked example or another exercise right.",
    )

    @api.depends("employee_id")
    def _compute_has_practised(self):
        groups = self.env["kpi.practice"]._read_group(
            [("employee_id", "in", self.employee_id.ids), ("passed", "=", True)],
            ["employee_id"],
        )
        passed = {employee.id for [employee] in groups}
        for report in self:
            report.has_practised = report.employee_id.id in passed

    @api.model
    def _search_has_practised(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: as above.
        passed = self.env["kpi.practice"].sudo()._search([("passed", "=", True)])
        domain = Domain("employee_id", "in", passed.subselect("employee_id"))
        return domain if True in value else ~domain

from odoo import api, fields, models


class KpiPeriodFinding(models.TransientModel):
    """Somebody whom a run left out, and why. Kept as long as Odoo keeps wizards."""

    _name = "kpi.period.finding"
    _description = "Left out by a run"
    _order = "reason, employee_id"

    period_id = fields.Many2one("kpi.period", required=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee", ondelete="cascade")
    report_id = fields.Many2one(
        "kpi.plan.report", string="Plan-report", ondelete="cascade"
    )
    reason = fields.Char(required=True)

    @api.model
    def _create_findings(self, period, vals_list):
        """:param vals_list: dicts of a reason and the employee or the report"""
        reports = self.env["kpi.plan.report"].browse(
            [vals["report_id"] for vals in vals_list if "report_id" in vals]
        )
        employees = {report.id: report.employee_id.id for report in reports}
        return self.create(
            [
                {
                    "period_id": period.id,
                    "employee_id": employees.get(vals.get("report_id")),
                    **vals,
                }
                for vals in vals_list
            ]
        )

    def _get_action(self):
        """A list of the findings; True when there are none."""
        if not self:
            return True
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Left out, and why"),
            "res_model": self._name,
            "view_mode": "list",
            "domain": [("id", "in", self.ids)],
        }

from odoo import api, fields, models
from odoo.fields import Domain


class KpiLateFact(models.TransientModel):
    """A fact of a closed day that would be measured otherwise now.

    Receipts entered or changed after closing, entries withdrawn, leads reassigned. A
    closed day stays as it is; who is owed something gets an adjustment.
    """

    _name = "kpi.late.fact"
    _description = "Late fact"
    _order = "date, indicator_id, id"

    period_id = fields.Many2one("kpi.period", required=True, ondelete="cascade")
    indicator_id = fields.Many2one(
        "kpi.indicator", string="KPI", required=True, ondelete="cascade"
    )
    date = fields.Date(required=True)
    employee_id = fields.Many2one("hr.employee", ondelete="cascade")
    department_id = fields.Many2one(
        "hr.department", string="Section or shop", ondelete="cascade"
    )
    stored_value = fields.Float(string="As closed", digits=(20, 2), aggregator="sum")
    stored_base = fields.Float(string="Base as closed", digits=(20, 2))
    measured_value = fields.Float(string="Now", digits=(20, 2), aggregator="sum")
    measured_base = fields.Float(string="Base now", digits=(20, 2))
    difference = fields.Float(
        compute="_compute_difference", store=True, digits=(20, 2), aggregator="sum"
    )
    report_count = fields.Integer(
        string="Plan-reports", compute="_compute_report_count"
    )

    @api.depends("stored_value", "measured_value")
    def _compute_difference(self):
        for late in self:
            late.difference = late.measured_value - late.stored_value

    @api.depends("indicator_id", "employee_id", "department_id", "period_id")
    def _compute_report_count(self):
        for late in self:
            late.report_count = len(late._get_lines())

    def _get_lines(self):
        """The closed KPI lines that count this fact."""
        self.ensure_one()
        domain = Domain("report_id.period_id", "=", self.period_id.id)
        domain &= Domain("report_id.state", "=", "closed")
        domain &= Domain("indicator_id", "=", self.indicator_id.id)
        if self.employee_id:
            domain &= Domain("employee_id", "=", self.employee_id.id)
        lines = self.env["kpi.plan.report.line"].search(domain)
        if self.department_id:
            unit = self.department_id.id
            lines = lines.filtered(lambda line: unit in line._get_stored_subjects())
        return lines

    def action_propose(self):
        """Propose an adjustment; of a section's fact, choose the plan-report first."""
        lines = self._get_lines()
        if len(lines) == 1:
            return lines.action_propose_late()
        view = self.env.ref("kpi_bonus.kpi_plan_report_line_view_list_late")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan-reports with this fact"),
            "res_model": lines._name,
            "views": [(view.id, "list")],
            "domain": [("id", "in", lines.ids)],
        }

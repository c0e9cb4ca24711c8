from odoo import fields, models


class KpiReportRecordMixin(models.AbstractModel):
    """A record about one plan-report, found by its person, section and period."""

    _name = "kpi.report.record.mixin"
    _description = "Record about a plan-report"

    report_id = fields.Many2one(
        "kpi.plan.report",
        string="Plan-report",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    employee_id = fields.Many2one(
        related="report_id.employee_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="report_id.company_id", store=True, precompute=True, required=True
    )
    period_id = fields.Many2one(
        related="report_id.period_id", store=True, precompute=True, index=True
    )
    department_id = fields.Many2one(
        related="report_id.department_id", store=True, precompute=True, index=True
    )
    report_state = fields.Selection(
        related="report_id.state", string="Plan-report state"
    )

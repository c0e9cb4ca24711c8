from odoo import fields, models


class KpiPayment(models.Model):
    """What a confirmed payslip has paid: a plan-report or an adjustment, each once.

    A table of its own, because those are closed and sealed: being paid must not change
    them. Only the engine writes here, there are no rights to.
    """

    _name = "kpi.payment"
    _description = "Paid KPI pay"
    _rec_name = "payslip_id"

    payslip_id = fields.Many2one(
        "hr.payslip", required=True, ondelete="cascade", index=True
    )
    report_id = fields.Many2one("kpi.plan.report", ondelete="restrict")
    adjustment_id = fields.Many2one("kpi.adjustment", ondelete="restrict")

    _report_unique = models.UniqueIndex(
        "(report_id) WHERE report_id IS NOT NULL",
        "Another payslip has just paid this plan-report. Compute this one again.",
    )
    _adjustment_unique = models.UniqueIndex(
        "(adjustment_id) WHERE adjustment_id IS NOT NULL",
        "Another payslip has just paid this adjustment. Compute this one again.",
    )
    _is_for_one = models.Constraint(
        "CHECK(num_nonnulls(report_id, adjustment_id) = 1)",
        "A payment is for a plan-report or for an adjustment.",
    )

from odoo import fields, models


class HrJob(models.Model):
    _inherit = "hr.job"

    kpi_staff_limit = fields.Integer(
        string="Staffing limit",
        help="How many people may hold this job. 0 is no limit.",
    )

    _kpi_staff_limit_positive = models.Constraint(
        "CHECK(kpi_staff_limit >= 0)", "A job's staffing limit can't be negative."
    )

from odoo import fields, models


class HrLeaveType(models.Model):
    _inherit = "hr.leave.type"

    kpi_excused = fields.Boolean(
        string="Lowers KPI plans",
        help="Shifts missed on such leave lower the person's own plans.",
    )
    kpi_is_parental = fields.Boolean(
        string="Parental leave",
        help="Nobody is attested during such leave, nor for some months after it, but "
        "at the employee's own request.",
    )

from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    kpi_attestation_exempt_until = fields.Date(
        string="Exempt from attestation until",
        groups="hr.group_hr_user,kpi_bonus.group_manager",
        help="Until this day the person is attested at his or her own request only. "
        "The cause, such as a pregnancy, is not recorded.",
    )

from odoo import fields, models


class HrPayslipEmployees(models.TransientModel):
    """Who has left and was archived before payday is paid like everybody else.

    Without the context the wizard would drop him without a word. Rules and contracts
    are read without it, so that archived ones of those stay out.
    """

    _inherit = "hr.payslip.employees"

    employee_ids = fields.Many2many(context={"active_test": False})

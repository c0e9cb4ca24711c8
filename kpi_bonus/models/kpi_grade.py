from odoo import fields, models

MONEY_GROUPS = "kpi_bonus.group_manager,kpi_bonus.group_payroll"


class KpiGrade(models.Model):
    _name = "kpi.grade"
    _description = "Qualification grade"
    _order = "job_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    job_id = fields.Many2one(
        "hr.job", check_company=True, help="Empty: a grade that any job may have."
    )
    wage = fields.Monetary(groups=MONEY_GROUPS, help="Monthly wage at full hours.")
    min_months = fields.Integer(
        string="Months before the next",
        default=3,
        help="A higher grade is set not sooner than this many months after this one.",
    )

    _code_unique = models.UniqueIndex(
        "(company_id, COALESCE(job_id, 0), code)",
        "This grade code exists already for the job. Take another code.",
    )
    _wage_positive = models.Constraint(
        "CHECK(wage >= 0)", "A grade's wage can't be negative."
    )
    _min_months_positive = models.Constraint(
        "CHECK(min_months >= 0)", "The months before the next grade can't be negative."
    )

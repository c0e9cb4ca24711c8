from odoo import api, fields, models

MONEY_GROUPS = "kpi_bonus.group_manager,kpi_bonus.group_payroll"


class KpiGrade(models.Model):
    _name = "kpi.grade"
    _description = "Qualification grade"
    # By the id as well: jobs have often one and the same sequence.
    _order = "job_id, job_id.id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(
        default=lambda self: self._default_sequence(),
        help="A higher grade comes after a lower one.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    job_id = fields.Many2one(
        "hr.job", check_company=True, help="Empty: a grade that any job may have."
    )
    wage_ids = fields.One2many(
        "kpi.grade.wage", "grade_id", string="Wages by date", groups=MONEY_GROUPS
    )
    wage = fields.Monetary(
        compute="_compute_wage",
        inverse="_inverse_wage",
        compute_sudo=False,
        groups=MONEY_GROUPS,
        help="Monthly wage at full hours that is in force today. A change counts from "
        "today; for another day, add a wage with its date.",
    )
    min_months = fields.Integer(
        string="Months before the next",
        default=3,
        help="A higher grade is set not sooner than this many months after this one.",
    )

    _code_unique = models.UniqueIndex(
        "(company_id, COALESCE(job_id, 0), code)",
        "This grade code exists already for the job. Take another code.",
    )
    _min_months_positive = models.Constraint(
        "CHECK(min_months >= 0)", "The months before the next grade can't be negative."
    )

    @api.model
    def _default_sequence(self):
        """Above all that exist, so that a new grade ties with none."""
        [(highest,)] = self._read_group([], [], ["sequence:max"])
        return (highest or 0) + 1

    @api.depends("company_id", "wage_ids.date_from", "wage_ids.wage")
    def _compute_wage(self):
        for grade in self:
            grade.wage = grade._get_wage(grade.company_id._kpi_today()).wage

    def _inverse_wage(self):
        """A row from today on; the row of today, if there is one, is corrected."""
        vals_list = []
        for grade in self:
            today = grade.company_id._kpi_today()
            row = grade._get_wage(today)
            if row.wage == grade.wage:
                continue
            if row.date_from == today:
                row.wage = grade.wage
                continue
            limits = {"wage_min": row.wage_min, "wage_max": row.wage_max}
            vals = {"grade_id": grade.id, "date_from": today, "wage": grade.wage}
            vals_list.append(vals | limits)
        self.env["kpi.grade.wage"].create(vals_list)

    def _get_wage(self, date):
        """The row of the wage table in force on a date.

        :return: kpi.grade.wage; empty for a grade without wages
        """
        self.ensure_one()
        return self._get_wages(date).get(self.id, self.env["kpi.grade.wage"])

    def _get_wages(self, date):
        """Rows in force on a date: the last begun, else the first that will begin.

        Two queries for any number of grades.

        :return: {grade id: kpi.grade.wage}; grades without wages have no key
        """
        rows = {}
        for grade in self:
            begun = grade.wage_ids.filtered(lambda row: row.date_from <= date)
            ordered = (begun or grade.wage_ids).sorted("date_from")
            if ordered:
                rows[grade.id] = ordered[-1] if begun else ordered[0]
        return rows

    @api.model
    def _get_ladders(self, jobs):
        """Grades that a holder of each job may have, from the lowest up.

        :return: {job id: kpi.grade}; grades of any job of the company are in each
        """
        grades = self.search(
            [
                ("company_id", "in", self.env.companies.ids),
                ("job_id", "in", [*jobs.ids, False]),
            ],
            order="sequence, id",
        )
        return {
            job.id: grades.filtered(
                lambda grade, job=job: not grade.job_id or grade.job_id == job
            )
            for job in jobs
        }

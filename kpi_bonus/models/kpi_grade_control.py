from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .kpi_grade import MONEY_GROUPS
from .kpi_grade_control_sql import CONTROL_SQL


class KpiGradeControl(models.Model):
    """One row per person employed today: grade and wage as they are and should be.

    Read from the contract versions at every look, so that it is never out of date.
    The id of a row is the employee's.
    """

    _name = "kpi.grade.control"
    _description = "Grade control"
    _auto = False
    _order = "department_id, employee_id"
    _rec_names_search = ["employee_id.name"]
    _depends = {
        "hr.version": [
            "active",
            "employee_id",
            "date_version",
            "contract_date_start",
            "contract_date_end",
            "department_id",
            "job_id",
            "kpi_grade_id",
            "trial_date_end",
            "wage",
        ],
        "hr.employee": ["active", "company_id", "kpi_attestation_exempt_until"],
        "hr.department": ["kpi_kind", "parent_path"],
        "hr.job": ["kpi_track"],
        "kpi.grade": ["active", "company_id", "job_id", "sequence", "min_months"],
        "kpi.grade.wage": ["grade_id", "date_from", "wage", "wage_min", "wage_max"],
        "kpi.attestation": ["employee_id", "state", "date"],
    }

    employee_id = fields.Many2one("hr.employee", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    department_id = fields.Many2one("hr.department", readonly=True)
    section_id = fields.Many2one("hr.department", string="Section", readonly=True)
    job_id = fields.Many2one("hr.job", readonly=True)
    kpi_track = fields.Selection(related="job_id.kpi_track")
    grade_id = fields.Many2one("kpi.grade", readonly=True)
    grade_since = fields.Date(
        string="In the grade since",
        readonly=True,
        help="The first day of the contract versions that bear this grade without a "
        "break.",
    )
    next_grade_id = fields.Many2one("kpi.grade", string="Next grade", readonly=True)
    has_no_grade = fields.Boolean(
        string="Without grade", readonly=True, help="Apprentices have none by design."
    )
    probation_end = fields.Date(string="End of probation", readonly=True)
    due_date = fields.Date(
        string="Attestation from",
        readonly=True,
        help="After probation for the first grade, then as many months after a grade "
        "as it says, if the job has a higher one.",
    )
    is_due = fields.Boolean(
        string="Due for attestation",
        readonly=True,
        help="The day has come, the person is not exempt and nothing is planned yet.",
    )
    last_attestation_id = fields.Many2one(
        "kpi.attestation", string="Last attestation", readonly=True
    )
    last_attestation_date = fields.Date(
        string="Date of the last attestation", readonly=True
    )
    planned_attestation_id = fields.Many2one(
        "kpi.attestation", string="Planned attestation", readonly=True
    )
    wage = fields.Monetary(readonly=True, aggregator="avg", groups=MONEY_GROUPS)
    grade_wage = fields.Monetary(
        string="Wage of the grade",
        readonly=True,
        aggregator="avg",
        groups=MONEY_GROUPS,
        help="By the wage table in force today.",
    )
    wage_difference = fields.Monetary(
        string="Above the grade",
        readonly=True,
        groups=MONEY_GROUPS,
        help="Wage less the wage of the grade.",
    )
    wage_min = fields.Monetary(
        string="Lowest pay", readonly=True, aggregator=None, groups=MONEY_GROUPS
    )
    wage_max = fields.Monetary(
        string="Highest pay", readonly=True, aggregator=None, groups=MONEY_GROUPS
    )
    is_wage_off = fields.Boolean(
        string="Wage differs from grade", readonly=True, groups=MONEY_GROUPS
    )
    is_over_limit = fields.Boolean(
        string="Above the limit", readonly=True, groups=MONEY_GROUPS
    )
    is_under_limit = fields.Boolean(
        string="Below the limit", readonly=True, groups=MONEY_GROUPS
    )

    @property
    def _table_query(self):
        # sudo: only the day at each company is taken; rules keep companies apart.
        companies = self.env["res.company"].sudo().search_fetch([], ["active"])
        return SQL(
            CONTROL_SQL,
            companies=companies.ids,
            days=[company._kpi_today() for company in companies],
        )

    @api.depends("employee_id")
    def _compute_display_name(self):
        for row in self:
            # sudo: who may read the row may know whose it is.
            row.display_name = row.sudo().employee_id.name or ""

    def action_set_wage(self):
        """Prepare changes of wage to that of the grade; they are applied afterwards."""
        changes = self.env["kpi.wage.change"]
        changes.check_access("create")
        rows = self.filtered("is_wage_off")
        if not rows:
            raise UserError(
                self.env._(
                    "%(names)s: nobody here is paid otherwise than the grade says. "
                    "Choose people whose wage differs from it.",
                    names=", ".join(self.mapped("display_name")),
                )
            )
        return changes._prepare_for_grades(
            {row.employee_id: row.grade_id for row in rows},
            changes._default_effective_date(),
            self.env._("Wage of the grade"),
        )._get_list_action()

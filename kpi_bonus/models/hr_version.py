from odoo import api, fields, models


class HrVersion(models.Model):
    _inherit = "hr.version"

    kpi_grade_id = fields.Many2one(
        "kpi.grade",
        string="Grade",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        groups="hr.group_hr_user,kpi_bonus.group_manager",
        help="Qualification grade. What is paid is the wage of this version.",
    )
    kpi_scheme_id = fields.Many2one(
        "kpi.scheme",
        string="Bonus scheme",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        groups="hr.group_hr_user,kpi_bonus.group_manager",
        help="Set it to exempt this person from the choice by job and department. "
        "A period uses the version of this scheme that is valid on its first day.",
    )

    @api.onchange("kpi_grade_id")
    def _onchange_kpi_grade_id(self):
        """Propose the grade's wage on the version's date to whoever may see wages."""
        if self.kpi_grade_id and self.env.user.has_group("hr.group_hr_manager"):
            # sudo: who sees everybody's wage may see that of a grade.
            grade_sudo = self.kpi_grade_id._origin.sudo()
            day = self.date_version or fields.Date.context_today(self)
            self.wage = grade_sudo._get_wage(day).wage or self.wage

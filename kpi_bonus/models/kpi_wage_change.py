from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .kpi_grade import MONEY_GROUPS


class KpiWageChange(models.Model):
    """A raise without attestation: one person's wage from a day on.

    Made for many at once by a new wage table or from grade control, then applied.
    """

    _name = "kpi.wage.change"
    _description = "Change of wage"
    _inherit = ["mail.thread", "kpi.career.mixin"]
    _order = "effective_date desc, id desc"
    _rec_names_search = ["employee_id.name"]
    _mail_post_access = "read"
    _check_company_auto = True
    _kpi_engine_fields = frozenset(
        {
            "company_id",
            "department_id",
            "state",
            "wage_before",
            "version_id",
            "applied_on",
            "applied_by_id",
            "change_log",
        }
    )

    currency_id = fields.Many2one(related="company_id.currency_id")
    effective_date = fields.Date(
        required=True, default=lambda self: self._default_effective_date()
    )
    wage_before = fields.Monetary(
        string="Wage before",
        compute="_compute_wage_before",
        store=True,
        groups=MONEY_GROUPS,
        aggregator=None,
        help="Of the contract version in force the day the change begins.",
    )
    wage = fields.Monetary(
        string="New wage", required=True, groups=MONEY_GROUPS, aggregator=None
    )
    grade_id = fields.Many2one(
        "kpi.grade",
        string="By the wage of grade",
        check_company=True,
        ondelete="restrict",
        help="Whose wage it is. The grade of the person stays as it is.",
    )
    reason = fields.Char(help="As it shall stand in the order.")

    _wage_positive = models.Constraint("CHECK(wage > 0)", "A new wage is above 0.")

    @api.model
    def _default_effective_date(self):
        """A wage set within a month splits its pay, so by default none does."""
        today = self.env.company._kpi_today()
        return fields.Date.add(fields.Date.start_of(today, "month"), months=1)

    @api.depends("employee_id", "effective_date")
    def _compute_wage_before(self):
        versions = self._get_versions()
        for change in self:
            version = change._get_version_at(versions, change.effective_date)
            change.wage_before = version.wage

    @api.depends("employee_id", "effective_date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for change in self:
            change.display_name = self.env._(
                "%(employee)s: wage from %(date)s",
                # sudo: who may read the change may know whose it is.
                employee=change.sudo().employee_id.name or "",
                date=self._format_date(change.effective_date),
            )

    @api.constrains("employee_id", "effective_date", "state")
    def _check_single(self):
        drafts = self.filtered(lambda change: change.state == "draft")
        if not drafts:
            return
        groups = self._read_group(
            [("employee_id", "in", drafts.employee_id.ids), ("state", "=", "draft")],
            ["employee_id", "effective_date:day"],
            ["id:recordset"],
        )
        for _employee, _day, changes in groups:
            if len(changes) > 1:
                raise ValidationError(
                    self.env._(
                        "%(change)s: a change from this day is prepared already. "
                        "Change or delete that one.",
                        change=changes[0].display_name,
                    )
                )

    @api.constrains("effective_date", "wage", "grade_id", "reason", "employee_id")
    def _check_draft(self):
        for change in self:
            if change.state != "draft":
                raise UserError(
                    self.env._(
                        "%(change)s: it is applied and stays as it is. Undo it first.",
                        change=change.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        self._check_draft()

    def action_apply(self):
        self._check_career_manager()
        # The contract may have changed since it was prepared.
        drafts = self.filtered(lambda change: change.state == "draft")
        self.env.add_to_compute(self._fields["wage_before"], drafts)
        return super().action_apply()

    def _get_apply_problems(self):
        problems = super()._get_apply_problems()
        for change in self:
            if change.state != "applied" and change.wage == change.wage_before:
                text = self.env._(
                    "%(change)s: this is the wage already. Delete the change.",
                    change=change.display_name,
                )
                problems.setdefault(change.id, []).append(text)
        return problems

    def _prepare_version_vals(self):
        return {"wage": self.wage}

    @api.model
    def _prepare_for_grades(self, people, date, reason):
        """Make the changes that give people the wages of their grades on a date.

        Who has a change from that day prepared already keeps that one.

        :param people: {hr.employee: kpi.grade}
        :return: the new ones
        """
        employees = self.env["hr.employee"].union(*people)
        prepared = self.search(
            [
                ("employee_id", "in", employees.ids),
                ("effective_date", "=", date),
                ("state", "=", "draft"),
            ]
        ).employee_id
        rows = self.env["kpi.grade"].union(*people.values())._get_wages(date)
        return self.create(
            [
                {
                    "employee_id": employee.id,
                    "effective_date": date,
                    "wage": rows[grade.id].wage,
                    "grade_id": grade.id,
                    "reason": reason,
                }
                for employee, grade in people.items()
                if employee not in prepared and grade.id in rows
            ]
        )

    def _get_list_action(self):
        """These changes in a list, to be looked through and applied."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_wage_change_action"
        )
        return action | {"domain": [("id", "in", self.ids)], "context": {}}

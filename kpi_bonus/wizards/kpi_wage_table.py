from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class KpiWageTable(models.TransientModel):
    """New wages of all grades from a day on, and of the people who have them."""

    _name = "kpi.wage.table"
    _description = "New wage table"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id", related_sudo=False)
    date = fields.Date(
        string="In force from",
        required=True,
        default=lambda self: self.env["kpi.wage.change"]._default_effective_date(),
    )
    growth = fields.Float(
        string="Growth, %", digits=(16, 2), help="5 makes 105 of 100."
    )
    step = fields.Float(
        string="Rounded to",
        digits=(16, 2),
        help="500 makes 21 500 of 21 400. 0: to the smallest coin.",
    )
    raise_people = fields.Boolean(
        string="Raise the people too",
        default=True,
        help="Prepares a change of wage for everybody who is paid just the wage of the "
        "grade now. They are applied afterwards, all or some.",
    )
    line_ids = fields.One2many(
        "kpi.wage.table.line",
        "table_id",
        string="Grades",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        compute_sudo=False,
    )

    _growth_not_below = models.Constraint(
        "CHECK(growth > -100 AND step >= 0)",
        "A growth of -100 % leaves no wage, and wages are not rounded to less than 0.",
    )

    @api.depends("company_id")
    def _compute_line_ids(self):
        for table in self:
            grades = self.env["kpi.grade"].search(
                [("company_id", "=", table.company_id.id)]
            )
            table.line_ids = [Command.clear()] + [
                Command.create({"grade_id": grade.id}) for grade in grades
            ]

    def action_apply(self):
        """Make the rows of the table, and the changes of wage if asked for."""
        self.ensure_one()
        self.env["kpi.grade.wage"].check_access("create")
        lines = self.line_ids.filtered("is_changed")
        if not lines:
            raise UserError(
                self.env._(
                    "Wages from %(date)s: no wage differs from the present one. Enter "
                    "a growth or the new wages.",
                    date=self.date,
                )
            )
        # Before the table changes what they are compared with.
        people = lines._get_people_to_raise() if self.raise_people else {}
        lines._make_rows()
        if not people:
            return {"type": "ir.actions.act_window_close"}
        changes = self.env["kpi.wage.change"]._prepare_for_grades(
            people, self.date, self.env._("New wages of grades")
        )
        return changes._get_list_action()

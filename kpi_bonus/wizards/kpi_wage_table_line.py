from odoo import api, fields, models
from odoo.tools import float_round


class KpiWageTableLine(models.TransientModel):
    """One grade: its wage now, and the one proposed, which may be changed."""

    _name = "kpi.wage.table.line"
    _description = "New wage of a grade"
    _order = "id"

    table_id = fields.Many2one(
        "kpi.wage.table", string="Wage table", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="table_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="table_id.currency_id", related_sudo=False)
    grade_id = fields.Many2one("kpi.grade", required=True, ondelete="cascade")
    job_id = fields.Many2one(related="grade_id.job_id", related_sudo=False)
    old_wage = fields.Monetary(
        string="Present wage", compute="_compute_old_wages", compute_sudo=False
    )
    old_min = fields.Monetary(
        string="Present lowest pay", compute="_compute_old_wages", compute_sudo=False
    )
    old_max = fields.Monetary(
        string="Present highest pay", compute="_compute_old_wages", compute_sudo=False
    )
    wage = fields.Monetary(
        string="New wage",
        compute="_compute_wages",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    wage_min = fields.Monetary(
        string="Lowest pay",
        compute="_compute_wages",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    wage_max = fields.Monetary(
        string="Highest pay",
        compute="_compute_wages",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    is_changed = fields.Boolean(
        string="Changed", compute="_compute_is_changed", compute_sudo=False
    )

    @api.depends("grade_id", "table_id.date")
    def _compute_old_wages(self):
        for table, lines in self.grouped("table_id").items():
            rows = lines.grade_id._get_wages(table.date) if table.date else {}
            for line in lines:
                row = rows.get(line.grade_id.id, self.env["kpi.grade.wage"])
                line.old_wage = row.wage
                line.old_min = row.wage_min
                line.old_max = row.wage_max

    @api.depends("old_wage", "table_id.growth", "table_id.step")
    def _compute_wages(self):
        for line in self:
            line.wage = line._grow(line.old_wage)
            line.wage_min = line._grow(line.old_min)
            line.wage_max = line._grow(line.old_max)

    @api.depends("old_wage", "wage", "wage_min", "wage_max")
    def _compute_is_changed(self):
        for line in self:
            old = (line.old_wage, line.old_min, line.old_max)
            line.is_changed = (line.wage, line.wage_min, line.wage_max) != old

    def _grow(self, amount):
        """Half up to the step; without growth nothing is rounded."""
        table = self.table_id
        if not table.growth:
            return amount
        grown = amount * (100 + table.growth) / 100
        step = table.step or table.currency_id.rounding or 0.01
        return float_round(grown, precision_rounding=step)

    def _make_rows(self):
        """Rows of the wage tables; a row of the very day is corrected."""
        rows = self.grade_id._get_wages(self.table_id.date)
        vals_list = []
        for line in self:
            vals = {
                "wage": line.wage,
                "wage_min": line.wage_min,
                "wage_max": line.wage_max,
            }
            row = rows.get(line.grade_id.id)
            if row and row.date_from == line.table_id.date:
                row.write(vals)
            else:
                key = {"grade_id": line.grade_id.id, "date_from": line.table_id.date}
                vals_list.append(vals | key)
        self.env["kpi.grade.wage"].create(vals_list)

    def _get_people_to_raise(self):
        """{employee: grade} of those who are paid just the old wage of it on the day"""
        day = self.table_id.date
        employees = self.env["hr.employee"].search(
            [("company_id", "=", self.table_id.company_id.id)]
        )
        # sudo: the wage of a contract is open to HR officers only; it is shown only in
        # changes of wage, which the bonus manager may read.
        runs = self.env["kpi.hours"].sudo()._get_runs(employees, day, day)
        lines = {line.grade_id.id: line for line in self}
        people = {}
        for employee, [(version, _first, _last)] in runs.items():
            line = lines.get(version.kpi_grade_id.id)
            if line and line.old_wage == version.wage != line.wage:
                people[employee.sudo(False)] = line.grade_id
        return people

from calendar import monthrange

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .kpi_fact_sheet_line import DAYS, format_cell

CHOICES = frozenset({"period_id", "month", "indicator_id", "figure", "department_id"})


class KpiFactSheet(models.TransientModel):
    """Facts of a month entered by hand: people or departments down, days across."""

    _name = "kpi.fact.sheet"
    _description = "Facts sheet"
    _check_company_auto = True

    period_id = fields.Many2one(
        "kpi.period",
        required=True,
        check_company=True,
        domain=[("state", "!=", "closed")],
    )
    company_id = fields.Many2one(related="period_id.company_id")
    month = fields.Date(
        compute="_compute_month",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Any day of the month to be shown, in a period of several months.",
    )
    indicator_id = fields.Many2one(
        "kpi.indicator",
        string="KPI",
        required=True,
        check_company=True,
        domain=[("source", "=", "manual")],
    )
    scope = fields.Selection(related="indicator_id.scope")
    figure = fields.Selection(
        [("value", "Values"), ("base", "Bases")], required=True, default="value"
    )
    department_id = fields.Many2one("hr.department", check_company=True)
    day_count = fields.Integer(string="Days of the month", compute="_compute_day_count")
    line_ids = fields.One2many("kpi.fact.sheet.line", "sheet_id", "Facts")

    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = self.env._("Facts sheet")

    @api.depends("period_id")
    def _compute_month(self):
        for sheet in self:
            sheet.month = sheet.period_id.date_from

    @api.depends("month")
    def _compute_day_count(self):
        for sheet in self:
            month = sheet.month
            sheet.day_count = monthrange(month.year, month.month)[1] if month else 31

    @api.constrains("period_id", "month")
    def _check_month(self):
        for sheet in self:
            period = sheet.period_id
            if not period.date_from <= sheet.month <= period.date_to:
                raise ValidationError(
                    self.env._(
                        "%(date)s is not in period %(period)s. Choose one of its days.",
                        date=sheet.month,
                        period=period.name,
                    )
                )

    @api.constrains("indicator_id", "figure")
    def _check_indicator(self):
        for sheet in self:
            indicator = sheet.indicator_id
            if indicator.source != "manual":
                problem = self.env._("its facts are measured, not entered.")
            elif sheet.figure == "base" and not indicator._uses_base():
                problem = self.env._("it is no ratio or average: it has no base.")
            else:
                continue
            raise ValidationError(
                self.env._(
                    "KPI %(indicator)s: %(problem)s",
                    indicator=indicator.name,
                    problem=problem,
                )
            )

    def write(self, vals):
        """Rows belong to the choice they were loaded for: another choice drops them."""
        if CHOICES & vals.keys():
            vals = {name: value for name, value in vals.items() if name != "line_ids"}
            self.line_ids.unlink()
        return super().write(vals)

    def action_load(self):
        """Fill the sheet with the facts there are."""
        self.ensure_one()
        facts = self._get_facts()
        self.line_ids = [Command.clear()] + [
            Command.create(self._prepare_line_vals(subject, facts))
            for subject in self._get_subjects()
        ]
        return self._get_action()

    def action_save(self):
        """Write the cells changed since loading; an emptied one deletes its fact."""
        self.ensure_one()
        facts = self._get_facts()
        create, change, delete = [], [], self.env["kpi.fact"]
        for line in self.line_ids:
            for day, figure in line._parse_changed_cells():
                fact = facts.get((line._get_subject_key(), day))
                if fact is None and figure is not None:
                    create.append(self._prepare_fact_vals(line, day, figure))
                elif fact is not None and figure is None:
                    delete += fact
                elif fact is not None and fact[self.figure] != figure:
                    change.append((fact, {self.figure: figure}))
        delete = self._filter_deletable(delete, change)
        delete.unlink()
        self.env["kpi.fact"]._write_batch(change)
        self.env["kpi.fact"].create(create)
        return self.action_load()

    def _filter_deletable(self, emptied, change):
        """An emptied base is a base of 0; only an emptied value ends the fact."""
        if self.figure == "value":
            return emptied
        change += [(fact, {"base": 0.0}) for fact in emptied if fact.base]
        return emptied.browse()

    def _get_days(self):
        """Days of the month that lie in the period, by the name of their cell."""
        first = self.month.replace(day=1)
        days = [first + relativedelta(days=n) for n in range(self.day_count)]
        return dict(zip(DAYS, days, strict=False))

    def _get_facts(self):
        """{((employee id, department id), day): fact} of the month, in one query."""
        days = list(self._get_days().values())
        facts = self.env["kpi.fact"].search_fetch(
            [
                ("indicator_id", "=", self.indicator_id.id),
                ("date", ">=", days[0]),
                ("date", "<=", days[-1]),
            ],
            ["employee_id", "department_id", "date", "value", "base"],
        )
        return {
            ((fact.employee_id.id, fact.department_id.id), fact.date): fact
            for fact in facts
        }

    def _get_subjects(self):
        """Rows: employees, departments, or one without either for the company."""
        if self.scope == "company":
            return [{}]
        if self.scope == "employee":
            return [{"employee_id": key} for key in self._get_employees_sudo().ids]
        return [{"department_id": key} for key in self._get_unit_ids()]

    def _get_departments_sudo(self):
        """Departments whose facts the user enters: chosen, his own, or all."""
        # sudo: departments and their people are not all readable for a section head.
        # Only names reach the sheet; what is saved goes by the rules of the facts.
        departments_sudo = self.env["hr.department"].sudo()
        domain = [("company_id", "in", [self.company_id.id, False])]
        if self.department_id:
            domain.append(("id", "child_of", self.department_id.ids))
        if not self.env.user.has_group("kpi_bonus.group_manager"):
            domain.append(("kpi_is_mine", "=", True))
        return departments_sudo.search(domain)

    def _get_employees_sudo(self):
        """People who are in these departments now."""
        departments_sudo = self._get_departments_sudo()
        domain = [("company_id", "=", self.company_id.id)]
        is_manager = self.env.user.has_group("kpi_bonus.group_manager")
        if self.department_id or not is_manager:
            domain.append(("department_id", "in", departments_sudo.ids))
        return self.env["hr.employee"].sudo().search(domain, order="name, id")

    def _get_unit_ids(self):
        units = self.env["hr.department"]._kpi_units()
        which = 0 if self.scope == "section" else 1
        departments_sudo = self._get_departments_sudo()
        return [key for key in departments_sudo.ids if units[key][which] == key]

    def _prepare_line_vals(self, subject, facts):
        key = (subject.get("employee_id", False), subject.get("department_id", False))
        cells = {
            name: format_cell(facts[key, day][self.figure])
            for name, day in self._get_days().items()
            if (key, day) in facts
        }
        return {**subject, **cells, "loaded": cells}

    def _prepare_fact_vals(self, line, day, figure):
        if self.figure == "base":
            raise UserError(
                self.env._(
                    "%(subject)s, %(date)s: enter the value before its base.",
                    subject=line.name,
                    date=day,
                )
            )
        return {
            "indicator_id": self.indicator_id.id,
            "employee_id": line.employee_id.id,
            "department_id": line.department_id.id,
            "date": day,
            "value": figure,
        }

    def _get_action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Facts sheet"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            # Each loading would leave a crumb of its own otherwise.
            "target": "main",
        }

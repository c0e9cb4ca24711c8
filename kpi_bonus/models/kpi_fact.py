from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .kpi_locked_mixin import KPI_ENGINE

KEY_FIELDS = ("indicator_id", "date", "employee_id", "department_id")


class DuplicateFactError(ValidationError):
    """A second fact on one key was entered by hand."""


class KpiFact(models.Model):
    """One figure of one KPI, subject and day: all that reports and boards read.

    Rows of KPIs with an automatic source are written by ``kpi.source`` in SQL and by
    nobody else; the others are entered by hand or imported.
    """

    _name = "kpi.fact"
    _description = "KPI fact"
    _inherit = ["kpi.import.mixin", "kpi.locked.mixin"]
    _order = "date desc, indicator_id, id"
    _check_company_auto = True
    _kpi_natural_key = KEY_FIELDS
    _kpi_import_required = ("value",)

    date = fields.Date(required=True)
    indicator_id = fields.Many2one(
        "kpi.indicator",
        string="KPI",
        required=True,
        check_company=True,
        ondelete="restrict",
    )
    source = fields.Selection(related="indicator_id.source")
    scope = fields.Selection(related="indicator_id.scope")
    # restrict: without its subject a row would turn into a fact of the whole company.
    employee_id = fields.Many2one(
        "hr.employee", check_company=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Section or shop",
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="indicator_id.company_id", store=True, precompute=True, required=True
    )
    value = fields.Float(digits=(20, 6), required=True, default=0.0)
    base = fields.Float(
        digits=(20, 6),
        required=True,
        default=0.0,
        help="Divisor of a ratio or an average: receipts, answers, days.",
    )
    origin = fields.Selection(
        [("auto", "Measured"), ("manual", "By hand"), ("import", "Imported")],
        required=True,
        default="manual",
        readonly=True,
    )
    note = fields.Char()

    # Its leading columns serve the sums over a period as well (company, KPI, days: an
    # index scan of just these rows), so there is no second index to keep up to date.
    _key_unique = models.UniqueIndex(
        "(company_id, indicator_id, date, COALESCE(employee_id, 0), "
        "COALESCE(department_id, 0))",
        "This KPI has a fact of this subject and day already. Change that one.",
    )
    _one_subject = models.Constraint(
        "CHECK(employee_id IS NULL OR department_id IS NULL)",
        "A fact is of an employee or of a department, not of both.",
    )

    @api.depends("indicator_id", "date", "employee_id", "department_id")
    def _compute_display_name(self):
        for fact in self:
            fact.display_name = f"{fact._get_label()}, {fact.date}"

    @api.constrains("indicator_id", "employee_id", "department_id")
    def _check_subject(self):
        units = self.env["hr.department"]._kpi_units()
        for fact in self:
            problem = fact.indicator_id._get_subject_problem(
                fact.employee_id, fact.department_id, units
            )
            if problem:
                raise ValidationError(
                    self.env._(
                        "Fact of %(fact)s: %(problem)s.",
                        fact=fact.display_name,
                        problem=problem,
                    )
                )

    @api.constrains("indicator_id", "origin")
    def _check_origin(self):
        for fact in self:
            if (fact.indicator_id.source == "manual") == (fact.origin != "auto"):
                continue
            if fact.origin == "auto":
                message = self.env._(
                    "Fact of %(fact)s: this KPI is entered by hand or imported, so "
                    "nothing is measured for it.",
                    fact=fact.display_name,
                )
            else:
                message = self.env._(
                    "Fact of %(fact)s: this KPI is measured automatically. Correct "
                    "the records behind it, or the fact in the plan-report.",
                    fact=fact.display_name,
                )
            raise ValidationError(message)

    @api.constrains("indicator_id", "base")
    def _check_base(self):
        for fact in self:
            if fact.base < 0:
                problem = self.env._("the base can't be negative.")
            elif fact.base and not fact.indicator_id._uses_base():
                problem = self.env._("this KPI is no ratio or average: it has no base.")
            else:
                continue
            raise ValidationError(
                self.env._(
                    "Fact of %(fact)s: %(problem)s",
                    fact=fact.display_name,
                    problem=problem,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_fact_vals(vals) for vals in vals_list]
        self._check_keys_free([self._kpi_get_key(vals) for vals in vals_list])
        facts = super().create(vals_list)
        facts._check_days_open()
        return facts

    def write(self, vals):
        self._check_writable()
        if {"value", "base"} & vals.keys() and not self._is_kpi_import():
            vals = {"origin": "manual", **vals}
        if set(KEY_FIELDS) & vals.keys():
            self._check_keys_free(
                [self._kpi_get_key(vals, fact) for fact in self], self
            )
        result = super().write(vals)
        if set(KEY_FIELDS) & vals.keys():
            self._check_days_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self._check_writable()

    def _write_batch(self, changes):
        """Write different values to many facts, checking the periods once.

        :param changes: [(fact, vals)]
        """
        facts = self.browse([fact.id for fact, _vals in changes])
        facts._check_writable()
        for fact, vals in changes:
            # A Python object, as in kpi_locked_mixin: no client can skip the check.
            fact.with_context(kpi_facts_checked=KPI_ENGINE).write(vals)

    def _kpi_write_batch(self, changes):
        self._write_batch(changes)

    @api.model
    def _kpi_import_prepare_vals(self, values):
        values["origin"] = "import"
        # An empty cell is no base of 0, which would mean "no data".
        if values.get("base") is False:
            del values["base"]
        return values

    @api.model
    def _prepare_fact_vals(self, vals):
        indicator = self.env["kpi.indicator"].browse(vals.get("indicator_id"))
        # Whoever enters an average by hand enters one day's figure.
        if indicator.aggregate == "average" and not indicator.ratio:
            return {"base": 1.0, **vals}
        return vals

    def _get_label(self):
        # sudo: whoever may see or enter the fact may know whose it is.
        fact = self.sudo()
        subject = fact.employee_id.name or fact.department_id.display_name
        return f"{fact.indicator_id.name}, {subject or fact.company_id.name}"

    def _check_keys_free(self, keys, own=()):
        """Refuse a second fact on one key before the database does, with names.

        Facts that the user may not see are left to the database, which tells no name.

        :param own: facts that are being moved and may take each other's place
        """
        found = self._kpi_find_by_key(keys)
        taken = {key for key, fact in found.items() if fact not in own}
        for key in keys:
            if key in taken:
                fact = self.new(dict(zip(KEY_FIELDS, key, strict=True)))
                raise DuplicateFactError(
                    self.env._(
                        "%(fact)s has a fact on %(date)s already. Change that one "
                        "instead of entering a second.",
                        fact=fact._get_label(),
                        date=fact.date,
                    )
                )
            taken.add(key)

    def _check_writable(self):
        """Measured facts and those of closed periods are evidence."""
        if self.env.context.get("kpi_facts_checked") is KPI_ENGINE:
            return
        for fact in self:
            if fact.indicator_id.source != "manual" and not self._is_kpi_engine():
                raise UserError(
                    self.env._(
                        "Fact of %(fact)s is measured and can't be changed or deleted. "
                        "Correct the records behind it, or the fact in the "
                        "plan-report.",
                        fact=fact.display_name,
                    )
                )
        self._check_days_open()

    def _check_days_open(self):
        """No fact of a day in a closed period appears, changes or goes."""
        if not self:
            return
        days = self.mapped("date")
        # sudo: a period closes its days for everybody, whoever may read it.
        periods_sudo = self.env["kpi.period"].sudo()
        closed_sudo = periods_sudo._hold_days(
            self.company_id, min(days), max(days)
        ).filtered(lambda period: period.state == "closed")
        for fact in self if closed_sudo else ():
            for period in closed_sudo:
                if (
                    period.company_id == fact.company_id
                    and period.date_from <= fact.date <= period.date_to
                ):
                    raise UserError(
                        self.env._(
                            "Fact of %(fact)s lies in period %(period)s, which is "
                            "closed and can't be changed any more.",
                            fact=fact.display_name,
                            period=period.name,
                        )
                    )

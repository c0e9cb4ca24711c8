from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .kpi_locked_mixin import KPI_ENGINE


class KpiTarget(models.Model):
    """The plan of one KPI and one subject in a period.

    Set once per section, shop or person; the lines of draft plan-reports follow it,
    issued ones keep what was signed.
    """

    _name = "kpi.target"
    _description = "KPI target"
    _inherit = ["kpi.import.mixin"]
    _order = "period_id, indicator_id, department_id, employee_id, id"
    _rec_name = "indicator_id"
    _check_company_auto = True
    _kpi_natural_key = ("period_id", "indicator_id", "employee_id", "department_id")
    _kpi_import_required = ("value",)

    period_id = fields.Many2one(
        "kpi.period", required=True, check_company=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, precompute=True, required=True
    )
    indicator_id = fields.Many2one(
        "kpi.indicator",
        string="KPI",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    scope = fields.Selection(related="indicator_id.scope")
    employee_id = fields.Many2one(
        "hr.employee", check_company=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Section or shop",
        check_company=True,
        ondelete="restrict",
    )
    section_id = fields.Many2one(
        "hr.department",
        string="Section",
        compute="_compute_section_id",
        store=True,
        precompute=True,
        help="Puts the plans of people beside the plan of their section, as of entry.",
    )
    value = fields.Float(string="Plan", digits=(16, 2), required=True, default=0.0)

    _subject_unique = models.UniqueIndex(
        "(period_id, indicator_id, COALESCE(employee_id, 0), "
        "COALESCE(department_id, 0))",
        "This KPI has a target of this subject in the period already. Change that one.",
    )
    _value_not_negative = models.Constraint(
        "CHECK(value >= 0)", "A target can't be negative."
    )

    @api.depends("employee_id", "department_id")
    def _compute_section_id(self):
        units = self.env["hr.department"]._kpi_units()
        for target in self:
            # sudo: a head reads no employees, and gets nothing but the section's name.
            employee_sudo = target.employee_id.sudo()
            department = target.department_id or employee_sudo.department_id
            target.section_id = units.get(department.id, (False, False))[0]

    @api.constrains("indicator_id", "employee_id", "department_id")
    def _check_subject(self):
        units = self.env["hr.department"]._kpi_units()
        for target in self:
            problem = target.indicator_id._get_subject_problem(
                target.employee_id, target.department_id, units
            )
            if problem:
                raise ValidationError(
                    self.env._(
                        "Target of %(indicator)s in %(period)s: %(problem)s.",
                        indicator=target.indicator_id.name,
                        period=target.period_id.name,
                        problem=problem,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets._check_period_open()
        self._sync_plans(targets.period_id)
        return targets

    def write(self, vals):
        self._check_period_open()
        periods = self.period_id
        result = super().write(vals)
        self._check_period_open()
        self._sync_plans(periods | self.period_id)
        return result

    def unlink(self):
        periods = self.period_id
        result = super().unlink()
        self._sync_plans(periods)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_period_open()

    def _kpi_write_batch(self, changes):
        """Import: the drafts follow once, not after every row."""
        targets = self.browse([target.id for target, _vals in changes])
        targets._check_period_open()
        for target, vals in changes:
            target.with_context(kpi_plans_later=KPI_ENGINE).write(vals)
        self._sync_plans(targets.period_id)

    @api.model
    def _sync_plans(self, periods):
        """Draft plan-reports take the targets as they are now."""
        if self.env.context.get("kpi_plans_later") is not KPI_ENGINE:
            for period in periods:
                period._sync_draft_plans()

    @api.model
    def _get_values(self, period):
        """:return: {(indicator id, employee or department id, or 0): plan}"""
        # sudo: plans of a report don't depend on who refreshes it.
        targets_sudo = self.sudo().search_fetch(
            [("period_id", "=", period.id)],
            ["indicator_id", "employee_id", "department_id", "value"],
        )
        return {
            (
                target.indicator_id.id,
                target.employee_id.id or target.department_id.id or 0,
            ): target.value
            for target in targets_sudo
        }

    def _check_period_open(self):
        self.period_id._hold_open()
        for target in self:
            if target.period_id.state == "closed":
                raise UserError(
                    self.env._(
                        "Target of %(indicator)s: period %(period)s is closed and "
                        "can't be changed any more.",
                        indicator=target.indicator_id.name,
                        period=target.period_id.name,
                    )
                )

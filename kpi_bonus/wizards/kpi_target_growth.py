from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import bonus_math
from ..bonus_math import Figures
from ..decimal_math import to_decimal


class KpiTargetGrowth(models.TransientModel):
    """Targets of an earlier period, or its facts, with growth, for a new one."""

    _name = "kpi.target.growth"
    _description = "Targets from an earlier period"
    _check_company_auto = True

    period_id = fields.Many2one(
        "kpi.period",
        string="For",
        required=True,
        check_company=True,
        domain=[("state", "in", ("draft", "open"))],
    )
    company_id = fields.Many2one(related="period_id.company_id")
    frequency = fields.Selection(related="period_id.frequency")
    source_period_id = fields.Many2one(
        "kpi.period",
        string="From",
        compute="_compute_source_period_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        check_company=True,
        help="By default the period before.",
    )
    basis = fields.Selection(
        [("target", "Its targets"), ("fact", "Its facts")],
        required=True,
        default="target",
    )
    growth = fields.Float(
        string="Growth, %", digits=(16, 2), help="5 makes 105 of 100."
    )
    replace = fields.Boolean(
        string="Replace targets", help="Otherwise targets that exist are kept."
    )

    @api.depends("period_id")
    def _compute_source_period_id(self):
        for wizard in self:
            period = wizard.period_id
            wizard.source_period_id = period and period.search(
                [
                    ("company_id", "=", period.company_id.id),
                    ("frequency", "=", period.frequency),
                    ("date_from", "<", period.date_from),
                ],
                limit=1,
                order="date_from desc",
            )

    def action_apply(self):
        self.ensure_one()
        values = self._get_targets() if self.basis == "target" else self._get_facts()
        if not values:
            raise UserError(
                self.env._(
                    "%(period)s has nothing to start from. Choose another period, or "
                    "enter the targets.",
                    period=self.source_period_id.display_name,
                )
            )
        self._write_targets(values)
        return self.period_id.action_open_targets()

    def _get_targets(self):
        """{(KPI, employee, department): plan} of the earlier period."""
        return {
            (target.indicator_id, target.employee_id, target.department_id): (
                target.value
            )
            for target in self.source_period_id.target_ids
        }

    def _get_facts(self):
        """{(KPI, employee, department): fact} of the earlier period.

        Within the user's rights: a head gets those of his departments. KPIs that take
        the last day are left out: their facts are balances, which one does not plan by
        growth.
        """
        period = self.source_period_id
        groups = self.env["kpi.fact"]._read_group(
            [
                ("company_id", "=", period.company_id.id),
                ("date", ">=", period.date_from),
                ("date", "<=", period.date_to),
                ("indicator_id.method", "in", bonus_math.PLANNED_METHODS),
                ("indicator_id.aggregate", "!=", "last"),
            ],
            ["indicator_id", "employee_id", "department_id"],
            ["value:sum", "base:sum", "__count"],
        )
        facts = {}
        for indicator, employee, department, value, base, count in groups:
            fact = bonus_math.fact_of(
                Figures(to_decimal(value), to_decimal(base), count),
                ratio=indicator.ratio,
                average=indicator.aggregate == "average",
                unit=indicator.unit,
            )
            if fact is not None and fact > 0:
                facts[indicator, employee, department] = fact
        return facts

    def _write_targets(self, values):
        existing = {
            (target.indicator_id, target.employee_id, target.department_id): target
            for target in self.period_id.target_ids
        }
        create, change = [], []
        for key, value in values.items():
            grown = float(bonus_math.grow(value, self.growth))
            target = existing.get(key)
            if target is None:
                indicator, employee, department = key
                create.append(
                    {
                        "period_id": self.period_id.id,
                        "indicator_id": indicator.id,
                        "employee_id": employee.id,
                        "department_id": department.id,
                        "value": grown,
                    }
                )
            elif self.replace:
                change.append((target, {"value": grown}))
        self.env["kpi.target"].create(create)
        self.env["kpi.target"]._kpi_write_batch(change)

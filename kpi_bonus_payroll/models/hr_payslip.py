from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.kpi_bonus.bonus_math import segment_pay

# What is compared when a payslip is confirmed.
KPI_AMOUNTS = (
    "kpi_base_salary",
    "kpi_earned_salary",
    "kpi_bonus_amount",
    "kpi_sanction_amount",
    "kpi_adjustment_amount",
)
KPI_STORED = (
    "kpi_report_id",
    "kpi_bonus_percent",
    *KPI_AMOUNTS,
    "kpi_basis",
    "kpi_problem",
    "kpi_hint",
)


class HrPayslip(models.Model):
    """KPI pay on the payslip: stored figures, filled for many payslips at once.

    | step | what it does |
    |---|---|
    | compute | stores the figures and what they are made of, says what is missing |
    | confirm | refuses wrong order and second payment, notes what it pays |
    | cancel, confirm a refund | releases them |

    Only a confirmed payslip pays (``kpi.payment``), so that nothing can be paid twice,
    whoever confirms first.
    """

    _name = "hr.payslip"
    _inherit = ["hr.payslip", "kpi.locked.mixin"]
    _kpi_engine_fields = frozenset(KPI_STORED)

    currency_id = fields.Many2one(related="company_id.currency_id")
    kpi_report_id = fields.Many2one(
        "kpi.plan.report",
        string="Plan-report",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The closed plan-report whose bonus this payslip pays; of several, the "
        "last.",
    )
    kpi_bonus_percent = fields.Float(
        string="Bonus, %",
        digits=(16, 2),
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Of the earned salary of the plan-report.",
    )
    kpi_base_salary = fields.Monetary(
        string="Earned by hours",
        readonly=True,
        copy=False,
        help="Salary of the days of this payslip: wage · worked hours / norm hours of "
        "the month, less what confirmed payslips have paid of these days.",
    )
    kpi_earned_salary = fields.Monetary(
        string="Earned salary of the plan-report",
        readonly=True,
        copy=False,
        help="What the bonus is a percentage of. That of a quarter is the salary of "
        "three months.",
    )
    kpi_bonus_amount = fields.Monetary(string="KPI bonus", readonly=True, copy=False)
    kpi_sanction_amount = fields.Monetary(
        string="Withheld from the bonus", readonly=True, copy=False
    )
    kpi_adjustment_amount = fields.Monetary(
        string="Adjustments",
        readonly=True,
        copy=False,
        help="Of closed plan-reports of earlier months, to be paid now.",
    )
    kpi_basis = fields.Json(
        readonly=True,
        copy=False,
        prefetch=False,
        help="Technical: ids of the plan-reports, adjustments and payslips that the "
        "figures are made of, and the hours of the salary.",
    )
    kpi_problem = fields.Text(
        string="Missing for KPI pay",
        readonly=True,
        copy=False,
        help="Why the payslip should not be confirmed yet.",
    )
    kpi_hint = fields.Text(string="About KPI pay", readonly=True, copy=False)
    kpi_hours_text = fields.Text(string="Hours", compute="_compute_kpi_hours_text")
    kpi_has_pay = fields.Boolean(compute="_compute_kpi_has_pay")

    @api.depends("kpi_basis", "currency_id")
    @api.depends_context("lang")
    def _compute_kpi_hours_text(self):
        for payslip in self:
            hours = (payslip.kpi_basis or {}).get("hours", ())
            payslip.kpi_hours_text = "\n".join(map(payslip._get_hours_line, hours))

    @api.depends(*KPI_AMOUNTS)
    def _compute_kpi_has_pay(self):
        for payslip in self:
            payslip.kpi_has_pay = any(payslip[name] for name in KPI_AMOUNTS)

    def _get_hours_line(self, row):
        pay = segment_pay(row["wage"], row["worked"], row["norm"])
        return self.env._(
            "%(start)s – %(end)s: %(wage)s · %(worked)s / %(norm)s h = %(pay)s",
            start=format_date(self.env, row["date_from"]),
            end=format_date(self.env, row["date_to"]),
            wage=self.currency_id.format(row["wage"]),
            worked=f"{row['worked']:g}",
            norm=f"{row['norm']:g}",
            pay=self.currency_id.format(float(pay)),
        )

    def action_open_kpi_report(self):
        self.ensure_one()
        reports = (self.kpi_basis or {}).get("reports", [])
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_plan_report_action"
        )
        action |= {"domain": [("id", "in", reports)], "context": {}}
        if len(reports) == 1:
            action |= {"res_id": reports[0], "views": [(False, "form")]}
        return action

    # -- computing --------------------------------------------------------------------

    def compute_sheet(self):
        self._kpi_fill()
        return super().compute_sheet()

    def get_current_contract_dict(self, contract, contracts):
        """For rules that count once: ``current_contract.is_first``."""
        values = super().get_current_contract_dict(contract, contracts)
        return {**values, "is_first": contract == contracts[:1]}

    def _get_employee_contracts(self):
        """Rules run for who has left, if something is still to be paid to him.

        Only with a salary by hours, which is 0 by now; a rule that pays the wage of the
        contract would pay a month to somebody who is not there.
        """
        contracts = super()._get_employee_contracts()
        if contracts or len(self) != 1 or not self.kpi_adjustment_amount:
            return contracts
        return self.contract_id if self._kpi_pays_leaver() else contracts

    def _kpi_pays_leaver(self):
        return bool(self.contract_id) and "base" in self.struct_id._kpi_get_kinds()

    def _compute_leave_days(self, contract, day_from, day_to):
        """OCA payroll reads requests of leave, which its own officers may not."""
        # sudo: taken are hours and the names of leave types, for the payslip's maker.
        return super()._compute_leave_days(contract.sudo(), day_from, day_to)

    def get_payslip_vals(
        self, date_from, date_to, employee_id=False, contract_id=False, struct_id=False
    ):
        """The last contract of who has left, if an adjustment is due to him."""
        vals = super().get_payslip_vals(
            date_from, date_to, employee_id, contract_id, struct_id
        )
        employee = self.env["hr.employee"].browse(employee_id or [])
        if employee and not vals["value"]["contract_id"]:
            if employee.kpi_bonus(date_from, date_to).get("adjustments"):
                version = employee._get_version(fields.Date.to_date(date_to))
                structure = struct_id[0] if struct_id else version.struct_id.id
                vals["value"] |= {"contract_id": version.id, "struct_id": structure}
        return vals

    # -- life -------------------------------------------------------------------------

    def write(self, vals):
        """Follow the state, whichever button or import sets it."""
        if "state" not in vals:
            return super().write(vals)
        done = self.filtered(lambda payslip: payslip.state == "done")
        result = super().write(vals)
        if vals["state"] == "done":
            (self - done)._kpi_settle()
        elif done:
            done._kpi_release()
        return result

    def copy(self, default=None):
        copies = super().copy(default)
        if (default or {}).get("credit_note"):
            for payslip, copied in zip(self, copies, strict=True):
                if payslip.kpi_has_pay:
                    copied._kpi_store([copied._kpi_get_refund_vals(payslip)])
        return copies

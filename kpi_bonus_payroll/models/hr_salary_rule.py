from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Kinds of KPI pay, and the field of the payslip that holds each.
KPI_FIELDS = {
    "base": "kpi_base_salary",
    "bonus": "kpi_bonus_amount",
    "adjustment": "kpi_adjustment_amount",
    "sanction": "kpi_sanction_amount",
}


class HrSalaryRule(models.Model):
    """Rules that pay a figure of the payslip: no code, once per payslip.

    A payslip without a contract of its own runs every rule once per contract of the
    person. These count with the first only, so that an apprentice who is hired in
    mid-month is paid his bonus once. With the first, because a rule whose condition
    fails is left out for the contracts that follow.
    """

    _inherit = "hr.salary.rule"

    amount_select = fields.Selection(
        selection_add=[("kpi", "KPI pay")], ondelete={"kpi": "set default"}
    )
    kpi_amount = fields.Selection(
        [
            ("base", "Salary earned by hours"),
            ("bonus", "KPI bonus"),
            ("adjustment", "Adjustments of earlier months"),
            ("sanction", "Withheld part of the bonus"),
        ],
        string="KPI figure",
        help="Salary earned by hours: wage · worked hours / norm hours, over every "
        "raise, contract and leave. The bonus is paid with the plan-reports that end "
        "within the payslip; what is withheld of it is a line of its own, below 0.",
    )

    @api.constrains("amount_select", "kpi_amount")
    def _check_kpi_amount(self):
        for rule in self:
            if rule.amount_select == "kpi" and not rule.kpi_amount:
                raise ValidationError(
                    self.env._(
                        "Rule %(rule)s pays KPI pay: say which figure of it.",
                        rule=rule.name,
                    )
                )

    def _satisfy_condition(self, localdict):
        if self.amount_select == "kpi" and not self._has_kpi_line(localdict):
            return False
        return super()._satisfy_condition(localdict)

    def _has_kpi_line(self, localdict):
        """Zeros are left out, but for those that a person looks for."""
        if not localdict["current_contract"].is_first:
            return False
        payslip = localdict["payslip"]
        if self.kpi_amount == "base":
            return True
        if self.kpi_amount == "bonus" and payslip.kpi_report_id:
            return True
        return bool(payslip[KPI_FIELDS[self.kpi_amount]])

    def _compute_rule_kpi(self, localdict):
        payslip = localdict["payslip"]
        amount = payslip[KPI_FIELDS[self.kpi_amount]]
        return {
            "name": self._get_kpi_line_name(payslip),
            "quantity": 1.0,
            "rate": 100.0,
            "amount": -amount if self.kpi_amount == "sanction" else amount,
            "kpi_amount": self.kpi_amount,
        }

    def _get_kpi_line_name(self, payslip):
        if self.kpi_amount != "bonus":
            return self.name
        return self.env._(
            "%(rule)s, %(percent)s %%",
            rule=self.name,
            percent=f"{payslip.kpi_bonus_percent:g}",
        )

from odoo import models
from odoo.exceptions import UserError


class KpiPeriod(models.Model):
    _inherit = "kpi.period"

    def _check_reopenable(self, reason):
        """Nor if adjustments of earlier months are paid with it."""
        # sudo: the bonus manager who reopens need not have rights of payroll.
        paid_sudo = (
            self.env["kpi.adjustment"]
            .sudo()
            .search([("pay_period_id", "=", self.id), ("payment_ids", "!=", False)])
        )
        if paid_sudo:
            raise UserError(
                self.env._(
                    "Period %(period)s can't be reopened:\n%(reasons)s",
                    period=self.name,
                    reasons="\n".join(
                        adjustment.payslip_id._kpi_get_paid_text(adjustment)
                        for adjustment in paid_sudo[:20]
                    ),
                )
            )
        return super()._check_reopenable(reason)

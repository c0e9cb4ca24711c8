from itertools import pairwise

from odoo import models
from odoo.exceptions import UserError

from .hr_payslip import KPI_AMOUNTS

# What is paid, as the basis of the figures names it, and its field of ``kpi.payment``.
PAYMENTS = {"reports": "report_id", "adjustments": "adjustment_id"}


class HrPayslip(models.Model):
    """Confirming and taking back: what is paid, and that it is paid once."""

    _inherit = "hr.payslip"

    def _kpi_settle(self):
        """The payslips have just been confirmed.

        sudo: the right to confirm is checked by now, and nothing is written but which
        payslip pays which report and adjustment.

        :raises UserError: something is missing, is paid already or has changed since
        """
        refunds_sudo = self.sudo().filtered("credit_note")
        payslips_sudo = self.sudo() - refunds_sudo
        payslips_sudo._kpi_check_twice()
        payslips_sudo._kpi_check_figures()
        payslips_sudo._kpi_check_problems()
        payslips_sudo._kpi_check_lines()
        payslips_sudo._kpi_mark_paid()
        for refund in refunds_sudo:
            refund._kpi_settle_refund()

    def _kpi_release(self):
        """The payslips are no longer confirmed: see ``_kpi_settle`` for sudo."""
        refunds_sudo = self.sudo().filtered("credit_note")
        (self.sudo() - refunds_sudo)._kpi_mark_unpaid()
        originals = refunds_sudo._kpi_get_originals()
        # Not those that were cancelled with their refund.
        originals.filtered(lambda payslip: payslip.state == "done")._kpi_settle()

    # -- checks -----------------------------------------------------------------------

    def _kpi_check_twice(self):
        """Of two payslips that are confirmed at once, neither knows the other's pay."""
        paying = self.filtered("kpi_has_pay")
        for payslips in paying.grouped("employee_id").values():
            for first, second in pairwise(payslips.sorted("date_from")):
                if second.date_from <= first.date_to:
                    raise UserError(
                        self.env._(
                            "%(first)s and %(second)s pay %(employee)s for the same "
                            "days. Confirm one of them, then compute the other again.",
                            first=first._kpi_get_label(),
                            second=second._kpi_get_label(),
                            employee=first.employee_id.name,
                        )
                    )

    def _kpi_check_figures(self):
        """What is confirmed is what is due, also if confirming does not compute."""
        due = self._kpi_get_vals()
        for payslip in self:
            if payslip._kpi_differs(due[payslip.id]):
                raise UserError(
                    self.env._(
                        "%(payslip)s: KPI pay has changed since it was computed. "
                        "Compute it again, then confirm it.\n%(hint)s",
                        payslip=payslip._kpi_get_label(),
                        hint=due[payslip.id]["kpi_hint"] or "",
                    )
                )

    def _kpi_differs(self, vals):
        return self.kpi_report_id.id != vals["kpi_report_id"] or any(
            self._kpi_get_currency().compare_amounts(self[name], vals[name])
            for name in KPI_AMOUNTS
        )

    def _kpi_check_problems(self):
        problems = self.filtered("kpi_problem")
        refused = problems.filtered(
            lambda payslip: payslip.company_id.kpi_payslip_check != "warn"
        )
        if refused:
            raise UserError(
                self.env._(
                    "These payslips can't be confirmed yet:\n%(problems)s",
                    problems="\n".join(
                        f"{payslip._kpi_get_label()}: {payslip.kpi_problem}"
                        for payslip in refused[:20]
                    ),
                )
            )
        for payslip in problems:
            payslip.message_post(
                body=self.env._(
                    "Confirmed all the same: %(problem)s", problem=payslip.kpi_problem
                )
            )

    def _kpi_check_lines(self):
        """A report must not count as paid where no rule has run."""
        for payslip in self:
            if payslip.kpi_has_pay and not payslip.line_ids:
                raise UserError(
                    self.env._(
                        "%(payslip)s has KPI pay and no lines: %(employee)s has no "
                        "contract in these days. Choose one, and the structure.",
                        payslip=payslip._kpi_get_label(),
                        employee=payslip.employee_id.name,
                    )
                )

    def _kpi_get_label(self):
        if not self.number:
            return self.name or self.employee_id.name
        return self.env._(
            "%(number)s of %(employee)s",
            number=self.number,
            employee=self.employee_id.name,
        )

    def _kpi_get_paid_text(self, record):
        return self.env._(
            "%(record)s is paid by %(payslip)s. Refund or cancel it first.",
            record=record.display_name,
            payslip=self._kpi_get_label(),
        )

    # -- marks ------------------------------------------------------------------------

    def _kpi_mark_paid(self):
        """Of two who confirm at the same time for one report, the second is refused by
        the table's unique index.
        """
        self.env["kpi.payment"].create(
            [
                {"payslip_id": payslip.id, name: record_id}
                for payslip in self
                for key, name in PAYMENTS.items()
                for record_id in (payslip.kpi_basis or {}).get(key, ())
            ]
        )

    def _kpi_mark_unpaid(self):
        self.env["kpi.payment"].search([("payslip_id", "in", self.ids)]).unlink()

    # -- refunds ----------------------------------------------------------------------

    def _kpi_get_originals(self):
        """Payslips that these refunds take back, and that still exist."""
        ids = {
            payslip_id
            for refund in self
            for payslip_id in (refund.kpi_basis or {}).get("payslips", ())
        }
        return self.browse(ids).exists()

    def _kpi_settle_refund(self):
        originals = self._kpi_get_originals()
        for payslip in originals:
            other = payslip.refunded_id
            if other and other != self and other.state == "done":
                raise UserError(
                    self.env._(
                        "%(payslip)s is taken back by %(refund)s already. A second "
                        "refund would take the pay back twice: cancel it.",
                        payslip=payslip._kpi_get_label(),
                        refund=other._kpi_get_label(),
                    )
                )
        originals.write({"refunded_id": self.id})
        originals._kpi_mark_unpaid()

from odoo import models


class KpiCareerMixin(models.AbstractModel):
    _inherit = "kpi.career.mixin"

    def _get_paid_problems(self):
        """A confirmed payslip of the days from the effective date on was paid by it."""
        problems = super()._get_paid_problems()
        slips = self._search_confirmed_payslips().grouped("employee_id")
        for record in self:
            paid = slips.get(record.employee_id)
            paid = paid and paid.filtered(
                lambda slip, day=record.effective_date: slip.date_to >= day
                and not slip._kpi_is_refunded()
            )
            if paid:
                problems.setdefault(record.id, []).append(
                    self.env._(
                        "%(record)s can't be undone: the payslip %(payslip)s is "
                        "confirmed. Refund it first, or correct it by a new decision.",
                        record=record._label(),
                        payslip=paid[0].display_name,
                    )
                )
        return problems

    def _search_confirmed_payslips(self):
        days = [record.effective_date for record in self if record.effective_date]
        # sudo: a bonus manager need not have rights of payroll.
        slips_sudo = self.env["hr.payslip"].sudo()
        if not days:
            return slips_sudo
        return slips_sudo.search(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("state", "=", "done"),
                ("credit_note", "=", False),
                ("date_to", ">=", min(days)),
            ],
            order="date_from, id",
        )

    def _get_untouched_versions(self, logs):
        """Payslips name the version they are computed by, and keep it.

        It gets its old values back instead.
        """
        versions = super()._get_untouched_versions(logs)
        # sudo: as above.
        for model in ("hr.payslip", "hr.payslip.line"):
            groups = (
                self.env[model]
                .sudo()
                ._read_group([("contract_id", "in", versions.ids)], ["contract_id"])
            )
            versions -= versions.browse().union(*(version for [version] in groups))
        return versions

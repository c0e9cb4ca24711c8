from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class KpiCareerMixin(models.AbstractModel):
    """Months that are paid already, and those that are still open."""

    _inherit = "kpi.career.mixin"

    def _get_closed_reports(self):
        """{record id: closed plan-reports of the person that the change would reach}"""
        days = [record.effective_date for record in self if record.effective_date]
        if not days:
            return {}
        reports = self.env["kpi.plan.report"].search_fetch(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("state", "=", "closed"),
                ("date_to", ">=", min(days)),
            ],
            ["employee_id", "period_id", "date_from", "date_to"],
            order="date_from, id",
        )
        by_employee = reports.grouped("employee_id")
        found = {}
        for record in self.filtered("effective_date"):
            own = by_employee.get(record.employee_id, reports.browse())
            found[record.id] = own.filtered(
                lambda report, day=record.effective_date: report.date_to >= day
            )
        return found

    def _get_closed_problems(self):
        """{record id: [messages]}: no closed month is paid anew."""
        problems = {}
        for record_id, reports in self._get_closed_reports().items():
            if reports:
                record = self.browse(record_id)
                problems[record_id] = [
                    self.env._(
                        "%(record)s: %(date)s lies in or before what is closed: "
                        "%(reports)s. Choose %(first)s or later, and propose an "
                        "adjustment for what was closed.",
                        record=record._label(),
                        date=self._format_date(record.effective_date),
                        reports="; ".join(reports.mapped("display_name")),
                        first=self._format_date(
                            max(reports.mapped("date_to")) + timedelta(1)
                        ),
                    )
                ]
        return problems

    def _get_paid_problems(self):
        """Hook: what was paid by the change: {record id: [messages]}. Payroll adds."""
        return {
            record_id: [
                self.env._(
                    "%(record)s can't be undone: %(reports)s is closed. Correct it by "
                    "a new decision.",
                    record=self.browse(record_id)._label(),
                    reports="; ".join(reports.mapped("display_name")),
                )
            ]
            for record_id, reports in self._get_closed_reports().items()
            if reports
        }

    def action_propose_adjustment(self):
        """Open a proposal for the first closed plan-report that lacks the new wage.

        What the report comes to is computed with the wage from the effective date on.
        """
        self.ensure_one()
        self._check_career_manager()
        # sudo: the wage is an amount that the manager decides about by this record.
        record_sudo = self.sudo()
        wage = record_sudo._prepare_version_vals().get("wage")
        reports = record_sudo._get_closed_reports().get(self.id) or ()
        for report in reports if wage else ():
            if not report._is_settled_with_wage(wage, self.effective_date):
                return report.with_env(self.env)._open_adjustment_proposal(
                    reason=self.env._(
                        "New wage from %(date)s",
                        date=self._format_date(self.effective_date),
                    ),
                    wage=wage,
                    wage_from=self.effective_date,
                )
        raise UserError(
            self.env._(
                "%(record)s: there is nothing to adjust. No closed plan-report from "
                "the effective date on was paid by another wage.",
                record=self.display_name,
            )
        )

    def _hold_open_periods(self):
        """Nobody closes a month meanwhile: it would be paid by the old terms."""
        days = [record.effective_date for record in self if record.effective_date]
        if days:
            self.env["kpi.period"].search(
                Domain("company_id", "in", self.company_id.ids)
                & Domain("state", "in", ("open", "review"))
                & Domain("date_to", ">=", min(days))
            )._hold_open()

    def _refresh_open_reports(self):
        """Plan-reports of these people that are issued and not closed."""
        dates = {record.employee_id: record.effective_date for record in self}
        reports = self.env["kpi.plan.report"].search(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("state", "not in", ("draft", "closed")),
                ("date_to", ">=", min(dates.values())),
            ]
        )
        reports.filtered(
            lambda report: report.date_to >= dates[report.employee_id]
        )._refresh()

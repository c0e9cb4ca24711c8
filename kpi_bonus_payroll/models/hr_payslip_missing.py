from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import format_date

from odoo.addons.kpi_bonus.models.kpi_period import DISPLAY_FORMATS, MONTHS


class HrPayslip(models.Model):
    """What has to be done in KPI pay before these payslips."""

    _inherit = "hr.payslip"

    def _kpi_get_missing(self, date_from, date_to):
        """{payslip: [text]} of payslips with the same dates.

        A month in shadow mode pays nothing, so nothing has to wait for it.
        """
        reports = self.env["kpi.plan.report"].search_fetch(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("date_to", ">=", date_from),
                ("date_to", "<=", date_to),
            ],
            ["employee_id", "company_id", "period_id", "state"],
            order="date_to, id",
        )
        by_key = reports.grouped(lambda rep: (rep.employee_id, rep.company_id))
        missing = {
            payslip: [
                payslip._kpi_get_open_text(report)
                for report in by_key.get((payslip.employee_id, payslip.company_id), ())
                if report.state != "closed" and report.mode != "shadow"
            ]
            for payslip in self
        }
        have = {
            (rep.employee_id, rep.period_id.frequency, rep.period_id.date_from)
            for rep in reports
        }
        for frequency, start, end in _get_periods(date_from, date_to):
            without = self.filtered(
                lambda payslip, frequency=frequency, start=start: (
                    (payslip.employee_id, frequency, start) not in have
                )
            )
            texts = without._kpi_get_unprepared(frequency, start, end)
            for payslip, text in texts.items():
                missing[payslip].append(text)
        return missing

    def _kpi_get_open_text(self, report):
        states = dict(report._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(report)s: the plan-report is %(state)s. The bonus manager closes the "
            "period first.",
            report=report.display_name,
            state=states[report.state],
        )

    def _kpi_get_unprepared(self, frequency, start, end):
        """{payslip: text} of people with a scheme and no plan-report in the period."""
        settled = self.env["kpi.period"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("frequency", "=", frequency),
                ("date_from", "=", start),
                "|",
                ("state", "=", "closed"),
                ("mode", "=", "shadow"),
            ]
        )
        waiting = self.filtered(
            lambda payslip: payslip.company_id
            and payslip.company_id not in settled.company_id
        )
        runs = self.env["kpi.hours"]._get_runs(waiting.employee_id, start, end)
        first = {employee: spans[0][0] for employee, spans in runs.items()}
        schemes = self.env["kpi.scheme"]._find_for_versions(
            self.env["hr.version"].union(*first.values()), frequency, start
        )
        label = format_date(self.env, start, date_format=DISPLAY_FORMATS[frequency])
        texts = {}
        for payslip in waiting:
            version = first.get(payslip.employee_id)
            scheme = version and schemes.get(version.id)
            if scheme and scheme.company_id == payslip.company_id:
                texts[payslip] = self.env._(
                    "%(employee)s has the scheme %(scheme)s and no plan-report for "
                    "%(period)s. The bonus manager prepares and closes the period "
                    "first.",
                    employee=payslip.employee_id.name,
                    scheme=scheme.display_name,
                    period=label,
                )
        return texts


def _get_periods(date_from, date_to):
    """(frequency, first day, last day) of months and quarters that end in a span."""
    for frequency, months in MONTHS.items():
        start = date_from.replace(day=1)
        start -= relativedelta(months=(start.month - 1) % months)
        end = start + relativedelta(months=months, days=-1)
        while end <= date_to:
            yield frequency, start, end
            start += relativedelta(months=months)
            end = start + relativedelta(months=months, days=-1)

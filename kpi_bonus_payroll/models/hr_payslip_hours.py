from odoo import models
from odoo.tools import format_date

from odoo.addons.kpi_bonus.bonus_math import BonusMathError, earned_salary

SEGMENT_FIELDS = (
    "employee_id",
    "company_id",
    "report_id",
    "version_id",
    "date_from",
    "date_to",
    "wage",
    "norm_hours",
    "worked_hours",
    "is_overridden",
)


class HrPayslip(models.Model):
    """The salary earned by hours in the days of a payslip.

    Hours of closed plan-reports are history, and hours that somebody entered are better
    than the calendar's. All other days are taken from contract, calendar and leaves as
    they are now: days of people without a plan-report, or half a month.
    """

    _inherit = "hr.payslip"

    def _kpi_get_hours(self, date_from, date_to):
        """{(employee, company): [row of hours]} of payslips with the same dates."""
        stored = self._kpi_search_segments(date_from, date_to).grouped(_get_key)
        rows = {
            key: [_prepare_row(segment) for segment in segments]
            for key, segments in stored.items()
        }
        complete = {
            key
            for key, segments in stored.items()
            for report in segments.report_id
            if report.state == "closed" and _covers(report, date_from, date_to)
        }
        incomplete = self.filtered(
            lambda payslip: _get_key(payslip) not in complete
            and payslip.company_id == payslip.employee_id.company_id
        )
        live = self.env["kpi.hours"]._get_segments(
            incomplete.employee_id, date_from, date_to
        )
        for payslip in incomplete:
            key, own = _get_key(payslip), live.get(payslip.employee_id.id, ())
            rows[key] = _merge(rows.get(key, []), own)
        return rows

    def _kpi_search_segments(self, date_from, date_to):
        """Of several reports with the same days, such as a month and its quarter, those
        of one.
        """
        segments = self.env["kpi.plan.report.segment"].search_fetch(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("date_from", ">=", date_from),
                ("date_to", "<=", date_to),
                "|",
                ("report_id.state", "=", "closed"),
                "&",
                ("is_overridden", "=", True),
                ("report_id.state", "!=", "draft"),
            ],
            SEGMENT_FIELDS,
            order="date_from, id",
        )
        # Only what is needed: a report has many more columns.
        segments.report_id.fetch(["state", "date_from", "date_to"])
        best = {
            _get_month(segment): segment.report_id
            for segment in segments.sorted(_get_quality)
        }
        return segments.filtered(
            lambda segment: segment.report_id == best[_get_month(segment)]
        )

    def _kpi_add_base(self, vals, hours, before):
        """Pay for the hours, less what was paid for these days before."""
        vals["kpi_basis"]["hours"] = list(hours)
        try:
            earned = earned_salary(
                [(row["wage"], row["worked"], row["norm"]) for row in hours],
                self._kpi_get_currency().rounding,
            )
        except BonusMathError as error:
            vals["problems"].append(str(error))
            return
        vals["kpi_basis"]["earned"] = vals["kpi_base_salary"] = float(earned)
        if before:
            self._kpi_subtract_before(vals, before)

    def _kpi_get_currency(self):
        return self.currency_id or self.employee_id.company_id.currency_id

    def _kpi_subtract_before(self, vals, before):
        """An advance within these days is taken off. Nothing is left of days that are
        part of a longer payslip; days that overlap otherwise can't be told apart.
        """
        inside = before.filtered(
            lambda payslip: _covers(self, payslip.date_from, payslip.date_to)
        )
        for payslip in before:
            vals["hints"].append(
                self.env._(
                    "%(payslip)s has paid %(amount)s for hours from %(start)s to "
                    "%(end)s: taken off here.",
                    payslip=payslip._kpi_get_label(),
                    amount=payslip.currency_id.format(payslip.kpi_base_salary),
                    start=format_date(self.env, payslip.date_from),
                    end=format_date(self.env, payslip.date_to),
                )
            )
        if inside == before:
            vals["kpi_base_salary"] = self._kpi_get_currency().round(
                vals["kpi_base_salary"] - sum(inside.mapped("kpi_base_salary"))
            )
            return
        vals["kpi_base_salary"] = 0.0
        for payslip in before - inside:
            if not _covers(payslip, self.date_from, self.date_to):
                vals["problems"].append(
                    self.env._(
                        "Some of the days are paid by %(payslip)s. Choose dates that "
                        "contain that payslip or do not touch it.",
                        payslip=payslip._kpi_get_label(),
                    )
                )

    def _kpi_get_paid_before(self, date_from, date_to):
        """{payslip: other confirmed payslips that paid hours of its days}"""
        paid = self.search(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("state", "=", "done"),
                ("credit_note", "=", False),
                ("kpi_base_salary", "!=", 0),
                ("date_from", "<=", date_to),
                ("date_to", ">=", date_from),
            ]
        ).filtered(lambda payslip: not payslip._kpi_is_refunded())
        by_key = paid.grouped(_get_key)
        nothing = self.browse()
        return {
            payslip: by_key.get(_get_key(payslip), nothing) - payslip
            for payslip in self
        }


def _get_key(record):
    return record.employee_id, record.company_id


def _get_month(segment):
    """A segment lies in one calendar month."""
    return *_get_key(segment), segment.date_from.replace(day=1)


def _get_quality(segment):
    """The better the later: closed before open, a month before its quarter."""
    report = segment.report_id
    return report.state == "closed", report.date_from - report.date_to


def _covers(record, date_from, date_to):
    return record.date_from <= date_from and record.date_to >= date_to


def _prepare_row(segment):
    return {
        "date_from": segment.date_from.isoformat(),
        "date_to": segment.date_to.isoformat(),
        "version_id": segment.version_id.id,
        "wage": segment.wage,
        "norm": segment.norm_hours,
        "worked": segment.worked_hours,
    }


def _merge(rows, segments):
    """Live segments where there are no stored ones."""
    taken = [(row["date_from"], row["date_to"]) for row in rows]
    added = []
    for segment in segments:
        start, end = segment["date_from"].isoformat(), segment["date_to"].isoformat()
        if not any(first <= end and last >= start for first, last in taken):
            added.append(
                {
                    "date_from": start,
                    "date_to": end,
                    "version_id": segment["version_id"],
                    "wage": segment["wage"],
                    "norm": segment["norm_hours"],
                    "worked": segment["worked_hours"],
                }
            )
    return sorted([*rows, *added], key=lambda row: row["date_from"])

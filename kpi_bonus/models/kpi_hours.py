from collections import defaultdict
from datetime import datetime, time, timedelta

from pytz import timezone

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import float_round
from odoo.tools.date_utils import end_of, start_of

from ..shift_math import (
    Schedule,
    Terms,
    employed_runs,
    group_shifts,
    merge_spans,
    represented_spans,
    snap_end,
    subtract_spans,
)

VERSION_FIELDS = (
    "employee_id",
    "company_id",
    "date_version",
    "contract_date_start",
    "contract_date_end",
    "resource_calendar_id",
    "department_id",
    "job_id",
    "wage",
)
LEAVE_FIELDS = (
    "resource_id",
    "company_id",
    "calendar_id",
    "holiday_id",
    "date_from",
    "date_to",
)


class KpiHours(models.AbstractModel):
    """Norm, worked hours and shifts of people over dated segments of their versions.

    Built for many people at once: a handful of reads, whatever their number, and one
    schedule per distinct calendar and company (public holidays are a company's).
    """

    _name = "kpi.hours"
    _description = "KPI Working Hours"

    @api.model
    def _get_segments(self, employees, date_from, date_to):
        """Segments of each employee in the order of their dates.

        Reads wages and contract dates as sudo: the caller decides who sees the result.

        :return: {employee_id: [dict]}, see ``_prepare_segment_vals``. Who has no
            employed day, or no start date of the contract, has no key.
        """
        self_sudo = self.sudo()
        runs_by_employee = self_sudo._get_runs(employees, date_from, date_to)
        if not runs_by_employee:
            return {}
        versions = self_sudo.env["hr.version"].union(
            *(run[0] for runs in runs_by_employee.values() for run in runs)
        )
        lines = self_sudo._search_leaves(versions, date_from, date_to)
        schedules = self_sudo._get_schedules(versions, lines, date_from, date_to)
        leaves = self_sudo._get_personal_leaves(lines)
        cache = {}
        segments = {}
        for employee, runs in runs_by_employee.items():
            own_leaves = leaves.get(employee.resource_id.id)
            spans = represented_spans(runs, date_from, date_to)
            segments[employee.id] = [
                self._prepare_segment_vals(run, span, schedules, own_leaves, cache)
                for run, span in zip(runs, spans, strict=True)
            ]
        return segments

    @api.model
    def _get_runs(self, employees, date_from, date_to):
        """{employee: [(version, first day, last day)]} of the days employed."""
        versions = self.env["hr.version"].search_fetch(
            # Explicit: the caller's context may ask for archived records.
            Domain("employee_id", "in", employees.ids) & Domain("active", "=", True),
            VERSION_FIELDS,
            order="date_version",
        )
        runs_by_employee = {}
        for employee, own_versions in versions.grouped("employee_id").items():
            terms = [
                Terms(
                    version,
                    version.date_version,
                    version.contract_date_start,
                    version.contract_date_end,
                )
                for version in own_versions
            ]
            if runs := employed_runs(terms, date_from, date_to):
                runs_by_employee[employee] = runs
        return runs_by_employee

    @api.model
    def _search_leaves(self, versions, date_from, date_to):
        """Public holidays and personal leaves of the span, in one search.

        Time of type "other" (a training) is worked time in Odoo's own terms.
        """
        employees = versions.employee_id
        employees.fetch(["resource_id"])
        first, last = self._get_calendar_bounds(date_from, date_to)
        public = (
            Domain("resource_id", "=", False)
            & Domain("company_id", "in", versions.company_id.ids)
            & Domain("calendar_id", "in", [False, *versions.resource_calendar_id.ids])
        )
        return self.env["resource.calendar.leaves"].search_fetch(
            Domain("time_type", "=", "leave")
            # A day more on both sides: local midnight is up to 14 hours from UTC.
            & Domain("date_to", ">", first - timedelta(days=1))
            & Domain("date_from", "<", last + timedelta(days=2))
            & (public | Domain("resource_id", "in", employees.resource_id.ids)),
            LEAVE_FIELDS,
        )

    @api.model
    def _get_personal_leaves(self, lines):
        """{resource_id: (spans, excused spans)}."""
        requests = lines.holiday_id
        # Only what is needed: a request has many large fields.
        requests.fetch(["holiday_status_id"])
        personal = defaultdict(lambda: ([], []))
        for line in lines:
            if line.resource_id:
                missed, excused = personal[line.resource_id.id]
                span = (line.date_from, snap_end(line.date_to))
                missed.append(span)
                if line.holiday_id.holiday_status_id.kpi_excused:
                    excused.append(span)
        return {
            resource_id: tuple(merge_spans(spans) for spans in both)
            for resource_id, both in personal.items()
        }

    @api.model
    def _get_schedules(self, versions, lines, date_from, date_to):
        """{(calendar_id, company_id): Schedule} over the whole months of the span."""
        holidays = defaultdict(list)
        for line in lines:
            if not line.resource_id:
                span = (line.date_from, snap_end(line.date_to))
                holidays[line.company_id, line.calendar_id].append(span)
        shifts = {
            calendar: self._get_calendar_shifts(calendar, date_from, date_to)
            for calendar in versions.resource_calendar_id
        }
        every_calendar = self.env["resource.calendar"]
        schedules = {}
        for version in versions:
            calendar, company = version.resource_calendar_id, version.company_id
            key = (calendar.id, company.id)
            if calendar and key not in schedules:
                free = holidays[company, every_calendar] + holidays[company, calendar]
                schedules[key] = Schedule(subtract_spans(shifts[calendar], free))
        return schedules

    @api.model
    def _get_calendar_shifts(self, calendar, date_from, date_to):
        """{day: [span]} of one calendar, public holidays not yet taken off."""
        tz = timezone(calendar.tz)
        first, last = self._get_calendar_bounds(date_from, date_to)
        intervals = calendar._attendance_intervals_batch(
            tz.localize(first), tz.localize(last), tz=tz
        )[False]
        return group_shifts((start, stop) for start, stop, _meta in intervals)

    @api.model
    def _get_calendar_bounds(self, date_from, date_to):
        """Local midnights around the whole months of the span.

        A day more on both sides, for shifts over midnight. From a Monday on, because
        Odoo fills the weeks of a flexible calendar from the first day that it is asked.
        """
        first = start_of(start_of(date_from, "month") - timedelta(days=1), "week")
        last = end_of(date_to, "month") + timedelta(days=2)
        return datetime.combine(first, time.min), datetime.combine(last, time.min)

    @api.model
    def _prepare_segment_vals(self, run, span, schedules, leaves, cache):
        """One segment.

        :param run: (version, first day, last day)
        :param span: the days of the asked span that the segment stands for
        :param leaves: (spans, excused spans) of the person, or None
        :param cache: figures that people with one calendar and no leaves share
        """
        version, date_from, date_to = run
        calendar, company = version.resource_calendar_id, version.company_id
        key = (calendar.id, company.id, date_from, date_to, *span)
        if key not in cache:
            schedule = schedules.get((calendar.id, company.id), Schedule({}))
            cache[key] = self._prepare_calendar_vals(schedule, date_from, date_to, span)
        vals = {
            "version_id": version.id,
            "calendar_id": calendar.id,
            "department_id": version.department_id.id,
            "job_id": version.job_id.id,
            "wage": version.wage,
            "date_from": date_from,
            "date_to": date_to,
            **cache[key],
        }
        if leaves and calendar:
            schedule = schedules[calendar.id, company.id]
            vals |= self._prepare_leave_vals(schedule, date_from, date_to, *leaves)
        return vals

    @api.model
    def _prepare_calendar_vals(self, schedule, date_from, date_to, span):
        return {
            "norm_hours": _round(schedule.month_hours(date_from)),
            "worked_hours": _round(schedule.hours(date_from, date_to)),
            "scheduled_shifts": float(schedule.count(date_from, date_to)),
            "missed_shifts": 0.0,
            "excused_shifts": 0.0,
            "calendar_shifts": float(schedule.count(*span)),
        }

    @api.model
    def _prepare_leave_vals(self, schedule, date_from, date_to, missed, excused):
        hours, shifts = schedule.missed(date_from, date_to, missed)
        _hours, excused_shifts = schedule.missed(date_from, date_to, excused)
        return {
            "worked_hours": _round(schedule.hours(date_from, date_to) - hours),
            "missed_shifts": _round(shifts),
            "excused_shifts": _round(excused_shifts),
        }


def _round(figure):
    return float_round(figure, precision_digits=2)

from datetime import date
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from .kpi_plan_report_segment import HOURS_FIELDS

# What a segment takes from the contract, whatever hours were entered.
CONTRACT_FIELDS = ("date_to", "version_id", "calendar_id", "department_id", "wage")


class Segment(NamedTuple):
    """A row of ``kpi.plan.report.segment``; ids are 0 where there is none."""

    report_id: int
    id: int
    is_overridden: bool
    date_from: date
    date_to: date
    version_id: int
    calendar_id: int
    department_id: int
    wage: float
    norm_hours: float
    worked_hours: float
    scheduled_shifts: float
    missed_shifts: float
    excused_shifts: float
    calendar_shifts: float

    def is_outdated(self, row):
        """Whether contract or calendar say something else by now."""
        names = CONTRACT_FIELDS
        if not self.is_overridden:
            names += HOURS_FIELDS
        return any(getattr(self, name) != row[name] for name in names)


class KpiPlanReport(models.Model):
    """Refreshing: segments follow contracts, calendars and leaves, however late."""

    _inherit = "kpi.plan.report"

    def _get_segments(self):
        """{report id: segments}, with contract dates, wages and leaves as of now."""
        segments = self._read_segments()
        if self._sync_segments(segments):
            segments = self._read_segments()
        return segments

    def _read_segments(self):
        """As plain rows: a thousand of them are compared and summed up many times."""
        self.env["kpi.plan.report.segment"].flush_model()
        columns = [
            SQL("COALESCE(%s, 0)", SQL.identifier(name))
            if name in ("version_id", "calendar_id", "department_id")
            else SQL.identifier(name)
            for name in Segment._fields
        ]
        rows = self.env.execute_query(
            SQL(
                """SELECT %s FROM kpi_plan_report_segment
                WHERE report_id IN %s ORDER BY report_id, date_from""",
                SQL(", ").join(columns),
                tuple(self.ids),
            )
        )
        segments = {}
        for row in rows:
            segments.setdefault(row[0], []).append(Segment(*row))
        return segments

    def _sync_segments(self, segments):
        """:return: whether something had to be changed"""
        period = self.period_id
        hours = self.env["kpi.hours"]._get_segments(
            self.employee_id, period.date_from, period.date_to
        )
        outdated, gone, new = [], [], []
        for report in self:
            rows = {
                row["date_from"]: row for row in hours.get(report.employee_id.id, ())
            }
            for segment in segments.get(report.id, ()):
                row = rows.pop(segment.date_from, None)
                if row is None:
                    gone.append(segment.id)
                elif segment.is_outdated(row):
                    outdated.append((segment.id, row))
            new += [
                {"report_id": report.id, **period._prepare_segment_vals(row)}
                for row in rows.values()
            ]
        records = self.env["kpi.plan.report.segment"]
        all_outdated = records.browse([segment_id for segment_id, _row in outdated])
        for record, (_id, row) in zip(all_outdated, outdated, strict=True):
            record._sync(row)
        records.browse(gone)._drop_outdated()
        records._as_kpi_engine().create(new)
        return bool(outdated or gone or new)

from odoo import Command
from odoo.fields import Date
from odoo.tests import TransactionCase

MONDAY_TO_FRIDAY = range(5)
EVERY_DAY = range(7)


class HoursCommon(TransactionCase):
    """A company of its own, so that no holiday of the database gets in.

    Dates are fixed. October 2026: the 1st is a Thursday, 22 working days (1-2, 5-9,
    12-16, 19-23, 26-30), 176 h at 8 h. Berlin is UTC+2 until Sunday the 25th.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.env.user.tz = "Europe/Berlin"
        cls.company = cls.env["res.company"].create({"name": "Domstroy"})
        cls.env.user.company_ids += cls.company
        cls.env.user.company_id = cls.company
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.company = cls.company.with_env(cls.env)
        cls.calendar_40 = cls._create_calendar(
            "40 h", [(8, 12), (13, 17)], MONDAY_TO_FRIDAY
        )
        cls.calendar_20 = cls._create_calendar("20 h", [(8, 12)], MONDAY_TO_FRIDAY)

    @classmethod
    def _create_calendar(cls, name, hours, days, tz="Europe/Berlin", **values):
        """:param hours: pairs of (from, to) that each of the days has."""
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": tz,
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.create(cls._prepare_attendance_vals(day, start, stop))
                    for day in days
                    for start, stop in hours
                ],
                **values,
            }
        )

    @classmethod
    def _prepare_attendance_vals(cls, day, start, stop, **values):
        return {
            "name": f"{day} {start}-{stop}",
            "dayofweek": str(day),
            "hour_from": start,
            "hour_to": stop,
            "day_period": "morning" if stop <= 12 else "afternoon",
            **values,
        }

    @classmethod
    def _create_night_calendar(cls):
        """Monday to Friday 22:00 to 06:00 of the next day, 40 h."""
        vals = cls._prepare_attendance_vals
        return cls.env["resource.calendar"].create(
            {
                "name": "Nights",
                "tz": "Europe/Berlin",
                "company_id": cls.company.id,
                "attendance_ids": [
                    *(Command.create(vals(day, 22, 24)) for day in range(5)),
                    *(Command.create(vals(day, 0, 6)) for day in range(1, 6)),
                ],
            }
        )

    @classmethod
    def _create_employee(cls, start, end=False, **values):
        return cls.env["hr.employee"].create(
            {
                "name": "Ivanov",
                "company_id": cls.company.id,
                "resource_calendar_id": cls.calendar_40.id,
                "date_version": start,
                "contract_date_start": start,
                "contract_date_end": end,
                "wage": 20000,
                "tz": "Europe/Berlin",
                **values,
            }
        )

    @classmethod
    def _create_holiday(cls, date_from, date_to, company=None, **values):
        """A public holiday; the moments are UTC."""
        leaves = cls.env["resource.calendar.leaves"].with_company(
            company or cls.company
        )
        return leaves.create(
            {
                "name": "Public holiday",
                "date_from": date_from,
                "date_to": date_to,
                **values,
            }
        )

    @classmethod
    def _create_absence(cls, employee, date_from, date_to, **values):
        """A personal leave as the calendar holds it; the moments are UTC."""
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Absence",
                "resource_id": employee.resource_id.id,
                "calendar_id": employee.resource_calendar_id.id,
                "date_from": date_from,
                "date_to": date_to,
                **values,
            }
        )

    def _segments(self, employee, date_from="2026-10-01", date_to="2026-10-31"):
        segments = self.env["kpi.hours"]._get_segments(
            employee, Date.to_date(date_from), Date.to_date(date_to)
        )
        return segments.get(employee.id)

    def _assert_segments(self, segments, expected):
        """:param expected: (days, norm, worked, scheduled, missed, calendar shifts)"""
        self.assertEqual(
            [
                (
                    f"{segment['date_from']}..{segment['date_to']}",
                    segment["norm_hours"],
                    segment["worked_hours"],
                    segment["scheduled_shifts"],
                    segment["missed_shifts"],
                    segment["calendar_shifts"],
                )
                for segment in segments
            ],
            expected,
        )

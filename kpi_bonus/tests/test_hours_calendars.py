from datetime import date

from odoo import Command
from odoo.tests import tagged

from .hours_common import EVERY_DAY, MONDAY_TO_FRIDAY, HoursCommon


@tagged("post_install", "-at_install")
class TestHoursCalendars(HoursCommon):
    """Public holidays, nights, clocks, time zones, kinds of calendars."""

    def _assert_october(self, calendar, *figures):
        employee = self._create_employee("2025-01-01", resource_calendar_id=calendar.id)
        self._assert_segments(
            self._segments(employee), [("2026-10-01..2026-10-31", *figures)]
        )

    def test_public_holiday(self):
        # Thursday 8 October in Berlin; Odoo writes the end as 23:59:59.
        self._create_holiday("2026-10-07 22:00:00", "2026-10-08 21:59:59")
        self._assert_october(self.calendar_40, 168.0, 168.0, 21.0, 0.0, 21.0)

    def test_public_holiday_of_half_a_day(self):
        # From noon: 4 of 8 hours, still a shift.
        self._create_holiday("2026-10-08 10:00:00", "2026-10-08 21:59:59")
        self._assert_october(self.calendar_40, 172.0, 172.0, 22.0, 0.0, 22.0)

    def test_public_holiday_outside_the_segment_lowers_the_norm(self):
        self._create_holiday("2026-10-07 22:00:00", "2026-10-08 21:59:59")
        employee = self._create_employee("2026-10-16")
        self._assert_segments(
            self._segments(employee),
            [("2026-10-16..2026-10-31", 168.0, 88.0, 11.0, 0.0, 21.0)],
        )

    def test_public_holiday_of_one_calendar(self):
        self._create_holiday(
            "2026-10-07 22:00:00",
            "2026-10-08 21:59:59",
            calendar_id=self.calendar_40.id,
        )
        full_time, part_time = (
            self._create_employee("2025-01-01", resource_calendar_id=calendar.id)
            for calendar in (self.calendar_40, self.calendar_20)
        )
        segments = self.env["kpi.hours"]._get_segments(
            full_time + part_time, date(2026, 10, 1), date(2026, 10, 31)
        )
        self.assertEqual(segments[full_time.id][0]["norm_hours"], 168.0)
        self.assertEqual(segments[part_time.id][0]["norm_hours"], 88.0)

    def test_public_holiday_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_holiday(
            "2026-10-07 22:00:00", "2026-10-08 21:59:59", company=other
        )
        self._assert_october(self.calendar_40, 176.0, 176.0, 22.0, 0.0, 22.0)

    def test_public_holiday_of_one_of_two_companies_with_one_calendar(self):
        shared = self._create_calendar("Shared", [(8, 16)], MONDAY_TO_FRIDAY)
        shared.company_id = False
        other = self.env["res.company"].create({"name": "Other"})
        self._create_holiday("2026-10-07 22:00:00", "2026-10-08 21:59:59")
        foreign = self._create_employee(
            "2025-01-01", resource_calendar_id=shared.id, company_id=other.id
        )
        self._assert_october(shared, 168.0, 168.0, 21.0, 0.0, 21.0)
        self.assertEqual(self._segments(foreign)[0]["norm_hours"], 176.0)

    def test_working_time_of_the_company_is_no_holiday(self):
        self._create_holiday(
            "2026-10-07 22:00:00", "2026-10-08 21:59:59", time_type="other"
        )
        self._assert_october(self.calendar_40, 176.0, 176.0, 22.0, 0.0, 22.0)

    def test_overlapping_holidays_count_once(self):
        self._create_holiday("2026-10-07 22:00:00", "2026-10-08 21:59:59")
        other = self._create_holiday("2026-11-07 22:00:00", "2026-11-08 21:59:59")
        # Odoo refuses the overlap; imported and older data may hold it all the same.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE resource_calendar_leaves SET date_from = '2026-10-08 06:00:00', "
            "date_to = '2026-10-08 10:00:00' WHERE id = %s",
            [other.id],
        )
        self.env.invalidate_all()
        self._assert_october(self.calendar_40, 168.0, 168.0, 21.0, 0.0, 21.0)

    def test_night_shift_is_one_shift_of_its_first_day(self):
        # The hours of Thursday 1 October 0-6 belong to 30 September, those of
        # Saturday the 31st 0-6 to Friday the 30th: 22 shifts of 8 h.
        self._assert_october(
            self._create_night_calendar(), 176.0, 176.0, 22.0, 0.0, 22.0
        )

    def test_night_shift_at_a_raise(self):
        employee = self._create_employee(
            "2026-10-01", resource_calendar_id=self._create_night_calendar().id
        )
        employee.create_version({"date_version": "2026-10-15", "wage": 24000})
        # The night from the 14th to the 15th is the old wage's.
        self._assert_segments(
            self._segments(employee),
            [
                ("2026-10-01..2026-10-14", 176.0, 80.0, 10.0, 0.0, 10.0),
                ("2026-10-15..2026-10-31", 176.0, 96.0, 12.0, 0.0, 12.0),
            ],
        )

    def test_holiday_within_a_night_shift(self):
        self._create_holiday("2026-10-07 22:00:00", "2026-10-08 21:59:59")
        # Thursday the 8th takes 6 h from Wednesday's shift and 2 h from Thursday's.
        self._assert_october(
            self._create_night_calendar(), 168.0, 168.0, 22.0, 0.0, 22.0
        )

    def _create_every_night(self, tz="Europe/Berlin"):
        return self._create_calendar(
            "Every night", [(0, 6), (22, 24)], EVERY_DAY, tz=tz
        )

    def test_clocks_go_back(self):
        # 31 nights of 8 h, and an hour more in that from the 24th to the 25th.
        self._assert_october(self._create_every_night(), 249.0, 249.0, 31.0, 0.0, 31.0)

    def test_clocks_go_forward(self):
        employee = self._create_employee(
            "2025-01-01", resource_calendar_id=self._create_every_night().id
        )
        # 31 · 8 less the hour of the night from the 28th to the 29th
        self._assert_segments(
            self._segments(employee, "2026-03-01", "2026-03-31"),
            [("2026-03-01..2026-03-31", 247.0, 247.0, 31.0, 0.0, 31.0)],
        )

    def test_round_the_clock(self):
        # 31 days of 24 h and the hour of the 25th; no day is moved to the one before.
        calendar = self._create_calendar("Guard", [(0, 12), (12, 24)], EVERY_DAY)
        self._assert_october(calendar, 745.0, 745.0, 31.0, 0.0, 31.0)

    def test_far_east_of_utc(self):
        # UTC+14: Thursday 1 October 8:00 is still September in UTC.
        calendar = self._create_calendar(
            "Line Islands",
            [(8, 12), (13, 17)],
            MONDAY_TO_FRIDAY,
            tz="Pacific/Kiritimati",
        )
        # Thursday the 1st there
        self._create_holiday("2026-09-30 10:00:00", "2026-10-01 09:59:59")
        self._assert_october(calendar, 168.0, 168.0, 21.0, 0.0, 21.0)

    def test_far_west_of_utc(self):
        # UTC-11: Friday 30 October 13:00 is already the 31st in UTC.
        calendar = self._create_calendar(
            "Samoa", [(8, 12), (13, 17)], MONDAY_TO_FRIDAY, tz="Pacific/Pago_Pago"
        )
        # Friday the 30th there
        self._create_holiday("2026-10-30 11:00:00", "2026-10-31 10:59:59")
        self._assert_october(calendar, 168.0, 168.0, 21.0, 0.0, 21.0)

    def test_calendar_of_two_weeks(self):
        vals = self._prepare_attendance_vals
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Two weeks",
                "tz": "Europe/Berlin",
                "company_id": self.company.id,
                "two_weeks_calendar": True,
                "attendance_ids": [
                    *(
                        Command.create(vals(day, 8, 16, week_type="0"))
                        for day in range(5)
                    ),
                    Command.create(vals(0, 8, 16, week_type="1")),
                ],
            }
        )
        # Weeks count from Monday 1 January of year 1. Monday 28 September 2026 is day
        # 739 887, so 105 698 weeks have gone: an even number, week "0", with
        # shifts on 1-2 October; "1" from 5 (one shift), "0" from 12 (five), "1" from
        # 19 (one), "0" from 26 (five): 14 shifts.
        self._assert_october(calendar, 112.0, 112.0, 14.0, 0.0, 14.0)

    def test_flexible_calendar_gives_the_same_month_in_any_span(self):
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Flexible",
                "tz": "Europe/Berlin",
                "company_id": self.company.id,
                "schedule_type": "flexible",
                "hours_per_day": 8,
                "full_time_required_hours": 40,
            }
        )
        # Odoo fills a week from its first day asked: here Monday to Friday.
        self._assert_october(calendar, 176.0, 176.0, 22.0, 0.0, 22.0)
        employee = self._create_employee("2025-01-01", resource_calendar_id=calendar.id)
        self._assert_segments(
            self._segments(employee, "2026-09-01", "2026-10-31"),
            [
                ("2026-09-01..2026-09-30", 176.0, 176.0, 22.0, 0.0, 22.0),
                ("2026-10-01..2026-10-31", 176.0, 176.0, 22.0, 0.0, 22.0),
            ],
        )

from datetime import date

from odoo.tests import new_test_user, tagged

from .hours_common import HoursCommon


@tagged("post_install", "-at_install")
class TestHours(HoursCommon):
    """Segments by contracts and versions, without leaves."""

    def test_full_month(self):
        employee = self._create_employee("2025-01-01")
        segments = self._segments(employee)
        self.assertEqual(
            segments,
            [
                {
                    "version_id": employee.version_id.id,
                    "calendar_id": self.calendar_40.id,
                    "department_id": False,
                    "job_id": False,
                    "wage": 20000.0,
                    "date_from": date(2026, 10, 1),
                    "date_to": date(2026, 10, 31),
                    "norm_hours": 176.0,
                    "worked_hours": 176.0,
                    "scheduled_shifts": 22.0,
                    "missed_shifts": 0.0,
                    "excused_shifts": 0.0,
                    "calendar_shifts": 22.0,
                }
            ],
        )

    def test_quarter_has_a_segment_per_month(self):
        employee = self._create_employee("2025-01-01")
        # November: 21 working days (the 1st is a Sunday); December: 23 (a Tuesday).
        self._assert_segments(
            self._segments(employee, date_to="2026-12-31"),
            [
                ("2026-10-01..2026-10-31", 176.0, 176.0, 22.0, 0.0, 22.0),
                ("2026-11-01..2026-11-30", 168.0, 168.0, 21.0, 0.0, 21.0),
                ("2026-12-01..2026-12-31", 184.0, 184.0, 23.0, 0.0, 23.0),
            ],
        )

    def test_joiner(self):
        employee = self._create_employee("2026-10-16")
        # Friday the 16th, 19-23, 26-30: 11 shifts of the calendar's 22.
        self._assert_segments(
            self._segments(employee),
            [("2026-10-16..2026-10-31", 176.0, 88.0, 11.0, 0.0, 22.0)],
        )

    def test_joiner_in_a_quarter(self):
        employee = self._create_employee("2026-11-16")
        # The first segment stands for October and 1-15 November too: 22 + 10 days
        # before, 11 shifts (16-20, 23-27, 30) of its own.
        self._assert_segments(
            self._segments(employee, date_to="2026-12-31"),
            [
                ("2026-11-16..2026-11-30", 168.0, 88.0, 11.0, 0.0, 43.0),
                ("2026-12-01..2026-12-31", 184.0, 184.0, 23.0, 0.0, 23.0),
            ],
        )

    def test_leaver(self):
        employee = self._create_employee("2025-01-01", "2026-10-10")
        # 1-2 and 5-9: 7 shifts
        self._assert_segments(
            self._segments(employee),
            [("2026-10-01..2026-10-10", 176.0, 56.0, 7.0, 0.0, 22.0)],
        )

    def test_one_day(self):
        employee = self._create_employee("2026-10-31", "2026-10-31")
        # A Saturday: employed, but no shift.
        self._assert_segments(
            self._segments(employee),
            [("2026-10-31..2026-10-31", 176.0, 0.0, 0.0, 0.0, 22.0)],
        )

    def test_gap_between_apprenticeship_and_contract(self):
        employee = self._create_employee("2026-10-01", "2026-10-10", wage=10000)
        employee.create_version(
            {
                "date_version": "2026-10-16",
                "contract_date_start": "2026-10-16",
                "contract_date_end": False,
                "wage": 20000,
            }
        )
        segments = self._segments(employee)
        # The gap 11-15 (12-15 are working days) counts with the calendar before it.
        self._assert_segments(
            segments,
            [
                ("2026-10-01..2026-10-10", 176.0, 56.0, 7.0, 0.0, 11.0),
                ("2026-10-16..2026-10-31", 176.0, 88.0, 11.0, 0.0, 11.0),
            ],
        )
        self.assertEqual([segment["wage"] for segment in segments], [10000, 20000])

    def test_raise(self):
        employee = self._create_employee("2025-01-01")
        raised = employee.create_version({"date_version": "2026-10-15", "wage": 24000})
        segments = self._segments(employee)
        # 1-2, 5-9, 12-14: 10 shifts; 15-16, 19-23, 26-30: 12
        self._assert_segments(
            segments,
            [
                ("2026-10-01..2026-10-14", 176.0, 80.0, 10.0, 0.0, 10.0),
                ("2026-10-15..2026-10-31", 176.0, 96.0, 12.0, 0.0, 12.0),
            ],
        )
        self.assertEqual([segment["wage"] for segment in segments], [20000, 24000])
        self.assertEqual(segments[1]["version_id"], raised.id)

    def test_archived_version_does_not_count(self):
        employee = self._create_employee("2025-01-01")
        raised = employee.create_version({"date_version": "2026-10-15", "wage": 24000})
        raised.active = False
        for active_test in (True, False):
            hours = self.env["kpi.hours"].with_context(active_test=active_test)
            segments = hours._get_segments(
                employee, date(2026, 10, 1), date(2026, 10, 31)
            )
            self.assertEqual(len(segments[employee.id]), 1)

    def test_transfer(self):
        paints, tools = self.env["hr.department"].create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("Paints", "Tools")
            ]
        )
        job = self.env["hr.job"].create(
            {"name": "Seller", "company_id": self.company.id}
        )
        employee = self._create_employee(
            "2025-01-01", department_id=paints.id, job_id=job.id
        )
        employee.create_version(
            {"date_version": "2026-10-12", "department_id": tools.id}
        )
        segments = self._segments(employee)
        self.assertEqual(
            [(segment["department_id"], segment["job_id"]) for segment in segments],
            [(paints.id, job.id), (tools.id, job.id)],
        )
        self._assert_segments(
            segments,
            [
                ("2026-10-01..2026-10-11", 176.0, 56.0, 7.0, 0.0, 7.0),
                ("2026-10-12..2026-10-31", 176.0, 120.0, 15.0, 0.0, 15.0),
            ],
        )

    def test_two_calendars(self):
        employee = self._create_employee("2025-01-01")
        employee.create_version(
            {"date_version": "2026-10-15", "resource_calendar_id": self.calendar_20.id}
        )
        # 12 shifts of 4 h against a norm of 22 · 4 h
        self._assert_segments(
            self._segments(employee),
            [
                ("2026-10-01..2026-10-14", 176.0, 80.0, 10.0, 0.0, 10.0),
                ("2026-10-15..2026-10-31", 88.0, 48.0, 12.0, 0.0, 12.0),
            ],
        )

    def test_part_time(self):
        employee = self._create_employee(
            "2025-01-01", resource_calendar_id=self.calendar_20.id
        )
        self._assert_segments(
            self._segments(employee),
            [("2026-10-01..2026-10-31", 88.0, 88.0, 22.0, 0.0, 22.0)],
        )

    def test_version_dated_after_the_contract_start(self):
        employee = self._create_employee("2026-10-05", date_version="2026-10-20")
        # 5-9, 12-16, 19-23, 26-30: the first version holds before its own date too.
        self._assert_segments(
            self._segments(employee),
            [("2026-10-05..2026-10-31", 176.0, 160.0, 20.0, 0.0, 22.0)],
        )

    def test_not_employed(self):
        without_start = self._create_employee(False, date_version="2026-10-01")
        before = self._create_employee("2026-11-01")
        after = self._create_employee("2025-01-01", "2026-09-30")
        for employee in (without_start, before, after):
            self.assertIsNone(self._segments(employee))
        self.assertEqual(
            self.env["kpi.hours"]._get_segments(
                self.env["hr.employee"], date(2026, 10, 1), date(2026, 10, 31)
            ),
            {},
        )

    def test_no_calendar(self):
        employee = self._create_employee("2025-01-01", resource_calendar_id=False)
        segments = self._segments(employee)
        self._assert_segments(
            segments, [("2026-10-01..2026-10-31", 0.0, 0.0, 0.0, 0.0, 0.0)]
        )
        self.assertIs(segments[0]["calendar_id"], False)

    def test_archived_employee(self):
        employee = self._create_employee("2025-01-01", "2026-10-10")
        employee.active = False
        self._assert_segments(
            self._segments(employee),
            [("2026-10-01..2026-10-10", 176.0, 56.0, 7.0, 0.0, 22.0)],
        )

    def test_caller_without_rights_on_wages(self):
        """The engine's callers check rights; the method reads as sudo."""
        employee = self._create_employee("2025-01-01")
        user = new_test_user(
            self.env,
            "hours_plain",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        segments = (
            self.env["kpi.hours"]
            .with_user(user)
            ._get_segments(employee, date(2026, 10, 1), date(2026, 10, 31))
        )
        self.assertEqual(segments[employee.id][0]["wage"], 20000)

    def test_queries_do_not_grow_with_people(self):
        employees = self.env["hr.employee"]
        for number in range(30):
            calendar = (self.calendar_40, self.calendar_20)[number % 2]
            employee = self._create_employee(
                "2025-01-01", name=str(number), resource_calendar_id=calendar.id
            )
            employee.create_version({"date_version": "2026-10-15", "wage": 24000})
            self._create_absence(employee, "2026-10-05 06:00", "2026-10-05 10:00")
            employees += employee
        self._create_holiday("2026-10-07 22:00:00", "2026-10-08 21:59:59")

        def count_queries(people):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            segments = self.env["kpi.hours"]._get_segments(
                people, date(2026, 10, 1), date(2026, 10, 31)
            )
            self.assertEqual(len(segments), len(people))
            return self.env.cr.sql_log_count - before

        count_queries(employees)
        few, many = count_queries(employees[:3]), count_queries(employees)
        # Caches of the registry make a difference of one or two, people one of 27.
        self.assertLessEqual(many, few + 2)

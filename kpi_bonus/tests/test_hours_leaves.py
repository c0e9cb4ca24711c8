from odoo.tests import tagged

from .hours_common import HoursCommon


@tagged("post_install", "-at_install")
class TestHoursLeaves(HoursCommon):
    """Personal leaves; Berlin is UTC+2, so 8:00 to 17:00 is 06:00 to 15:00 UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls._create_employee("2025-01-01")
        cls.leave_type, cls.excused_type = cls.env["hr.leave.type"].create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "requires_allocation": False,
                    "leave_validation_type": "hr",
                    "request_unit": "half_day",
                    "kpi_excused": kpi_excused,
                }
                for name, kpi_excused in (("Unpaid", False), ("Sick", True))
            ]
        )

    def _request(self, leave_type, date_from, date_to, period_to="pm", **values):
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.employee.id,
                "holiday_status_id": leave_type.id,
                "request_date_from": date_from,
                "request_date_to": date_to,
                "request_date_from_period": "am",
                "request_date_to_period": period_to,
                **values,
            }
        )
        leave.action_approve()
        return leave

    def _assert_october(self, worked, missed, excused=0.0, employee=None):
        (segment,) = self._segments(employee or self.employee)
        self.assertEqual(
            (
                segment["worked_hours"],
                segment["missed_shifts"],
                segment["excused_shifts"],
            ),
            (worked, missed, excused),
        )
        return segment

    def test_two_days(self):
        self._request(self.leave_type, "2026-10-05", "2026-10-06")
        segment = self._assert_october(160.0, 2.0)
        self.assertEqual(segment["norm_hours"], 176.0)
        self.assertEqual(segment["scheduled_shifts"], 22.0)
        self.assertEqual(segment["calendar_shifts"], 22.0)

    def test_half_a_day(self):
        self._request(self.leave_type, "2026-10-05", "2026-10-05", "am")
        self._assert_october(172.0, 0.5)

    def test_hours_round_half_up(self):
        # 1 of 8 hours: 0.125 of a shift
        self._create_absence(
            self.employee, "2026-10-05 06:00:00", "2026-10-05 07:00:00"
        )
        self._assert_october(175.0, 0.13)

    def test_shares_are_rounded_once(self):
        # 1 of 8 hours on each of two days: 0.25, not 0.13 + 0.13
        for day in ("05", "06"):
            self._create_absence(
                self.employee, f"2026-10-{day} 06:00:00", f"2026-10-{day} 07:00:00"
            )
        self._assert_october(174.0, 0.25)

    def test_excused_and_other_leave(self):
        self._request(self.excused_type, "2026-10-05", "2026-10-06")
        self._request(self.leave_type, "2026-10-07", "2026-10-07", "am")
        self._assert_october(156.0, 2.5, excused=2.0)

    def test_refused_leave(self):
        self._request(self.leave_type, "2026-10-05", "2026-10-06").action_refuse()
        self._assert_october(176.0, 0.0)

    def test_leave_awaiting_approval(self):
        self.env["hr.leave"].create(
            {
                "employee_id": self.employee.id,
                "holiday_status_id": self.leave_type.id,
                "request_date_from": "2026-10-05",
                "request_date_to": "2026-10-06",
            }
        )
        self._assert_october(176.0, 0.0)

    def test_training_is_worked_time(self):
        training = self.leave_type.copy(
            {
                "name": "Training",
                "time_type": "other",
                "elligible_for_accrual_rate": True,
            }
        )
        self._request(training, "2026-10-05", "2026-10-06")
        self._assert_october(176.0, 0.0)

    def test_leave_over_a_public_holiday(self):
        self._create_holiday("2026-10-07 22:00:00", "2026-10-08 21:59:59")
        self._request(self.leave_type, "2026-10-05", "2026-10-09")
        # Norm 168; four of the five days were working days: 168 - 32.
        segment = self._assert_october(136.0, 4.0)
        self.assertEqual(segment["norm_hours"], 168.0)
        self.assertEqual(segment["scheduled_shifts"], 21.0)

    def test_overlapping_leaves_count_once(self):
        self._create_absence(
            self.employee, "2026-10-05 06:00:00", "2026-10-05 15:00:00"
        )
        self._create_absence(
            self.employee, "2026-10-05 08:00:00", "2026-10-05 10:00:00"
        )
        self._assert_october(168.0, 1.0)

    def test_leave_over_the_ends_of_the_span(self):
        self._create_absence(
            self.employee, "2026-09-28 06:00:00", "2026-10-02 15:00:00"
        )
        self._create_absence(
            self.employee, "2026-10-30 07:00:00", "2026-11-06 16:00:00"
        )
        # 1, 2 and 30 October
        self._assert_october(152.0, 3.0)

    def test_leave_over_a_raise(self):
        self.employee.create_version({"date_version": "2026-10-15", "wage": 24000})
        self._create_absence(
            self.employee, "2026-10-14 06:00:00", "2026-10-15 15:00:00"
        )
        self._assert_segments(
            self._segments(self.employee),
            [
                ("2026-10-01..2026-10-14", 176.0, 72.0, 10.0, 1.0, 10.0),
                ("2026-10-15..2026-10-31", 176.0, 88.0, 12.0, 1.0, 12.0),
            ],
        )

    def test_leave_that_names_a_former_calendar(self):
        leave = self._create_absence(
            self.employee, "2026-10-05 06:00:00", "2026-10-05 15:00:00"
        )
        leave.calendar_id = self.calendar_20
        self._assert_october(168.0, 1.0)

    def test_leave_of_somebody_else(self):
        other = self._create_employee("2025-01-01", name="Petrov")
        self._create_absence(other, "2026-10-05 06:00:00", "2026-10-05 15:00:00")
        self._assert_october(176.0, 0.0)
        self._assert_october(168.0, 1.0, employee=other)

    def test_leave_from_a_night_shift(self):
        employee = self._create_employee(
            "2025-01-01", resource_calendar_id=self._create_night_calendar().id
        )
        # Tuesday the 6th from 0:00 to 23:59:59: 6 of the 8 hours of Monday's shift
        # and 2 of Tuesday's.
        self._create_absence(employee, "2026-10-05 22:00:00", "2026-10-06 21:59:59")
        self._assert_october(168.0, 1.0, employee=employee)

    def test_leave_in_the_last_night_of_the_month(self):
        employee = self._create_employee(
            "2025-01-01", resource_calendar_id=self._create_night_calendar().id
        )
        # 1 October 0-6 is the end of the shift of 30 September.
        self._create_absence(employee, "2026-09-30 22:00:00", "2026-10-01 04:00:00")
        self._assert_october(176.0, 0.0, employee=employee)
        (september,) = self._segments(employee, "2026-09-01", "2026-09-30")
        self.assertEqual(september["missed_shifts"], 0.75)
        self.assertEqual(september["worked_hours"], 170.0)

from contextlib import suppress
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .clock_common import ClockCommon
from .report_common import ReportCommon


@tagged("post_install", "-at_install")
class TestClockRemind(ClockCommon, ReportCommon):
    """Issued on Thursday 1 October 2026; to be handed in by 3 November."""

    def _remind(self, day, hour=8, month=10):
        """:return: number of mails to employees that come of a run"""
        before = self._count_mails()
        self._run("remind", f"2026-{month:02}-{day:02} {hour:02}:00:00")
        return self._count_mails() - before

    def _count_mails(self):
        """Without those to heads."""
        return len(self._get_mails("Please sign")) + len(
            self._get_mails("Please hand in")
        )

    @freeze_time("2026-10-01 08:00:00")
    def _hire(self, *names):
        """Employees without a login, whose plans are issued."""
        for name in names:
            self._create_employee(name, work_email=f"{name}@example.com")
        self.period.action_prepare()
        self.period.action_open()

    def test_plan_not_signed(self):
        """On working days, from the day after issue on, once a day."""
        self.assertEqual(self._remind(1), 0)
        self.assertEqual(self._remind(2, hour=7), 0)
        self.assertEqual(self._remind(2), 1)
        self.assertEqual(self.report.reminded_on, date(2026, 10, 2))
        self.assertEqual(self._remind(2, hour=9), 0)
        self.assertEqual(self._remind(3), 0)  # Saturday
        self.assertEqual(self._remind(4), 0)
        self.assertEqual(self._remind(5), 1)
        self._sign()
        self.assertEqual(self._remind(6), 0)

    def test_report_not_handed_in(self):
        """From the last day on, on Sunday too, and once after the deadline."""
        self._sign()
        mails = [
            self._remind(day, month=month)
            for month, day in [(10, 30), (10, 31), (11, 1), (11, 2), (11, 3)]
        ]
        self.assertEqual(mails, [0, 1, 1, 1, 1])
        self.assertEqual([self._remind(day, month=11) for day in (4, 5, 6)], [1, 0, 0])

    def test_neither_signed_nor_handed_in_is_one_mail(self):
        self.assertEqual(self._remind(2, month=11), 1)

    def test_handed_in(self):
        self._sign()
        self._create_month_facts()
        self._submit()
        self.assertEqual(self._remind(3, month=11), 0)

    def test_shadow_period_asks_for_nothing(self):
        report = self._issue(start=date(2026, 11, 1), mode="shadow")
        self._run("remind", "2026-11-30 08:00:00")
        self.assertFalse(report.reminded_on)

    def test_time_zone_of_the_company(self):
        """At 22:30 UTC on the 1st it is 08:30 on the 2nd in Vladivostok."""
        self.calendar.tz = "Asia/Vladivostok"
        self.assertEqual(self._remind(1, hour=21), 0)
        self.assertEqual(self._remind(1, hour=22), 1)

    @mute_logger("odoo.addons.kpi_bonus.isolation")
    def test_failing_person_does_not_stop_the_others(self):
        self._hire("Boris")
        reports = type(self.env["kpi.plan.report"])
        notify = reports._notify_employee

        def fail(records, *args, **kwargs):
            if self.report in records:
                raise ValueError("no such address")
            return notify(records, *args, **kwargs)

        with patch.object(reports, "_notify_employee", fail):
            self.assertEqual(self._remind(23), 1)
        self.assertFalse(self.report.reminded_on)
        boris = self.period.report_ids - self.report
        self.assertEqual(boris.reminded_on, date(2026, 10, 23))

    @mute_logger("odoo.addons.base.models.ir_cron")
    def test_broken_off_nobody_is_reminded_twice(self):
        self._hire("Boris", "Vera", "Gleb", "Daria")
        crons = type(self.env["ir.cron"])
        commit = crons._commit_progress
        # Thursday, Friday, Monday, Tuesday, Wednesday
        for calls, day in enumerate((22, 23, 26, 27, 28), 1):
            with self.subTest(calls=calls):
                count = 0

                def break_off(cron, *args, limit=calls, **kwargs):
                    nonlocal count
                    count += 1
                    seconds = commit(cron, *args, **kwargs)
                    if count == limit:
                        raise KeyboardInterrupt
                    return seconds

                before = self._count_mails()
                with (
                    patch("odoo.addons.kpi_bonus.models.kpi_clock.BATCH", 2),
                    patch.object(crons, "_commit_progress", break_off),
                    suppress(KeyboardInterrupt),
                ):
                    self._remind(day)
                self._remind(day)
                self.assertEqual(self._count_mails() - before, 5)

    def test_queries_do_not_grow_with_people(self):
        counts = []
        for day, people in ((22, 2), (23, 30)):
            self._hire(*(f"{day}-{number}" for number in range(people)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._remind(day)
            counts.append(self.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 20)

from contextlib import suppress
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .clock_common import ClockCommon

ISOLATION = "odoo.addons.kpi_bonus.isolation"
FIRST = "2026-10-01 10:00:00"  # a Thursday


@tagged("post_install", "-at_install")
class TestClockIssue(ClockCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.people = cls.seller.union(
            *(cls._create_employee(f"Seller {number}") for number in range(4))
        )
        cls.period = cls._create_period()

    def assertIssued(self, period, employees):
        reports = period.report_ids
        self.assertEqual(period.state, "open")
        self.assertEqual(reports.employee_id, employees)
        self.assertEqual(len(reports), len(employees))
        self.assertEqual(set(reports.mapped("state")), {"issued"})

    def test_first_working_day(self):
        self._run("issue", "2026-09-30 10:00:00")
        self.assertEqual(self.period.state, "draft")
        self.assertFalse(self.period.report_ids)
        self._run("issue", FIRST)
        self.assertIssued(self.period, self.people)
        self.assertFalse(self._get_alerts(self.period))

    def test_again_changes_nothing(self):
        self._run("issue", FIRST)
        reports = self.period.report_ids
        issued_on = reports.mapped("issued_on")
        self._create_employee("Nina New")
        self._run("issue", "2026-10-02 10:00:00")
        self.assertEqual(self.period.report_ids, reports)
        self.assertEqual(reports.mapped("issued_on"), issued_on)

    def test_first_working_day_after_holidays(self):
        """1 January 2027 is a Friday; free until the 8th: work begins on the 11th."""
        period = self._create_period(date(2027, 1, 1))
        other = self.env["res.company"].create({"name": "Rival"})
        free = {"date_from": "2027-01-01 00:00:00", "date_to": "2027-01-08 23:59:59"}
        leaves = self.env["resource.calendar.leaves"]
        leaves.create({"name": "New Year", **free})
        # Nobody else's holidays.
        free = {"date_from": "2027-01-11 00:00:00", "date_to": "2027-01-11 23:59:59"}
        leaves.with_company(other).create({"name": "Jubilee", **free})
        for day in ("2027-01-01", "2027-01-08", "2027-01-10"):
            self._run("issue", f"{day} 23:30:00")
            self.assertEqual(period.state, "draft")
        self._run("issue", "2027-01-11 00:00:00")
        self.assertEqual(period.state, "open")

    def test_missed_day_is_made_up_for(self):
        self._run("issue", "2026-10-05 10:00:00")
        self.assertIssued(self.period, self.people)

    def test_not_in_another_month(self):
        self._run("issue", "2026-11-02 10:00:00")
        self.assertEqual(self.period.state, "draft")

    def test_two_time_zones_at_the_turn_of_the_month(self):
        """At 20:00 UTC it is 06:00 in Vladivostok, and 22:00 in Kaliningrad."""
        self.calendar.tz = "Asia/Vladivostok"
        west = self.env["res.company"].create({"name": "West"})
        west.resource_calendar_id.tz = "Europe/Kaliningrad"
        period = self.env["kpi.period"].create(
            {"date_from": date(2026, 10, 1), "company_id": west.id}
        )
        for company in (self.company, west):
            self._run("issue", "2026-09-30 20:00:00", company)
        self.assertIssued(self.period, self.people)
        self.assertEqual(period.state, "draft")
        self._run("issue", "2026-09-30 21:59:00", west)
        self.assertEqual(period.state, "draft")
        self._run("issue", "2026-09-30 22:00:00", west)
        self.assertEqual(period.state, "open")

    def test_by_hand(self):
        self.company.kpi_issue_mode = "manual"
        self._run("issue", FIRST)
        self.assertEqual(self.period.state, "draft")

    def test_late_draft_is_left_to_its_author(self):
        """Made on the 21st: its author wants to look at the plans before."""
        self.period.unlink()
        period = self.env["kpi.period"].with_user(self.manager)
        period = period.create({"date_from": date(2026, 10, 1)})
        for created, state in [("2026-10-02", "draft"), ("2026-10-01", "open")]:
            self.cr.execute(
                "UPDATE kpi_period SET create_date = %s WHERE id = %s",
                [f"{created} 05:00:00", period.id],
            )
            period.invalidate_recordset()
            self._run("issue", "2026-10-21 10:00:00")
            self.assertEqual(period.state, state)

    def test_creates_the_period_if_asked_to(self):
        self.period.mode = "pilot"
        quarterly = self._create_scheme(
            "Quarterly", [(self.own_sales, 100, 1)], frequency="quarter"
        )
        boss = self._create_employee("Boss", job_id=False)
        boss.kpi_scheme_id = quarterly
        self.company.kpi_issue_mode = "create"
        self._run("issue", "2027-01-04 10:00:00")
        periods = self.env["kpi.period"].search([("date_from", "=", "2027-01-01")])
        # A pilot goes on; the quarter is the company's first.
        self.assertEqual(
            periods.mapped(lambda period: (period.name, period.mode, period.state)),
            [("2027-01", "pilot", "open"), ("2027-Q1", "live", "open")],
        )
        self.assertEqual(periods[0].report_ids.employee_id, self.people)
        self.assertEqual(periods[1].report_ids.employee_id, boss)
        self._run("issue", "2027-02-01 10:00:00")
        self.assertEqual(
            self.env["kpi.period"].search([("date_from", "=", "2027-02-01")]).name,
            "2027-02",
        )

    def test_creates_nothing_unless_asked_to(self):
        self._run("issue", "2026-12-01 10:00:00")
        self.assertFalse(
            self.env["kpi.period"].search([("date_from", "=", "2026-12-01")])
        )

    # -- failing people ---------------------------------------------------------------

    @mute_logger(ISOLATION)
    def test_failing_report_does_not_stop_the_others(self):
        reports = type(self.env["kpi.plan.report"])
        prepare = reports._prepare_terms

        def fail(report):
            if report.employee_id == self.people[2]:
                raise ZeroDivisionError("no such thing")
            return prepare(report)

        with patch.object(reports, "_prepare_terms", fail):
            self._run("issue", FIRST)
        failed = self.period.report_ids.filtered("problem")
        self.assertEqual(failed.employee_id, self.people[2])
        self.assertEqual(failed.state, "draft")
        self.assertEqual(failed.problem, "ZeroDivisionError: no such thing")
        self.assertEqual(self.period.state, "open")
        others = self.period.report_ids - failed
        self.assertEqual(others.mapped("state"), ["issued"] * 4)
        self.assertEqual(len(self._get_alerts(self.period)), 1)
        self.assertIn("no such thing", self._get_last_message(self.period))

    def test_refused_plan_is_told_once(self):
        for person in self.people[:2]:
            self.env["kpi.target"].create(
                {
                    "period_id": self.period.id,
                    "indicator_id": self.own_sales.id,
                    "employee_id": person.id,
                    "value": 0,
                }
            )
        self._run("issue", FIRST)
        self._run("issue", "2026-10-01 11:00:00")
        self.assertEqual(self.period.state, "open")
        self.assertEqual(
            sorted(self.period.report_ids.mapped("state")),
            ["draft"] * 2 + ["issued"] * 3,
        )
        self.assertEqual(len(self._get_alerts(self.period)), 1)
        message = self._get_last_message(self.period)
        self.assertIn("Anna Seller, October 2026, Own sales: the plan is 0", message)
        self.assertIn("Seller 0, October 2026, Own sales: the plan is 0", message)

    @mute_logger(ISOLATION)
    def test_person_without_a_draft_is_named(self):
        periods = type(self.env["kpi.period"])
        prepare = periods._prepare_report_vals

        def fail(period, employee_id, *args):
            if employee_id == self.people[3].id:
                raise KeyError("department")
            return prepare(period, employee_id, *args)

        with patch.object(periods, "_prepare_report_vals", fail):
            self._run("issue", FIRST)
        self.assertIssued(self.period, self.people - self.people[3])
        self.assertIn("Seller 2: KeyError", self._get_last_message(self.period))
        self.assertEqual(len(self._get_alerts(self.period)), 1)

    @mute_logger(ISOLATION)
    def test_opening_that_fails_is_tried_again_and_told_once(self):
        periods = type(self.env["kpi.period"])
        with patch.object(
            periods, "_do_refresh", side_effect=UserError("KPI Service is broken")
        ):
            self._run("issue", FIRST)
            self._run("issue", "2026-10-01 11:00:00")
        self.assertEqual(self.period.state, "draft")
        self.assertEqual(set(self.period.report_ids.mapped("state")), {"issued"})
        told = self.period.message_ids.filtered(
            lambda message: "KPI Service is broken" in message.body
        )
        self.assertEqual(len(told), 1)
        self.assertEqual(len(self._get_alerts(self.period)), 1)
        self._run("issue", "2026-10-01 12:00:00")
        self.assertIssued(self.period, self.people)

    def test_button_pressed_meanwhile(self):
        """A manager prepares and a head issues between two batches of the clock."""
        clock = type(self.env["kpi.clock"])
        run_batches = clock._run_batches
        manager, head = self.manager, self.head

        def press(clock, ids, work, period):
            if not period.report_ids:
                period.with_user(manager).action_prepare()
            else:
                reports = period.report_ids.with_user(head)
                reports.filtered(lambda report: report.state == "draft").action_issue()
            issued = {report: report.issued_on for report in period.report_ids}
            with freeze_time("2026-10-01 10:01:00"):
                done = run_batches(clock, ids, work, period)
            self.assertEqual(
                {report: report.issued_on for report in period.report_ids}, issued
            )
            return done

        with patch.object(clock, "_run_batches", press):
            self._run("issue", FIRST)
        self.assertIssued(self.period, self.people)
        self.assertFalse(self._get_alerts(self.period))

    def test_opening_waits_for_whoever_is_at_work(self):
        periods = type(self.env["kpi.period"])
        lock = periods.try_lock_for_update

        def lock_shared_only(period, *, allow_referencing=False, **kwargs):
            if not allow_referencing:
                return period.browse()
            return lock(period, allow_referencing=True, **kwargs)

        with patch.object(periods, "try_lock_for_update", lock_shared_only):
            self._run("issue", FIRST)
        self.assertEqual(self.period.state, "draft")
        self._run("issue", "2026-10-01 11:00:00")
        self.assertIssued(self.period, self.people)

    # -- interruption -----------------------------------------------------------------

    @mute_logger("odoo.addons.base.models.ir_cron")
    def test_broken_off_anywhere_the_next_run_completes(self):
        """Two people a batch: three batches of drafts, three of issues, the opening."""
        crons = type(self.env["ir.cron"])
        commit = crons._commit_progress
        for calls in range(1, 11):
            with self.subTest(calls=calls):
                period = self._create_period(date(2027, calls, 1))
                count = 0

                def break_off(cron, *args, limit=calls, **kwargs):
                    nonlocal count
                    count += 1
                    seconds = commit(cron, *args, **kwargs)
                    if count == limit:
                        raise KeyboardInterrupt
                    return seconds

                now = f"2027-{calls:02}-05 10:00:00"
                with (
                    patch("odoo.addons.kpi_bonus.models.kpi_clock.BATCH", 2),
                    patch.object(crons, "_commit_progress", break_off),
                    suppress(KeyboardInterrupt),
                ):
                    self._run("issue", now)
                self._run("issue", now)
                self.assertIssued(period, self.people)

    def test_time_is_up(self):
        """Nothing left of the time slice: one batch a call, and all are called."""
        crons = type(self.env["ir.cron"])
        commit = crons._commit_progress

        def take_all(cron, *args, **kwargs):
            commit(cron, *args, **kwargs)
            return 0

        with (
            patch("odoo.addons.kpi_bonus.models.kpi_clock.BATCH", 2),
            patch.object(crons, "_commit_progress", take_all),
        ):
            self._run("issue", FIRST)
        self.assertIssued(self.period, self.people)

    def test_queries_do_not_grow_with_people(self):
        counts = []
        for month, people in ((10, 0), (11, 30)):
            for number in range(people):
                self._create_employee(f"Newcomer {number}")
            if month != 10:
                self._create_period(date(2026, month, 1))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._run("issue", f"2026-{month}-03 10:00:00")
            counts.append(self.cr.sql_log_count - before)
        # 5 people, then 35: a query per person would make 30 more.
        self.assertLess(counts[1], counts[0] + 15)

from contextlib import suppress
from datetime import date, datetime
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .clock_common import ClockCommon
from .source_common import SourceCommon

ISOLATION = "odoo.addons.kpi_bonus.isolation"
NOON = "2026-10-15 12:00:00"
NIGHT = "2026-10-16 02:30:00"


class MeasureCommon(ClockCommon, SourceCommon):
    """October 2026, open: own sales by hand, meetings counted, service by the card.

    Records made in a test carry the test's own time, which is later than any watermark.
    ``_forget`` gives them an older one: they count as measured.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own_sales = cls.own
        cls.meetings = cls._create_domain_kpi()
        cls.service = cls._create_indicator(
            "Service", method="card", source="card", unit="score"
        )
        cls.remark = cls.env["kpi.card.type"].create(
            {"name": "No reaction to a customer", "kind": "remark"}
        )
        cls._create_scheme(
            "Sellers",
            [(cls.own_sales, 35, 1000), (cls.meetings, 45, 10), (cls.service, 20, 0)],
            job_ids=cls.job.ids,
        )
        cls.period = cls._create_period()
        cls.period.with_user(cls.manager).action_prepare()
        cls.period.with_user(cls.manager).action_open()
        cls.report = cls.period.report_ids.filtered(
            lambda report: report.employee_id == cls.seller
        )

    def _write_remark(self, day):
        return self.env["kpi.card.line"].create(
            {
                "card_id": self.report.card_id.id,
                "type_id": self.remark.id,
                "date": day,
            }
        )

    def _forget(self, *records):
        self.env.flush_all()
        for record in records:
            self.cr.execute(
                f"UPDATE {record._table} SET write_date = '2026-01-01' WHERE id IN %s",
                [tuple(record.ids)],
            )
            record.invalidate_recordset()

    def _set_filter(self, text):
        """As if the KPI had been issued with this filter."""
        self.env.flush_all()
        self.cr.execute(
            "UPDATE kpi_indicator SET domain = %s WHERE id = %s",
            [text, self.meetings.id],
        )
        self.env.invalidate_all()

    def _tamper(self, indicator, day, value):
        """Change a measured fact behind Odoo's back."""
        self.env.flush_all()
        self.cr.execute(
            """UPDATE kpi_fact SET value = %s, write_date = '2026-01-01'
            WHERE indicator_id = %s AND date = %s""",
            [value, indicator.id, day],
        )
        self.env.invalidate_all()

    def _get_executions(self):
        return self.report.line_ids.mapped("execution")


@tagged("post_install", "-at_install")
class TestClockMeasure(MeasureCommon):
    def test_every_family_reaches_the_report(self):
        self._run("measure", NOON)
        self.assertEqual(self._get_executions(), [0, 0, 100])
        self._create_fact(self.own_sales, 500)
        for day in ("2026-10-14", "2026-10-15"):
            self._create_event(f"{day} 09:00:00")
        self._write_remark("2026-10-15")
        self._run("measure", "2026-10-15 12:30:00")
        # 500 of 1000, 2 meetings of 10, 100 − 20
        self.assertEqual(self._get_executions(), [50, 20, 80])
        self.assertEqual(self.period.measured_at, datetime(2026, 10, 15, 12, 30))

    def test_only_days_on_which_something_was_written(self):
        early = self._create_event("2026-10-05 09:00:00")
        line = self._write_remark("2026-10-05")
        self._run("measure", NOON)
        self.assertEqual(self._get_executions(), [0, 10, 80])
        self._forget(early, line)
        self._tamper(self.meetings, "2026-10-05", 7)
        self._tamper(self.service, "2026-10-05", -70)
        self._create_event("2026-10-14 09:00:00")
        self._run("measure", "2026-10-15 12:30:00")
        # The 14th is measured: 7 + 1 meetings. The 5th is not.
        self.assertEqual(self._get_executions(), [0, 80, 30])

    def test_nothing_written_nothing_refreshed(self):
        fact = self._create_fact(self.own_sales, 500)
        self._create_event("2026-10-14 09:00:00")
        self._run("measure", NOON)
        self._forget(fact, self.env["calendar.event"].search([]))
        reports = type(self.env["kpi.plan.report"])
        with patch.object(reports, "_refresh") as refresh:
            self._run("measure", "2026-10-15 12:30:00")
            refresh.assert_not_called()
            fact.value = 700
            self._run("measure", "2026-10-15 13:00:00")
            refresh.assert_called_once()

    def test_withdrawn_archived_and_leaving_the_filter(self):
        """What stops counting changes its day too."""
        self._set_filter("[('name', '=', 'Meeting')]")
        renamed = self._create_event("2026-10-05 09:00:00")
        archived = self._create_event("2026-10-06 09:00:00")
        line = self._write_remark("2026-10-06")
        self._run("measure", NOON)
        self.assertEqual(self._get_executions(), [0, 20, 80])
        self._forget(renamed + archived, line)
        renamed.name = "Cancelled"
        archived.active = False
        line.action_withdraw("Another person")
        self._run("measure", "2026-10-15 12:30:00")
        self.assertEqual(self._get_executions(), [0, 0, 100])

    def test_change_of_a_record_that_the_filter_looks_at(self):
        """Like lines of an order that is confirmed later: the line is not written."""
        prospect, customer = self.env["res.partner"].create(
            [{"name": "Prospect"}, {"name": "Customer"}]
        )
        self._set_filter("[('partner_ids.name', '=', 'Customer')]")
        events = [
            self._create_event(
                f"2026-10-0{day} 09:00:00", partner_ids=[Command.set(partner.ids)]
            )
            for day, partner in ((5, prospect), (6, customer))
        ]
        self._run("measure", NOON)
        self.assertEqual(self._get_executions()[1], 10)
        self._forget(*events, prospect, customer)
        prospect.name = "Customer"
        self._run("measure", "2026-10-15 12:30:00")
        self.assertEqual(self._get_executions()[1], 20)

    def test_kpi_that_is_new_in_the_period(self):
        """Its records may be older than the last measuring."""
        self._run("measure", "2026-10-15 11:30:00")
        self._forget(self._create_event("2026-10-02 09:00:00"))
        self._run("measure", NOON)
        self.assertEqual(self._get_executions()[1], 10)
        self.assertFacts(self.meetings, [("2026-10-02", self.seller, 1, 0)])

    def test_closed_period_is_left_alone(self):
        self._run("measure", NOON)
        self._close(self.period)
        self._create_event("2026-10-14 09:00:00")
        self._run("measure", "2026-11-05 12:30:00")
        self._run("night", "2026-11-06 02:30:00")
        self.assertFalse(self._get_facts(self.meetings))

    def test_two_running_periods(self):
        """October in review, November open: both are measured."""
        self.period.with_user(self.manager).action_review()
        november = self._create_period(date(2026, 11, 1)).with_user(self.manager)
        november.action_prepare()
        november.action_open()
        self._create_event("2026-10-30 09:00:00")
        self._create_event("2026-11-02 09:00:00")
        self._run("measure", "2026-11-02 12:00:00")
        self.assertEqual(len(self._get_facts(self.meetings)), 2)

    def test_watermarks_stay_while_somebody_is_at_work(self):
        """What was not measured now is measured next time."""
        periods = type(self.env["kpi.period"])
        self._run("measure", NOON)
        with patch.object(
            periods, "try_lock_for_update", lambda period, **_: period.browse()
        ):
            before = self.env["kpi.watermark"]._get_values(self.company)
            self.cr.execute("UPDATE kpi_watermark SET value = '2026-10-01'")
            self.env.invalidate_all()
            self._run("measure", "2026-10-15 12:30:00")
        marks = self.env["kpi.watermark"]._get_values(self.company)
        self.assertEqual(marks["domain"], datetime(2026, 10, 1))
        self.assertEqual(set(before), {"manual", "domain", "card"})

    def test_queries_do_not_grow_with_people(self):
        counts = []
        for people in (0, 30):
            for number in range(people):
                self._create_employee(f"Newcomer {number}")
            self.period.with_user(self.manager).action_prepare()
            self.period.with_user(self.manager).action_open()
            self._create_event("2026-10-14 09:00:00")
            self._run("measure", NOON)  # caches of the registry are warm
            before = self.cr.sql_log_count
            self._run("measure", NOON)
            counts.append(self.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 10)


@tagged("post_install", "-at_install")
class TestClockNight(MeasureCommon):
    def _prepare_day(self):
        events = self._create_event("2026-10-05 09:00:00")
        events += self._create_event("2026-10-06 09:00:00")
        line = self._write_remark("2026-10-06")
        self._run("measure", NOON)
        self._forget(events, line)
        return events

    def test_agrees_and_says_nothing(self):
        self._prepare_day()
        self._create_event("2026-10-15 15:00:00")  # since the last half hour
        messages = self.period.message_ids
        self._run("night", NIGHT)
        self.assertEqual(self.period.message_ids, messages)
        self.assertEqual(self._get_executions(), [0, 30, 80])

    def test_says_where_it_does_not_agree(self):
        events = self._prepare_day()
        events[0].unlink()
        self._tamper(self.service, "2026-10-06", -70)
        self._run("measure", "2026-10-15 12:30:00")
        self.assertEqual(self._get_executions(), [0, 20, 80])
        self._run("night", NIGHT)
        self.assertEqual(self._get_executions(), [0, 10, 80])
        message = self._get_last_message(self.period)
        self.assertIn("<li>2026-10-05: Meetings</li>", message)
        self.assertIn("<li>2026-10-06: Service</li>", message)
        self.assertEqual(message.count("<li>"), 2)
        self.assertFalse(self._get_alerts(self.period))

    def test_once_a_night_at_the_company(self):
        """At 22:30 UTC it is 01:30 in Moscow, an hour later the night's turn."""
        self.calendar.tz = "Europe/Moscow"
        marks = self.env["kpi.watermark"]
        for now, done in [
            ("2026-10-15 22:30:00", None),
            ("2026-10-15 23:30:00", datetime(2026, 10, 16)),
        ]:
            self._run("night", now)
            self.assertEqual(marks._get_values(self.company).get("night"), done)
        with patch.object(
            type(self.env["kpi.clock"]), "_run_measuring", return_value=True
        ) as measure:
            self._run("night", "2026-10-16 00:30:00")
            self._run("night", "2026-10-16 20:30:00")
            measure.assert_not_called()
            self._run("night", "2026-10-16 23:00:00")
            measure.assert_called_once()

    @mute_logger(ISOLATION)
    def test_kpi_that_fails_does_not_stop_the_others(self):
        self._create_event("2026-10-05 09:00:00")
        self._write_remark("2026-10-06")
        self._set_filter("[(")
        self._run("measure", NOON)
        self.assertEqual(self._get_executions(), [0, 0, 80])
        self.assertFalse(self._get_alerts(self.period))
        for night in (NIGHT, "2026-10-17 02:30:00"):
            self._run("night", night)
        self.assertIn("KPI Meetings", self._get_last_message(self.period))
        self.assertEqual(len(self._get_alerts(self.period)), 1)

    @mute_logger(ISOLATION)
    def test_person_who_fails_does_not_stop_the_others(self):
        reports = type(self.env["kpi.plan.report"])
        prepare = reports._prepare_inputs

        def fail(report, *args, **kwargs):
            if report == self.report:
                raise ZeroDivisionError("no such thing")
            return prepare(report, *args, **kwargs)

        boris = self.period.report_ids - self.report
        self._create_fact(self.own_sales, 500, employee_id=self.boris.id)
        with patch.object(reports, "_prepare_inputs", fail):
            self._run("measure", NOON)
            self.assertEqual(len(self._get_alerts(self.period)), 1)
            self._run("night", NIGHT)
            self.assertEqual(self.report.problem, "ZeroDivisionError: no such thing")
            boris = boris.filtered(lambda report: report.employee_id == self.boris)
            self.assertEqual(boris.line_ids[0].execution, 50)
            # Told once, though the night failed again.
            self.assertEqual(len(self._get_alerts(self.period)), 1)
            messages = self.period.message_ids.filtered(
                lambda message: "no such thing" in message.body
            )
            self.assertEqual(len(messages), 1)
            # Nor after the manager has said that he knows.
            self._get_alerts(self.period).unlink()
            self._run("measure", "2026-10-16 12:00:00")
            self._run("night", "2026-10-17 02:30:00")
            self.assertFalse(self._get_alerts(self.period))
        self._run("night", "2026-10-18 02:30:00")
        self.assertFalse(self.report.problem)

    @mute_logger("odoo.addons.base.models.ir_cron")
    def test_broken_off_anywhere_the_next_run_completes(self):
        """The watermark moves last: after measuring, refreshing and all."""
        crons = type(self.env["ir.cron"])
        commit = crons._commit_progress
        self._run("measure", NOON)
        for calls in range(1, 6):
            with self.subTest(calls=calls):
                self._create_event("2026-10-14 09:00:00")
                count = 0

                def break_off(cron, *args, limit=calls, **kwargs):
                    nonlocal count
                    count += 1
                    if count == limit:
                        raise KeyboardInterrupt
                    return commit(cron, *args, **kwargs)

                with (
                    patch.object(crons, "_commit_progress", break_off),
                    suppress(KeyboardInterrupt),
                ):
                    self._run("measure", NOON)
                self._run("measure", NOON)
                self.assertEqual(self._get_executions()[1], 10 * calls)

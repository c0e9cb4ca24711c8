from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestRefresh(KpiBonusCommon):
    """October 2026: 22 working days, the 1st a Thursday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.period = cls._create_period().with_user(cls.manager)

    def _open(self):
        self.period.action_prepare()
        self.period.action_open()
        return self.period.report_ids.filtered(lambda r: r.employee_id == self.seller)

    def test_no_data_is_not_zero(self):
        report = self._open()
        own = report.line_ids[1]
        self.assertFalse(own.has_data)
        self.assertEqual(own.fact_label, "no data yet")
        self._create_fact(self.own_sales, 0)
        self.period.action_refresh()
        self.assertTrue(own.has_data)
        self.assertEqual(own.fact_label.replace("\xa0", " "), "0.00 €")
        self.assertEqual(own.execution, 0)

    def test_facts_of_others_and_other_days_do_not_count(self):
        colleague = self._create_employee("Boris Seller")
        report = self._open()
        self._create_fact(self.own_sales, 1000, employee_id=colleague.id)
        self._create_fact(self.own_sales, 2000, day=date(2026, 9, 30))
        self._create_fact(self.own_sales, 3000, day=date(2026, 11, 1))
        self._create_fact(self.own_sales, 4000, day=date(2026, 10, 1))
        self._create_fact(self.own_sales, 5000, day=date(2026, 10, 31))
        self.period.action_refresh()
        self.assertEqual(report.line_ids[1].fact, 9000)

    def test_raise_in_mid_month(self):
        # 1–15 October: 11 working days, 88 hours; 16–31: 11 days, 88 hours.
        # 20 000 · 88/176 + 22 000 · 88/176 = 21 000.
        self.seller.create_version({"date_version": date(2026, 10, 16), "wage": 22000})
        report = self._open()
        self.assertRecordValues(
            report.segment_ids,
            [
                {"date_to": date(2026, 10, 15), "wage": 20000, "worked_hours": 88},
                {"date_to": date(2026, 10, 31), "wage": 22000, "worked_hours": 88},
            ],
        )
        self.assertEqual(report.earned_salary, 21000)
        self.assertEqual((report.norm_hours, report.worked_hours), (176, 176))

    def test_raise_entered_after_issue(self):
        report = self._open()
        self.assertEqual(report.earned_salary, 20000)
        self.seller.create_version({"date_version": date(2026, 10, 16), "wage": 22000})
        self.period.action_refresh()
        self.assertEqual(report.earned_salary, 21000)

    def test_joiner(self):
        # Joined on the 19th: 10 of 22 shifts, 80 of 176 hours. Own plan
        # 500 000 · 10/22 = 227 272.73; the section's plan stays whole; salary
        # 20 000 · 80/176 = 9 090.91.
        self.seller.contract_date_start = date(2026, 10, 19)
        report = self._open()
        self.assertRecordValues(
            report.line_ids,
            [
                {"plan": 2e6, "plan_adjusted": 2e6},
                {"plan": 5e5, "plan_adjusted": 227272.73},
                {"plan": 0, "plan_adjusted": 0},
            ],
        )
        self.assertEqual((report.scheduled_shifts, report.calendar_shifts), (10, 22))
        self.assertEqual(report.earned_salary, 9090.91)

    def test_transfer_between_sections(self):
        # Paints 1–15 (11 shifts), tools 16–31 (11 shifts). Plans 2.0 and 1.0 million,
        # facts 2.4 and 0.6 million: plan 1.5, fact 1.5 million, execution 100.
        self.env["kpi.target"].create(
            {
                "period_id": self.period.id,
                "indicator_id": self.section_sales.id,
                "department_id": self.tools.id,
                "value": 1000000,
            }
        )
        report = self._open()
        for section, value in [(self.paints, 2.4e6), (self.tools, 6e5)]:
            self._create_fact(self.section_sales, value, department_id=section.id)
        self.seller.create_version(
            {"date_version": date(2026, 10, 16), "department_id": self.tools.id}
        )
        self.period.action_refresh()
        line = report.line_ids[0]
        self.assertEqual(line.plan_adjusted, 1500000)
        self.assertEqual(line.fact, 1500000)
        self.assertEqual(line.execution, 100)
        self.assertIn(
            "Tools: 11 shifts, plan 1,000,000, fact 600,000",
            report.with_user(self.manager).calculation,
        )

    def test_correction_survives_the_refresh(self):
        report = self._open()
        self._create_fact(self.own_sales, 400000)
        self.period.action_refresh()
        line = report.line_ids[1].with_user(self.manager)
        with (
            self.assertRaisesRegex(ValidationError, "Own sales.*reason"),
            self.cr.savepoint(),
        ):
            line.write({"fact_override": 500000})
        line.write({"fact_override": 500000, "override_reason": "Receipt 17 missing"})
        self.assertEqual((line.fact, line.execution), (500000, 100))
        self._create_fact(self.own_sales, 1000, day=date(2026, 10, 16))
        self.period.action_refresh()
        self.assertEqual((line.fact, line.fact_measured), (500000, 401000))
        line.write({"is_overridden": False})
        self.assertEqual(line.fact, 401000)

    def test_entered_hours_survive_the_refresh(self):
        report = self._open()
        segment = report.segment_ids.with_user(self.manager)
        with (
            self.assertRaisesRegex(ValidationError, "Anna Seller.*need a reason"),
            self.cr.savepoint(),
        ):
            segment.write({"worked_hours": 88})
        segment.write({"worked_hours": 88, "override_reason": "2/2 rota"})
        self.assertEqual(report.earned_salary, 10000)
        self.period.action_refresh()
        self.assertEqual(segment.worked_hours, 88)
        segment.action_reset()
        self.assertEqual(report.earned_salary, 20000)

    def test_shifts_of_a_rota_leave_the_plan_whole(self):
        report = self._open()
        segment = report.segment_ids.with_user(self.manager)
        segment.write({"scheduled_shifts": 15, "override_reason": "2/2 rota"})
        self.assertEqual(report.calendar_shifts, 15)
        self.assertEqual(report.line_ids[1].plan_adjusted, 500000)

    def test_shifts_of_a_rota_keep_a_joiner_a_joiner(self):
        # Joined on the 19th: 7 of the rota's 15 shifts. How many the rota has in the
        # whole month only a person knows; then 500 000 · 7 / 15 = 233 333.33.
        self.seller.contract_date_start = date(2026, 10, 19)
        report = self._open()
        segment = report.segment_ids.with_user(self.manager)
        reason = {"override_reason": "2/2 rota"}
        segment.write({"scheduled_shifts": 7, **reason})
        self.assertEqual(report.calendar_shifts, 22)
        segment.write({"calendar_shifts": 15, **reason})
        self.assertEqual(report.line_ids[1].plan_adjusted, 233333.33)

    def _load_hours(self, *rows):
        columns = ["employee_id", "period_id", "date_from", "norm_hours"]
        columns += ["worked_hours", "scheduled_shifts", "calendar_shifts"]
        segments = self.env["kpi.plan.report.segment"].with_user(self.manager)
        return segments.load(columns, [list(row) for row in rows])

    def test_hours_of_a_rota_by_import(self):
        # 2/2 rota: 15 shifts of 11 hours of a norm of 165; 12 worked, 132 hours.
        # 20 000 · 132 / 165 = 16 000.
        report = self._open()
        row = ("Anna Seller", "2026-10", "2026-10-01", "165", "132", "15", "15")
        for _again in range(2):
            result = self._load_hours(row)
            self.assertEqual(result["messages"], [])
            self.assertEqual(report.earned_salary, 16000)
            self.assertEqual(report.segment_ids.override_reason, "Import")
        self.period.action_refresh()
        self.assertEqual((report.norm_hours, report.worked_hours), (165, 132))

    def test_hours_of_no_segment_are_refused(self):
        report = self._open()
        row = ("Anna Seller", "2026-10", "2026-10-02", "165", "132", "15", "15")
        result = self._load_hours(row)
        self.assertFalse(result["ids"])
        self.assertIn("no hours from 2026-10-02", result["messages"][0]["message"])
        self.assertEqual(report.worked_hours, 176)

    def test_wrong_hours_are_refused(self):
        segment = self._open().segment_ids
        for vals, message in [
            ({"worked_hours": -1}, "negative"),
            ({"norm_hours": 0}, "norm above 0"),
            ({"missed_shifts": 23}, "more shifts are missed"),
            ({"excused_shifts": 1}, "more shifts are excused"),
        ]:
            with (
                self.subTest(**vals),
                self.assertRaisesRegex(ValidationError, f"Anna Seller.*{message}"),
                self.cr.savepoint(),
            ):
                segment.write({"override_reason": "test", **vals})

    def test_hours_that_no_longer_fit_are_dropped_and_named(self):
        self.seller.create_version({"date_version": date(2026, 10, 16), "wage": 22000})
        report = self._open()
        report.segment_ids[1].write({"worked_hours": 8, "override_reason": "Rota"})
        self.assertEqual(report.earned_salary, 11000)
        self.seller.version_ids.filtered(
            lambda version: version.date_version == date(2026, 10, 16)
        ).date_version = date(2026, 10, 19)
        self.period.action_refresh()
        self.assertEqual(len(report.segment_ids), 2)
        self.assertIn("Rota", report.message_ids[0].body)

    def test_without_calendar_the_period_does_not_close(self):
        self.seller.resource_calendar_id = False
        report = self._open()
        self.assertIn("Enter norm and worked hours", report.problem)
        report.segment_ids.write(
            {"norm_hours": 176, "worked_hours": 176, "override_reason": "Rota"}
        )
        self.assertFalse(report.problem)
        self.assertEqual(report.earned_salary, 20000)

    def test_pilot_and_shadow_pay(self):
        for mode, start, percent, pay in [
            ("pilot", date(2026, 11, 1), 50, 10000),
            ("shadow", date(2026, 12, 1), 0, 0),
        ]:
            with self.subTest(mode=mode):
                period = self._create_period(start, mode=mode)
                period.with_user(self.manager).action_prepare()
                period.with_user(self.manager).action_open()
                self._create_fact(self.own_sales, 2e6, day=start)
                period.with_user(self.manager).action_refresh()
                report = period.report_ids
                # 400 · 45 / 100 = 180, and 20 of the card: 200; 200 + 5 steps of 20
                self.assertEqual(report.effectiveness, 200)
                self.assertEqual(report.matrix_percent, 300)
                self.assertEqual(report.bonus_percent, percent)
                self.assertEqual(report.bonus_amount, pay)

    def test_queries_do_not_grow_with_people(self):
        """A refresh takes as many queries for 33 people as for 3."""
        counts = []
        for people in (2, 30):
            for number in range(people):
                self._create_employee(f"Seller {people}-{number}")
            self._open()
            self.period.action_refresh()  # caches of rights and settings are warm
            counts.append(self._count_refresh_queries())
        # 27, two of them a savepoint; now and then one more, when another test emptied
        # a cache of the registry. A query per person would make 30 more.
        self.assertLessEqual(max(counts), 29)

    def _count_refresh_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.period.action_refresh()
        self.env.flush_all()
        return self.cr.sql_log_count - before

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestPeriodDates(KpiBonusCommon):
    def test_month_and_quarter(self):
        month = self._create_period(date(2028, 2, 1))
        quarter = self._create_period(date(2028, 10, 1), frequency="quarter")
        self.assertEqual((month.name, month.date_to), ("2028-02", date(2028, 2, 29)))
        self.assertEqual(
            (quarter.name, quarter.date_to), ("2028-Q4", date(2028, 12, 31))
        )
        self.assertEqual(month.display_name, "February 2028")

    def test_overlap_is_refused(self):
        self._create_period(date(2028, 2, 1))
        with self.assertRaisesRegex(ValidationError, "2028-02"):
            self._create_period(date(2028, 2, 1))

    @mute_logger("odoo.sql_db")
    def test_unaligned_is_refused(self):
        for start, frequency in [
            (date(2028, 2, 2), "month"),
            (date(2028, 2, 1), "quarter"),
        ]:
            with (
                self.subTest(start=start, frequency=frequency),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._create_period(start, frequency=frequency)

    def test_mode_is_fixed_once_open(self):
        period = self._create_period()
        period.with_user(self.manager).action_open()
        with self.assertRaisesRegex(ValidationError, "2026-10 is Open"):
            period.mode = "pilot"


@tagged("post_install", "-at_install")
class TestPrepare(KpiBonusCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.period = cls._create_period().with_user(cls.manager)

    def _get_findings(self, action):
        findings = self.env["kpi.period.finding"].search(action["domain"])
        return {finding.employee_id.name: finding.reason for finding in findings}

    def test_lists_the_others_and_why(self):
        self._create_employee("Undated Seller", start=False)
        clerk = self.env["hr.job"].create(
            {"name": "Clerk", "company_id": self.company.id}
        )
        self._create_employee("Clara Clerk", job_id=clerk.id)
        reasons = self._get_findings(self.period.action_prepare())
        self.assertEqual(self.period.report_ids.employee_id, self.seller)
        self.assertIn("No contract start date", reasons["Undated Seller"])
        self.assertIn("for the job Clerk in", reasons["Clara Clerk"])
        self.assertIn("No contract start date", reasons["Head of paints"])

    def test_former_employees_are_not_listed(self):
        left = self._create_employee("Leo Leaver")
        left.contract_date_end = date(2026, 9, 30)
        left.active = False
        action = self.period.action_prepare()
        self.assertNotIn("Leo Leaver", self._get_findings(action))

    def test_leaver_and_joiner_of_the_month_get_a_report(self):
        leaver = self._create_employee("Leo Leaver")
        leaver.contract_date_end = date(2026, 10, 15)
        leaver.active = False
        joiner = self._create_employee("Jana Joiner", start=date(2026, 10, 16))
        self.period.action_prepare()
        self.assertIn(leaver, self.period.report_ids.employee_id)
        self.assertIn(joiner, self.period.report_ids.employee_id)

    def test_again_adds_only_what_is_missing(self):
        self.period.action_prepare()
        first = self.period.report_ids
        newcomer = self._create_employee("Nina New")
        self.period.action_prepare()
        self.assertEqual((self.period.report_ids - first).employee_id, newcomer)
        self.assertEqual(len(self.period.card_ids), 2)

    def test_open_again_issues_only_the_new(self):
        self.period.action_prepare()
        self.period.action_open()
        issued = self.period.report_ids
        issued_terms = issued.terms
        self._create_employee("Nina New")
        self.period.action_prepare()
        self.period.action_open()
        self.assertEqual(set(self.period.report_ids.mapped("state")), {"issued"})
        self.assertEqual(issued.terms, issued_terms)

    def test_queries_do_not_grow_with_people(self):
        counts = []
        for people in (2, 30):
            for number in range(people):
                self._create_employee(f"Seller {people}-{number}")
            self.period.action_prepare()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.period.action_open()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        # A query per person would make 30 more; caches of the registry vary by a few.
        self.assertLess(counts[1], counts[0] + 10)

    def test_scheme_is_that_of_the_first_employed_day(self):
        other_job = self.env["hr.job"].create(
            {"name": "Head", "company_id": self.company.id}
        )
        self._create_scheme("Heads", [(self.own_sales, 100, 1)], job_ids=other_job.ids)
        self.seller.create_version(
            {"date_version": date(2026, 10, 12), "job_id": other_job.id}
        )
        self.period.action_prepare()
        report = self.period.report_ids
        self.assertEqual(report.scheme_id, self.scheme)
        self.assertEqual(len(report.segment_ids), 2)

    def test_plan_of_the_subject_wins_over_the_default(self):
        self.env["kpi.target"].create(
            [
                {
                    "period_id": self.period.id,
                    "indicator_id": self.own_sales.id,
                    "employee_id": self.seller.id,
                    "value": 450000,
                },
                {
                    "period_id": self.period.id,
                    "indicator_id": self.section_sales.id,
                    "department_id": self.paints.id,
                    "value": 1900000,
                },
            ]
        )
        self.period.action_prepare()
        self.assertRecordValues(
            self.period.report_ids.line_ids,
            [
                {"plan": 1900000, "plan_source": "target"},
                {"plan": 450000, "plan_source": "target"},
                {"plan": 0, "plan_source": "default"},
            ],
        )

    def test_target_reaches_drafts_but_not_what_was_typed(self):
        self.period.action_prepare()
        section_line, own_line = self.period.report_ids.line_ids[:2]
        own_line.plan = 480000
        for indicator, subject in [
            (self.own_sales, {"employee_id": self.seller.id}),
            (self.section_sales, {"department_id": self.paints.id}),
        ]:
            self.env["kpi.target"].create(
                {
                    "period_id": self.period.id,
                    "indicator_id": indicator.id,
                    "value": 1000000,
                    **subject,
                }
            )
        self.assertEqual((own_line.plan, own_line.plan_source), (480000, "manual"))
        self.assertEqual(section_line.plan, 1000000)

    def test_plan_zero_is_refused_at_issue(self):
        self.period.action_prepare()
        report = self.period.report_ids
        report.line_ids[1].plan = 0
        with (
            self.assertRaisesRegex(
                ValidationError, "Anna Seller.*Own sales.*plan is 0"
            ),
            self.cr.savepoint(),
        ):
            report.with_user(self.head).action_issue()
        reasons = self._get_findings(self.period.action_open())
        self.assertIn("Own sales: the plan is 0", reasons["Anna Seller"])
        self.assertEqual(report.state, "draft")
        self.assertEqual(self.period.state, "open")
        report.line_ids[1].plan = 1
        self.assertIs(self.period.action_open(), True)
        self.assertEqual(report.state, "issued")
        self.assertFalse(report.problem)

    def test_negative_plan_is_refused(self):
        self.period.action_prepare()
        with self.assertRaisesRegex(ValidationError, "Own sales.*negative"):
            self.period.report_ids.line_ids[1].plan = -1

    def test_no_section_is_refused_at_issue(self):
        self.seller.department_id = self._create_department("Office")
        self.period.action_prepare()
        reasons = self._get_findings(self.period.action_open())
        self.assertIn("belongs to no section", reasons["Anna Seller"])

    def test_quarter_takes_quarterly_schemes_only(self):
        quarter = self._create_period(date(2026, 10, 1), frequency="quarter")
        action = quarter.with_user(self.manager).action_prepare()
        self.assertFalse(quarter.report_ids)
        self.assertIn(
            "scheme (Quarter) on 10/01/2026", self._get_findings(action)["Anna Seller"]
        )

    def test_grade_of_the_last_days_is_kept(self):
        first, second = self.env["kpi.grade"].create(
            [
                {"name": name, "code": name, "company_id": self.company.id}
                for name in ("I", "II")
            ]
        )
        self.seller.kpi_grade_id = first
        self.seller.create_version(
            {"date_version": date(2026, 10, 16), "kpi_grade_id": second.id}
        )
        self.period.action_prepare()
        self.period.action_open()
        self.assertEqual(self.period.report_ids.grade_id, second)

    def test_head_may_issue_but_not_run_the_period(self):
        self.period.action_prepare()
        report = self.period.report_ids.with_user(self.head)
        report.action_issue()
        self.assertEqual(report.state, "issued")
        for name in ("prepare", "open", "refresh", "review", "close", "reopen"):
            with self.subTest(action=name), self.assertRaises(AccessError):
                getattr(self.period.with_user(self.head), f"action_{name}")()


@tagged("post_install", "-at_install")
class TestClose(KpiBonusCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.period = cls._create_period().with_user(cls.manager)
        cls.period.action_prepare()
        cls.period.action_open()
        cls.report = cls.period.report_ids

    def _close(self):
        self._close_period(self.period)

    def test_order_of_states(self):
        for name, message in [
            ("close", "is Open. This needs a period that is Review"),
            ("reopen", "is Open. This needs a period that is Closed"),
        ]:
            with self.subTest(action=name), self.assertRaisesRegex(UserError, message):
                getattr(self.period, f"action_{name}")()
        self._close()
        self.assertEqual(self.period.state, "closed")
        self.assertEqual(self.report.state, "closed")
        for name in ("prepare", "open", "refresh", "review", "close"):
            with (
                self.subTest(action=name),
                self.assertRaisesRegex(UserError, "2026-10 is Closed"),
            ):
                getattr(self.period, f"action_{name}")()

    def test_drafts_keep_the_period_open(self):
        self._create_employee("Nina New")
        self.period.action_prepare()
        self.period.action_review()
        with self.assertRaisesRegex(UserError, "not ready: 1 .Nina New"):
            self.period.action_close()

    def test_closed_is_immutable(self):
        self._close()
        line = self.report.line_ids[1]
        segment = self.report.segment_ids
        fact = {"indicator_id": self.own_sales.id, "employee_id": self.seller.id}
        target = {"period_id": self.period.id, "value": 1, **fact}
        attempts = [
            lambda: line.write({"fact_override": 1, "override_reason": "x"}),
            lambda: line.write({"plan": 1}),
            lambda: segment.write({"worked_hours": 1, "override_reason": "x"}),
            lambda: self.report.write({"problem": "x"}),
            lambda: self.report.unlink(),
            lambda: line.unlink(),
            lambda: self.period.write({"mode": "pilot"}),
            lambda: self.period.unlink(),
            lambda: self._create_fact(self.own_sales, 1),
            lambda: self.env["kpi.target"].create(target),
            lambda: self.env["kpi.card.line"].create(
                {
                    "card_id": self.report.card_id.id,
                    "date": date(2026, 10, 6),
                    "type_id": self.remark.id,
                }
            ),
        ]
        for number, attempt in enumerate(attempts):
            with (
                self.subTest(attempt=number),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                attempt()

    def test_results_cannot_be_typed(self):
        for record, name, value in [
            (self.report, "effectiveness", 200),
            (self.report, "bonus_percent", 200),
            (self.report, "bonus_amount", 1e6),
            (self.report, "terms", {}),
            (self.report, "state", "closed"),
            (self.report.line_ids[0], "fact", 1e9),
            (self.report.line_ids[0], "weight", 99),
            (self.report.segment_ids, "wage", 1e6),
            (self.period, "state", "closed"),
        ]:
            with (
                self.subTest(model=record._name, field=name),
                self.assertRaisesRegex(AccessError, "measured or computed"),
            ):
                # A client can send any Json in its context, but not our object.
                record.with_context(kpi_engine="KPI_ENGINE").write({name: value})

    def test_reopen_the_newest_only(self):
        self._close()
        november = self._create_period(date(2026, 11, 1)).with_user(self.manager)
        november.action_open()
        self._close_period(november)
        with self.assertRaisesRegex(UserError, "2026-10.*2026-11"):
            self.period.action_reopen("Wrong facts")
        november.action_reopen("Wrong facts")
        self.period.action_reopen("Wrong facts")
        self.assertEqual(self.period.state, "review")
        self.assertEqual(self.report.state, "issued")

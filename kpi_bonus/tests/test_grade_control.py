from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .grade_common import GradeCommon


@tagged("post_install", "-at_install")
class TestGradeControl(GradeCommon):
    """Looked at on 10 November 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.controls = cls.env["kpi.grade.control"].with_user(cls.manager)

    def setUp(self):
        super().setUp()
        self.startClassPatcher(freeze_time("2026-11-10 09:00"))

    def _get_row(self, employee=None):
        self.env.invalidate_all()
        employee = employee or self.seller
        return self.controls.search([("employee_id", "=", employee.id)])

    def _get_due(self, day="2026-11-10"):
        with freeze_time(f"{day} 09:00"):
            row = self._get_row()
            return row.due_date, row.is_due

    # -- who --------------------------------------------------------------------------

    def test_people_employed_today(self):
        today = date(2026, 11, 10)
        last_day = self._create_employee("Last", contract_date_end=today)
        gone = self._create_employee("Gone", contract_date_end=date(2026, 11, 9))
        first_day = self._create_employee("New", today)
        later = self._create_employee("Later", date(2026, 11, 11))
        undated = self._create_employee("Undated", None)
        archived = self._create_employee("Archived")
        archived.active = False
        people = last_day + gone + first_day + later + undated + archived
        rows = self.controls.search([("employee_id", "in", people.ids)])
        self.assertEqual(rows.employee_id, last_day + first_day)

    def test_version_of_today(self):
        self.seller.create_version(
            {"date_version": date(2026, 11, 10), "department_id": self.tools.id}
        )
        self.seller.create_version(
            {"date_version": date(2026, 11, 11), "department_id": self.paints.id}
        )
        row = self._get_row()
        self.assertEqual(row.department_id, self.tools)
        self.assertEqual(row.job_id, self.job)
        self.assertEqual(row.display_name, "Anna Seller")

    def test_section_is_the_nearest_upward(self):
        corner = self._create_department("Brushes", self.paints)
        self.seller.department_id = corner
        self.assertEqual(self._get_row().section_id, self.paints)
        self.seller.department_id = self.shop
        self.assertFalse(self._get_row().section_id)

    # -- wage -------------------------------------------------------------------------

    def test_wage_of_the_grade(self):
        self.seller.kpi_grade_id = self.second
        row = self._get_row()
        self.assertEqual((row.wage, row.grade_wage), (20000, 25000))
        self.assertEqual(row.wage_difference, -5000)
        self.assertTrue(row.is_wage_off)
        self.seller.wage = 25000
        self.assertFalse(self._get_row().is_wage_off)

    def test_wage_table_in_force(self):
        """A table of tomorrow says nothing yet; before the first, the first counts."""
        self.seller.kpi_grade_id = self.first
        table = self.env["kpi.grade.wage"]
        vals = {"grade_id": self.first.id, "wage": 21000}
        table.create({**vals, "date_from": "2026-11-11"})
        self.assertFalse(self._get_row().is_wage_off)
        table.create({**vals, "date_from": "2026-11-10", "wage": 20500})
        self.assertEqual(self._get_row().grade_wage, 20500)
        with freeze_time("2025-12-31 09:00"):
            self.seller.version_id.write(
                {"date_version": "2025-12-01", "contract_date_start": "2025-12-01"}
            )
            self.assertEqual(self._get_row().grade_wage, 20000)

    def test_limits(self):
        self.seller.kpi_grade_id = self.first
        self.first.wage_ids.write({"wage_min": 20000, "wage_max": 20000})
        row = self._get_row()
        self.assertEqual((row.is_under_limit, row.is_over_limit), (False, False))
        self.seller.wage = 20000.01
        self.assertTrue(self._get_row().is_over_limit)
        self.seller.wage = 19999.99
        self.assertTrue(self._get_row().is_under_limit)
        self.first.wage_ids.write({"wage_min": 0, "wage_max": 0})
        row = self._get_row()
        self.assertEqual((row.is_under_limit, row.is_over_limit), (False, False))

    def test_without_grade(self):
        self.assertTrue(self._get_row().has_no_grade)
        self.assertFalse(self._get_row().is_wage_off)
        self.job.kpi_track = "apprentice"
        self.assertFalse(self._get_row().has_no_grade)

    # -- due --------------------------------------------------------------------------

    def test_first_grade_after_probation(self):
        self.seller.trial_date_end = date(2026, 11, 15)
        self.assertEqual(self._get_due(), (date(2026, 11, 16), False))
        self.assertEqual(self._get_due("2026-11-16"), (date(2026, 11, 16), True))
        self.assertEqual(self._get_row().next_grade_id, self.first)

    def test_first_grade_without_probation(self):
        self.assertEqual(self._get_due(), (date(2026, 1, 1), True))

    def test_higher_grade_after_months(self):
        """First grade since 16 May, three months: from 16 August."""
        self._set_grade("2026-05-16", self.first)
        self.seller.create_version({"date_version": date(2026, 8, 1), "wage": 20500})
        row = self._get_row()
        self.assertEqual(row.grade_since, date(2026, 5, 16))
        self.assertEqual(row.next_grade_id, self.second)
        self.assertEqual(self._get_due(), (date(2026, 8, 16), True))
        self.first.min_months = 6
        self.assertEqual(self._get_due("2026-11-15"), (date(2026, 11, 16), False))
        self.assertEqual(self._get_due("2026-11-16"), (date(2026, 11, 16), True))

    def test_months_end_on_the_last_day(self):
        """30 November and three months: 28 February."""
        self._set_grade("2026-11-30", self.first)
        self.assertEqual(self._get_due("2026-12-01"), (date(2027, 2, 28), False))

    def test_grade_taken_again_counts_anew(self):
        self._set_grade("2026-02-01", self.first)
        self._set_grade("2026-03-01", self.second)
        self._set_grade("2026-09-01", self.first)
        self.assertEqual(self._get_row().grade_since, date(2026, 9, 1))

    def test_top_grade(self):
        self._set_grade("2026-02-01", self.second)
        self.assertEqual(self._get_due(), (False, False))
        self._create_grade("Third", 3, active=False)
        self.assertEqual(self._get_due(), (False, False))

    def test_grade_of_any_job_is_higher_too(self):
        self._set_grade("2026-02-01", self.second)
        master = self._create_grade("Master", 9, job_id=False)
        self.assertEqual(self._get_row().next_grade_id, master)

    def test_nobody_is_due_without_the_track(self):
        self.job.kpi_track = "ladder"
        self.assertEqual(self._get_due(), (False, False))

    def test_exempt(self):
        self.seller.kpi_attestation_exempt_until = date(2026, 11, 10)
        self.assertEqual(self._get_due(), (date(2026, 1, 1), False))
        self.assertEqual(self._get_due("2026-11-11"), (date(2026, 1, 1), True))

    def test_planned_is_not_due(self):
        vals = {"employee_id": self.seller.id, "kind": "entry", "date": "2026-11-20"}
        attestations = self.env["kpi.attestation"]
        attestation = attestations.create({**vals, "target_grade_id": self.first.id})
        row = self._get_row()
        self.assertEqual(row.planned_attestation_id, attestation)
        self.assertFalse(row.is_due)
        attestation._as_kpi_engine().state = "held"
        row = self._get_row()
        self.assertEqual(row.last_attestation_id, attestation)
        self.assertEqual(row.last_attestation_date, date(2026, 11, 20))
        self.assertTrue(row.is_due)

    # -- views and rights -------------------------------------------------------------

    def test_people_by_grade_and_section(self):
        self.seller.kpi_grade_id = self.first
        self._create_employee("Boris", kpi_grade_id=self.second.id)
        self._create_employee("Clara", kpi_grade_id=self.second.id)
        counts = self.controls._read_group(
            [("section_id", "=", self.paints.id), ("grade_id", "!=", False)],
            ["grade_id"],
            ["__count"],
        )
        self.assertEqual(dict(counts), {self.first: 1, self.second: 2})

    def test_head_sees_own_people_without_money(self):
        toolman = self._create_employee("Boris", department_id=self.tools.id)
        rows = self.env["kpi.grade.control"].with_user(self.head).search([])
        self.assertIn(self.seller, rows.employee_id)
        self.assertNotIn(toolman, rows.employee_id)
        for name in ("wage", "wage_difference", "is_wage_off", "is_over_limit"):
            with self.subTest(field=name):
                with self.assertRaises(AccessError):
                    rows.read([name])
                with self.assertRaises(AccessError):
                    rows.search([(name, "!=", False)])

    def test_companies_are_apart(self):
        rival = self.env["res.company"].create({"name": "Rival"})
        stranger = self.env["hr.employee"].create(
            {
                "name": "Stranger",
                "company_id": rival.id,
                "date_version": date(2026, 1, 1),
                "contract_date_start": date(2026, 1, 1),
            }
        )
        self.assertFalse(self._get_row(stranger))

    def test_everybody_in_two_queries(self):
        """One for the day at each company."""
        self.controls.search([], limit=1)
        with self.assertQueryCount(2):
            rows = self.controls.search_fetch([], ["due_date", "wage_difference"])
        self.assertIn(self.seller, rows.employee_id)

    # -- setting the wage -------------------------------------------------------------

    def test_set_the_wage_of_the_grade(self):
        """Prepared for the next month, by the wage of the grade in it."""
        boris = self._create_employee("Boris", kpi_grade_id=self.second.id)
        self.seller.write({"kpi_grade_id": self.first.id})
        self.env["kpi.grade.wage"].create(
            {"grade_id": self.second.id, "date_from": "2026-12-01", "wage": 26000}
        )
        rows = self._get_row() + self._get_row(boris)
        action = rows.action_set_wage()
        change = self.env["kpi.wage.change"].search(action["domain"])
        self.assertEqual(change.employee_id, boris)
        self.assertEqual(change.effective_date, date(2026, 12, 1))
        self.assertEqual((change.wage_before, change.wage), (20000, 26000))
        self.assertEqual(change.grade_id, self.second)
        # Pressed again: the one prepared stays.
        rows.action_set_wage()
        self.assertEqual(change.search([("employee_id", "=", boris.id)]), change)

    def test_nothing_to_set(self):
        with self.assertRaisesRegex(UserError, "Anna Seller"):
            self._get_row().action_set_wage()

    def test_payroll_sets_no_wage(self):
        row = self._get_row().with_user(self.payroll)
        with self.assertRaises(AccessError):
            row.action_set_wage()

    def _set_grade(self, day, grade):
        self.seller.create_version({"date_version": day, "kpi_grade_id": grade.id})

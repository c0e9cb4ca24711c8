from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import file_path, mute_logger

from .grade_common import GradeCommon

SCRIPT = "kpi_bonus/migrations/19.0.4.0.0/post-grade-wage.py"


@tagged("post_install", "-at_install")
class TestGradeWage(GradeCommon):
    def setUp(self):
        super().setUp()
        self.startClassPatcher(freeze_time("2026-11-10 09:00"))

    def _get_table(self, grade):
        return [(row.date_from, row.wage) for row in grade.wage_ids.sorted("date_from")]

    def test_row_in_force(self):
        self._add(self.first, "2026-10-16", 21000)
        for day, wage in (
            (date(2025, 12, 31), 20000),  # before the first row: the first
            (date(2026, 1, 1), 20000),
            (date(2026, 10, 15), 20000),
            (date(2026, 10, 16), 21000),
            (date(2030, 1, 1), 21000),
        ):
            with self.subTest(day=day):
                self.assertEqual(self.first._get_wage(day).wage, wage)

    def test_grade_without_wages(self):
        grade = self._create_grade("Third", 3)
        self.assertFalse(grade._get_wage(date(2026, 11, 10)))
        self.assertEqual(grade.wage, 0)

    def test_grades_stand_by_job(self):
        """Even if the jobs have one sequence, as they do unless somebody moves them."""
        other = self.env["hr.job"].create(
            {"name": "Cashier", "company_id": self.company.id}
        )
        self.assertEqual(other.sequence, self.job.sequence)
        low = self._create_grade("Low", 1, job_id=other.id)
        grades = self.first.search([("company_id", "=", self.company.id)])
        self.assertEqual(grades.mapped("name"), ["First", "Second", "Low"])
        ladders = self.first._get_ladders(self.job + other)
        self.assertEqual(ladders[self.job.id], self.first + self.second)
        self.assertEqual(ladders[other.id], low)

    def test_new_grade_comes_after_the_others(self):
        grades = self.first.with_user(self.manager).with_company(self.company)
        new = grades.create({"name": "New", "code": "N"})
        self.assertEqual(new.sequence, 3)

    def test_many_grades_take_few_queries(self):
        grades = self.first + self.second
        for number in range(20):
            grades += self._create_grade(f"G{number}", number, [("2026-01-01", 1)])
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(3):  # the grades, their rows, the figures
            rows = grades._get_wages(date(2026, 11, 10))
        self.assertEqual(len(rows), 22)

    def test_public_wage_is_that_of_today(self):
        self._add(self.first, "2026-11-11", 22000)
        self.assertEqual(self.first.wage, 20000)
        self.env.invalidate_all()
        with freeze_time("2026-11-11 09:00"):
            self.assertEqual(self.first.wage, 22000)

    def test_wage_typed_on_the_grade_begins_today(self):
        grade = self.first.with_user(self.manager)
        grade.wage = 21000
        grade.wage = 22000  # the row of today is corrected
        expected = [(date(2026, 1, 1), 20000), (date(2026, 11, 10), 22000)]
        self.assertEqual(self._get_table(self.first), expected)
        with freeze_time("2026-11-11 09:00"):
            grade.wage = 22000  # nothing new
            self.assertEqual(self._get_table(self.first), expected)

    def test_wage_typed_keeps_the_limits(self):
        self.first.wage_ids.write({"wage_min": 18000, "wage_max": 24000})
        self.first.wage = 23000
        row = self.first._get_wage(date(2026, 11, 10))
        self.assertEqual((row.wage_min, row.wage_max), (18000, 24000))
        with self.assertRaisesRegex(ValidationError, "First.*outside the limits"):
            self.first.wage = 24001

    def test_limits(self):
        row = self.first.wage_ids
        row.write({"wage_min": 20000, "wage_max": 20000})
        for vals in ({"wage_min": 20001}, {"wage_max": 19999}, {"wage": 19999}):
            with (
                self.subTest(vals=vals),
                self.assertRaises(ValidationError),
                self.cr.savepoint(),
            ):
                row.write(vals)

    @mute_logger("odoo.sql_db")
    def test_negative_wage(self):
        with self.assertRaises(CheckViolation):
            self.first.wage = -1

    def test_one_row_a_day(self):
        with self.assertRaisesRegex(ValidationError, "First.*already"):
            self._add(self.first, "2026-01-01", 21000)

    # -- closed months ----------------------------------------------------------------

    def test_closed_month_keeps_its_wage(self):
        """October is closed: 1 November is the first free day."""
        row = self.first.wage_ids
        self._close_month()
        free = self._add(self.first, "2026-11-01", 21000)
        for act in (
            lambda: self._add(self.first, "2026-10-31", 21000),
            lambda: row.write({"wage": 21000}),
            lambda: row.write({"date_from": "2026-12-01"}),
            lambda: row.unlink(),
            lambda: free.write({"date_from": "2026-10-31"}),
        ):
            with (
                self.assertRaisesRegex(UserError, "First.*from 11/01/2026"),
                self.cr.savepoint(),
            ):
                act()
        free.wage = 22000
        free.unlink()

    def test_last_closed_month_counts(self):
        self._close_month("2026-08-01")
        self._close_month("2026-09-01")
        with self.assertRaisesRegex(UserError, "from 10/01/2026"):
            self._add(self.first, "2026-09-30", 21000)
        self._add(self.first, "2026-10-01", 21000)

    def test_first_wage_of_a_grade_may_be_past(self):
        self._close_month()
        grade = self._create_grade("Third", 3, [("2026-01-01", 1), ("2026-02-01", 2)])
        self.assertEqual(len(grade.wage_ids), 2)

    def test_month_of_another_company(self):
        rival = self.env["res.company"].create({"name": "Rival"})
        self._close_month(company=rival)
        self._add(self.first, "2026-10-31", 21000)

    # -- rights -----------------------------------------------------------------------

    def test_payroll_only_reads(self):
        """Rights are asked before the closed months."""
        self._close_month()
        row = self.first.wage_ids.with_user(self.payroll)
        self.assertEqual(row.wage, 20000)
        for act in (
            lambda: row.write({"wage": 1}),
            lambda: row.unlink(),
            lambda: row.create({"grade_id": self.first.id, "date_from": "2026-01-01"}),
            lambda: self.first.with_user(self.payroll).write({"wage": 1}),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_head_reads_names_and_no_wages(self):
        grade = self.first.with_user(self.head)
        self.assertEqual(grade.name, "First")
        for name in ("wage", "wage_ids"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                grade.read([name])

    # -- migration --------------------------------------------------------------------

    def test_migration(self):
        """The only wage of version 3 holds from the day its grade was made."""
        self.first.wage_ids.unlink()
        self.env.flush_all()
        self.cr.execute("ALTER TABLE kpi_grade ADD COLUMN wage numeric")
        self.cr.execute(
            """UPDATE kpi_grade SET wage = 19000, create_date = '2026-03-05 08:00'
            WHERE id IN %s""",
            [tuple((self.first + self.second).ids)],
        )
        load_script(file_path(SCRIPT), "kpi_bonus_grade_wage").migrate(
            self.cr, "19.0.3.0.0"
        )
        self.env.invalidate_all()
        self.assertEqual(self._get_table(self.first), [(date(2026, 3, 5), 19000)])
        self.assertEqual(self.first.wage_ids.company_id, self.company)
        self.assertEqual(self._get_table(self.second), [(date(2026, 1, 1), 25000)])

    def _add(self, grade, day, wage):
        return self.env["kpi.grade.wage"].create(
            {"grade_id": grade.id, "date_from": day, "wage": wage}
        )

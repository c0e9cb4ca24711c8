from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .grade_common import GradeCommon


@tagged("post_install", "-at_install")
class TestWageTable(GradeCommon):
    """New wages from December 2026, prepared on 10 November."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller.kpi_grade_id = cls.first
        cls.boris = cls._create_employee(
            "Boris", kpi_grade_id=cls.second.id, wage=25000
        )
        # Paid otherwise than the grade says: stays as he is.
        cls.clara = cls._create_employee("Clara", kpi_grade_id=cls.first.id, wage=20500)
        cls.changes = cls.env["kpi.wage.change"].with_user(cls.manager)

    def setUp(self):
        super().setUp()
        self.startClassPatcher(freeze_time("2026-11-10 09:00"))

    def _fill(self, **vals):
        tables = self.env["kpi.wage.table"].with_user(self.manager)
        with Form(tables.with_company(self.company)) as form:
            for name, value in vals.items():
                setattr(form, name, value)
        return form.record

    def _get_wages(self, day=date(2026, 12, 1)):
        rows = (self.first + self.second)._get_wages(day)
        return [rows[grade.id].wage for grade in (self.first, self.second)]

    def test_growth_and_step(self):
        """7.5 %: 20 000 → 21 500; 25 000 → 26 875, to 500 half up 27 000."""
        table = self._fill(growth=7.5)
        self.assertEqual(table.line_ids.mapped("wage"), [21500, 26875])
        table = self._fill(growth=7.5, step=500)
        self.assertEqual(table.line_ids.mapped("wage"), [21500, 27000])

    def test_limits_grow_too(self):
        self.first.wage_ids.write({"wage_min": 18000, "wage_max": 24000})
        line = self._fill(growth=10, step=1000).line_ids[0]
        # 19 800 → 20 000; 26 400 → 26 000.
        self.assertEqual((line.wage_min, line.wage_max), (20000, 26000))

    def test_rows_are_made_from_the_day(self):
        self._fill(growth=10, raise_people=False).action_apply()
        self.assertEqual(self._get_wages(), [22000, 27500])
        self.assertEqual(self._get_wages(date(2026, 11, 30)), [20000, 25000])
        self.assertFalse(self.changes.search([]))

    def test_second_table_of_the_day_corrects_the_first(self):
        self._fill(growth=10, raise_people=False).action_apply()
        table = self._fill(growth=0, raise_people=False)
        self.assertEqual(table.line_ids.mapped("old_wage"), [22000, 27500])
        table.line_ids[0].wage = 22222
        table.action_apply()
        self.assertEqual(self._get_wages(), [22222, 27500])
        self.assertEqual(len(self.second.wage_ids), 2)

    def test_nothing_changed(self):
        with self.assertRaisesRegex(UserError, "2026-12-01"):
            self._fill().action_apply()

    def test_closed_month_is_refused(self):
        self._close_month()
        table = self._fill(growth=10, date=date(2026, 10, 31))
        with self.assertRaisesRegex(UserError, "from 11/01/2026"):
            table.action_apply()

    def test_people_with_the_wage_of_their_grade_are_raised(self):
        action = self._fill(growth=10).action_apply()
        changes = self.changes.search(action["domain"])
        self.assertEqual(
            {change.employee_id: change.wage for change in changes},
            {self.seller: 22000, self.boris: 27500},
        )
        self.assertEqual(set(changes.mapped("state")), {"draft"})
        self.assertEqual(self.seller.wage, 20000)

    def test_who_is_gone_by_then_is_not_raised(self):
        self.boris.contract_date_end = date(2026, 11, 30)
        changes = self.changes.search(self._fill(growth=10).action_apply()["domain"])
        self.assertEqual(changes.employee_id, self.seller)

    def test_apply_many(self):
        changes = self.changes.search(self._fill(growth=10).action_apply()["domain"])
        changes.action_apply()
        self.assertEqual(set(changes.mapped("state")), {"applied"})
        wages = [
            employee._get_version(day).wage
            for employee in (self.seller, self.boris, self.clara)
            for day in (date(2026, 11, 30), date(2026, 12, 1))
        ]
        self.assertEqual(wages, [20000, 22000, 25000, 27500, 20500, 20500])
        # The grade stays, and a second time changes nothing.
        self.assertEqual(
            self.seller._get_version(date(2026, 12, 1)).kpi_grade_id, self.first
        )
        count = len(self.seller.version_ids)
        changes.action_apply()
        self.assertEqual(len(self.seller.version_ids), count)

    def test_only_a_manager_makes_a_table(self):
        for user in (self.head, self.payroll):
            with self.assertRaises(AccessError):
                self.env["kpi.wage.table"].with_user(user).create({})


@tagged("post_install", "-at_install")
class TestWageChange(GradeCommon):
    def setUp(self):
        super().setUp()
        self.startClassPatcher(freeze_time("2026-11-10 09:00"))

    def _create(self, **vals):
        changes = self.env["kpi.wage.change"].with_user(self.manager)
        vals = {"employee_id": self.seller.id, "wage": 21000, **vals}
        return changes.with_company(self.company).create(vals)

    def test_begins_next_month_unless_said(self):
        change = self._create()
        self.assertEqual(change.effective_date, date(2026, 12, 1))
        self.assertEqual(change.wage_before, 20000)
        self.assertEqual(change.company_id, self.company)

    def test_wage_before_is_that_of_the_day(self):
        self.seller.create_version({"date_version": "2026-12-01", "wage": 20500})
        self.assertEqual(self._create().wage_before, 20500)
        early = self._create(effective_date="2026-11-30")
        self.assertEqual(early.wage_before, 20000)

    def test_wage_before_follows_until_applied(self):
        change = self._create()
        self.assertEqual(change.wage_before, 20000)
        self.seller.wage = 20300
        change.action_apply()
        self.assertEqual(change.wage_before, 20300)
        self.seller._get_version(date(2026, 11, 30)).wage = 20400
        change.action_apply()
        self.assertEqual(change.wage_before, 20300)

    def test_wage_before_is_not_typed(self):
        with self.assertRaises(AccessError):
            self._create(wage_before=1)
        with self.assertRaises(AccessError):
            self._create().wage_before = 1

    def test_same_wage_is_refused(self):
        with self.assertRaisesRegex(UserError, "Anna Seller.*already"):
            self._create(wage=20000).action_apply()

    def test_one_a_day(self):
        self._create()
        with self.assertRaisesRegex(ValidationError, "Anna Seller.*prepared already"):
            self._create(wage=22000)

    def test_applied_stays(self):
        change = self._create()
        change.action_apply()
        with self.assertRaisesRegex(UserError, "Anna Seller.*Undo"):
            change.wage = 23000
        with self.assertRaisesRegex(UserError, "Anna Seller.*Undo"):
            change.unlink()

    def test_undo(self):
        change = self._create()
        change.action_apply()
        self._undo(change)
        self.assertEqual(change.state, "draft")
        self.assertEqual(self.seller._get_version(date(2026, 12, 1)).wage, 20000)
        change.unlink()

    def test_closed_month_is_adjusted_instead(self):
        """October is closed: a raise from the 16th is refused, and can be proposed."""
        self._create_worked_example()
        period = self._create_period()
        period.action_prepare()
        period.action_open()
        self._create_fact(self.own_sales, 500000)
        self._close_period(period)
        change = self._create(effective_date="2026-10-16", wage=25000)
        with self.assertRaisesRegex(UserError, "Anna Seller.*10/16/2026.*adjustment"):
            change.action_apply()
        # Own sales 45 and service 20 reach no row of the matrix.
        with self.assertRaisesRegex(UserError, "nothing to adjust"):
            change.action_propose_adjustment()

    def test_closed_month_with_bonus_is_adjusted(self):
        """103 of 100 reach 100 %: 22 500.00, by 11 of 22 days at the new wage."""
        self._create_worked_example()
        period = self._create_period()
        period.action_prepare()
        period.action_open()
        self._create_fact(self.own_sales, 452067)
        self._create_fact(self.section_sales, 2400000, department_id=self.paints.id)
        self._close_period(period)
        change = self._create(effective_date="2026-10-16", wage=25000)
        action = change.action_propose_adjustment()
        proposal = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(proposal.value_before, 20000)
        self.assertEqual(proposal.value_after, 22500)

    def test_undo_of_something_else(self):
        with self.assertRaisesRegex(UserError, "hr.employee"):
            self._undo(self.seller)

    def _undo(self, records):
        wizards = self.env["kpi.career.undo"].with_user(self.manager)
        wizards.with_context(active_model=records._name, active_ids=records.ids).create(
            {"reason": "A mistake"}
        ).action_undo()

    @mute_logger("odoo.sql_db")
    def test_no_zero_wage(self):
        with self.assertRaises(CheckViolation):
            self._create(wage=0)

    def test_payroll_reads_only(self):
        change = self._create().with_user(self.payroll)
        self.assertEqual(change.wage, 21000)
        with self.assertRaises(AccessError):
            change.action_apply()
        with self.assertRaises(AccessError):
            change.wage = 22000

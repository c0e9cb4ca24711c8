from odoo.tests import Form, tagged

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestGrade(KpiBonusCommon):
    """The form of an employee edits the version that it shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grade = cls.env["kpi.grade"].create(
            {
                "name": "Expert",
                "code": "E",
                "company_id": cls.company.id,
                "wage": 31000,
            }
        )

        # Without a contract, of which other addons want to know more.
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Egor", "company_id": cls.company.id, "wage": 20000}
        )

    def _set_grade(self, groups):
        user = self._create_user("hr", groups)
        employee = self.employee.with_user(user).with_company(self.company)
        with Form(employee) as form:
            form.kpi_grade_id = self.grade

    def test_wage_is_proposed(self):
        self._set_grade("hr.group_hr_manager,kpi_bonus.group_manager")
        self.assertEqual(self.employee.version_id.kpi_grade_id, self.grade)
        self.assertEqual(self.employee.version_id.wage, 31000)

    def test_wage_of_the_version_is_proposed(self):
        """The version of 2026 gets the wage of 2026, not that of today."""
        self.env["kpi.grade.wage"].create(
            {"grade_id": self.grade.id, "date_from": "2026-01-01", "wage": 29000}
        )
        self.employee.version_id.date_version = "2026-03-01"
        self._set_grade("hr.group_hr_manager,kpi_bonus.group_manager")
        self.assertEqual(self.employee.version_id.wage, 29000)

    def test_wage_stays_with_who_may_not_see_it(self):
        self._set_grade("hr.group_hr_user,kpi_bonus.group_manager")
        self.assertEqual(self.employee.version_id.kpi_grade_id, self.grade)
        self.assertEqual(self.employee.version_id.wage, 20000)

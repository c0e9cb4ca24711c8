from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestProtection(KpiBonusCommon):
    def test_defaults_of_a_client_do_not_reach_protected_fields(self):
        period = (
            self.env["kpi.period"]
            .with_user(self.manager)
            .with_context(default_state="closed", default_mode="pilot")
            .create({"date_from": "2026-10-01", "company_id": self.company.id})
        )
        self.assertEqual((period.state, period.mode), ("draft", "pilot"))

    def test_wizards_are_their_users_own(self):
        self._create_worked_example()
        period = self._create_period()
        other_head = self._create_user("other", "kpi_bonus.group_section_head")
        sheet = (
            self.env["kpi.fact.sheet"]
            .with_user(self.head)
            .create({"period_id": period.id, "indicator_id": self.own_sales.id})
        )
        self.assertTrue(sheet.has_access("read"))
        self.assertFalse(sheet.with_user(other_head).has_access("read"))
        with self.assertRaises(AccessError):
            sheet.with_user(other_head).action_load()

    def test_manager_chooses_models_for_a_source(self):
        for model in ("ir.model", "ir.model.fields"):
            with self.subTest(model=model):
                records = self.env[model].with_user(self.manager)
                self.assertTrue(records.has_access("read"))
                self.assertFalse(records.has_access("write"))

    def test_hr_officer_without_a_role_opens_an_employee(self):
        """He sees the name of the grade and nothing else of it."""
        self.seller.kpi_grade_id = self.env["kpi.grade"].create(
            {"name": "Second", "code": "2", "company_id": self.company.id}
        )
        officer = self._create_user("officer", "hr.group_hr_user")
        [values] = self.seller.with_user(officer).web_read(
            {"kpi_grade_id": {"fields": {"display_name": {}}}}
        )
        self.assertEqual(values["kpi_grade_id"]["display_name"], "Second")
        grade = self.seller.kpi_grade_id.with_user(officer)
        self.assertFalse(grade.has_access("read"))

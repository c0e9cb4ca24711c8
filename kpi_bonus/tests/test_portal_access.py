from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestPortalAccess(KpiBonusCommon):
    """Giving people without a login their pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller.work_email = "Anna@Example.com"

    def _give(self, employee=None, user=None):
        employee = employee or self.seller
        return employee.with_user(user or self.manager).action_kpi_give_portal_access()

    def test_new_login(self):
        action = self._give()
        user = self.seller.user_id
        self.assertRecordValues(
            user,
            [{"login": "anna@example.com", "share": True, "active": True}],
        )
        self.assertTrue(user._is_portal())
        self.assertEqual(user.company_ids, self.company)
        self.assertEqual(user.partner_id, self.seller.work_contact_id)
        self.assertIn("Anna Seller", action["params"]["message"])
        # The invitation has a link by which he chooses his password.
        self.assertEqual(user.partner_id.sudo().signup_type, "signup")

    def test_several_at_once_or_nobody(self):
        other = self._create_employee("Boris", work_email="boris@example.com")
        nobody = self._create_employee("Clara")
        with self.assertRaisesRegex(UserError, "Clara: enter a work e-mail"):
            self._give(self.seller + other + nobody)
        self.assertFalse((self.seller + other).user_id)
        self._give(self.seller + other)
        self.assertEqual(len((self.seller + other).user_id), 2)

    def test_contact_of_two_people_is_nobodys_login(self):
        shared = self.seller.work_contact_id
        other = self._create_employee("Boris", work_contact_id=shared.id)
        self._give()
        self.assertNotEqual(self.seller.user_id.partner_id, shared)
        self.assertFalse(shared.user_ids)
        self.assertFalse(other.user_id)

    def test_portal_user_without_employee_is_linked(self):
        user = self.env["res.users"].create(
            {
                "name": "Anna",
                "login": "anna@example.com",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
            }
        )
        self._give()
        self.assertEqual(self.seller.user_id, user)

    def test_employee_of_a_second_company(self):
        self._give()
        company = self.env["res.company"].create({"name": "Second"})
        second = self._create_employee(
            "Anna Seller",
            company_id=company.id,
            department_id=False,
            job_id=False,
            resource_calendar_id=False,
            work_email="anna@example.com",
        )
        second.sudo().action_kpi_give_portal_access()
        self.assertEqual(second.user_id, self.seller.user_id)

    def test_refusals(self):
        self.head.login = "head@example.com"
        for email, reason in [
            (False, "enter a work e-mail"),
            ("not an address", "enter a work e-mail"),
            ("HEAD@example.com", "on the staff"),
        ]:
            self.seller.work_email = email
            with self.subTest(email=email), self.assertRaisesRegex(UserError, reason):
                self._give()
        self.assertFalse(self.seller.user_id)

    def test_archived_login_is_not_woken(self):
        user = self._create_user("anna", "")
        user.write({"login": "anna@example.com", "active": False})
        with self.assertRaisesRegex(UserError, "archived"):
            self._give()

    def test_email_of_two_people(self):
        other = self._create_employee("Boris", work_email="ANNA@example.com")
        for employee in (self.seller, other):
            with self.assertRaisesRegex(UserError, "another employee"):
                self._give(employee)

    def test_login_of_another_employee(self):
        self._give()
        other = self._create_employee("Boris", work_email="boris@example.com")
        self.seller.work_email = "anna.new@example.com"
        other.work_email = "anna@example.com"
        with self.assertRaisesRegex(UserError, "another employee"):
            self._give(other)

    def test_twice(self):
        self._give()
        with self.assertRaisesRegex(UserError, "has a login already"):
            self._give()

    def test_rights(self):
        controller = self._create_user("controller", "kpi_bonus.group_controller")
        for user in (self.head, controller):
            with self.assertRaises(AccessError):
                self._give(user=user)
        officer = self._create_user("officer", "hr.group_hr_user")
        self._give(user=officer)
        self.assertTrue(self.seller.user_id)

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import OCTOBER, PayrollCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-05")
class TestCompanies(PayrollCommon):
    """Two companies, in euros and in yen, one officer for both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euros, cls.euro_period = cls.seller, cls._close_month({cls.seller: 93})
        cls.yen, cls.yen_structure = cls._set_up_rival()
        cls.officer.company_ids = [Command.link(cls.yen.company_id.id)]
        both = [cls.company.id, cls.yen.company_id.id]
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=both))

    @classmethod
    def _set_up_rival(cls):
        class Rival(cls):
            """Takes the attributes that the fixtures set, so that ``cls`` keeps its."""

        Rival.company = cls.env["res.company"].create(
            {"name": "Rival", "currency_id": cls.env.ref("base.JPY").id}
        )
        Rival.env = cls.env["base"].with_company(Rival.company).env
        Rival.calendar = Rival._create_calendar("Rival hours")
        Rival.company.resource_calendar_id = Rival.calendar
        Rival.job = Rival.env["hr.job"].create(
            {"name": "Rival seller", "company_id": Rival.company.id}
        )
        Rival.paints = Rival._create_department("Rival paints")
        Rival.manager = cls._create_user(
            "rival", "kpi_bonus.group_manager", Rival.company
        )
        seller = Rival._create_employee("Vera Seller", wage=300001)
        Rival.env["resource.calendar.leaves"].create(
            {
                "name": "Unpaid",
                "resource_id": seller.resource_id.id,
                "calendar_id": Rival.calendar.id,
                "date_from": "2026-10-19 00:00:00",
                "date_to": "2026-10-21 23:00:00",
            }
        )
        Rival._create_score_scheme("Rival")
        Rival._close_month({seller: 95})
        return seller, cls._create_structure(Rival.company)

    def test_each_in_its_currency(self):
        """300 001 · 152 / 176 = 259 091.77… is 259 092 yen; 95 % of it 246 137.4."""
        euros = self._pay(self.euros)
        yen = self._pay(self.yen, struct_id=self.yen_structure.id)
        self.assertEqual(self._get_totals(euros)["GROSS"], 38000)
        self.assertEqual(
            self._get_totals(yen),
            {"BASIC": 259092, "KPI_BONUS": 246137, "GROSS": 505229},
        )
        self.assertEqual((euros.currency_id.name, yen.currency_id.name), ("EUR", "JPY"))
        yen.action_payslip_done()
        euros.action_payslip_done()

    def test_payslip_of_the_wrong_company(self):
        """Yen must not be paid as euros."""
        payslip = self._pay(self.yen, company_id=self.company.id)
        self.assertEqual(
            payslip.kpi_problem,
            "The payslip is of Domstroy and the employee of Rival. Make it in the "
            "employee's company.",
        )
        self.assertEqual(self._get_totals(payslip), {"BASIC": 0, "GROSS": 0})

    def test_who_changed_company_is_paid_by_the_old_one(self):
        self.euros.write({"company_id": self.yen.company_id.id, "department_id": False})
        payslip = self._pay(self.euros, company_id=self.company.id)
        self.assertFalse(payslip.kpi_problem)
        self.assertEqual(self._get_totals(payslip)["GROSS"], 38000)

    def test_a_batch_lists_its_company(self):
        runs = self.env["hr.payslip.run"].with_user(self.officer)
        for company, employee in [
            (self.company, self.euros),
            (self.yen.company_id, self.yen),
        ]:
            run = runs.create(
                {
                    "name": "October",
                    "company_id": company.id,
                    "date_start": OCTOBER[0],
                    "date_end": OCTOBER[1],
                }
            )
            with self.subTest(company=company.name):
                self.assertEqual(run._kpi_get_missing_employees(), employee)

    def test_one_register_per_company(self):
        euros = self._pay(self.euros)
        yen = self._pay(self.yen, struct_id=self.yen_structure.id)
        with self.assertRaisesRegex(UserError, "of one company only"):
            (euros + yen).action_download_kpi_register()

    def test_setting_is_of_the_company(self):
        self.yen.company_id.kpi_payslip_check = "warn"
        self.assertEqual(self.company.kpi_payslip_check, "refuse")

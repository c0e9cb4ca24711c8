from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from .common import OCTOBER, PayrollCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-05")
class TestRights(PayrollCommon):
    """The payroll officer does all of it, one of payroll alone makes payslips; section
    head and controller see no money of payslips.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller.version_ids.struct_id = cls.structure
        cls.period = cls._close_month({cls.seller: 93})
        cls.report = cls.period.report_ids

    def test_officer_from_batch_to_register(self):
        env = self.env(user=self.officer)
        run = env["hr.payslip.run"].create(
            {
                "name": "October",
                "company_id": self.company.id,
                "date_start": OCTOBER[0],
                "date_end": OCTOBER[1],
            }
        )
        context = run.action_generate_kpi_missing()["context"]
        env["hr.payslip.employees"].with_context(**context).create({}).compute_sheet()
        payslip = run.slip_ids
        payslip.action_payslip_done()
        with Form(payslip) as form:
            self.assertEqual(form.kpi_bonus_amount, 18000)
        report = env[payslip.action_open_kpi_report()["res_model"]].browse(
            payslip.action_open_kpi_report()["res_id"]
        )
        with Form(report) as form:
            self.assertEqual(form.bonus_amount, 18000)
        self.assertEqual(report.payslip_count, 1)
        self.assertEqual(report.action_open_payslips()["res_id"], payslip.id)
        run.action_download_kpi_register()
        payslip.refund_sheet()

    def test_officer_reads_no_card_lines(self):
        for model in ("kpi.card", "kpi.card.line"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.officer).search([])

    def test_officer_of_payroll_alone(self):
        """Without a role in KPI pay: payslips and register, no plan-reports."""
        alone = self._create_user("alone", "payroll.group_payroll_manager")
        payslip = self._pay(self.seller).with_user(alone)
        payslip.compute_sheet()
        with Form(payslip) as form:
            self.assertEqual(form.kpi_bonus_amount, 18000)
        payslip.action_payslip_done()
        payslip.action_download_kpi_register()
        with self.assertRaises(AccessError):
            payslip.kpi_report_id.with_user(alone).read(["bonus_amount"])

    def test_bonus_manager_sees_no_payslips(self):
        self._pay(self.seller).action_payslip_done()
        with Form(self.report.with_user(self.manager)) as form:
            self.assertEqual(form.bonus_amount, 18000)
        with self.assertRaises(AccessError):
            self.report.with_user(self.manager).read(["payslip_id"])

    def test_head_and_controller_see_no_money(self):
        payslip = self._pay(self.seller)
        controller = self._create_user("controller", "kpi_bonus.group_controller")
        for user in (self.head, controller, self.manager):
            for model in ("hr.payslip", "hr.payslip.line", "hr.payslip.run"):
                with self.subTest(user=user.login, model=model):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).search([])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                payslip.with_user(user).action_download_kpi_register()

    def test_head_opens_the_report(self):
        self._pay(self.seller).action_payslip_done()
        report = self.report.with_user(self.head)
        with Form(report) as form:
            self.assertEqual(form.effectiveness, 93)
        for name in ("payslip_id", "payslip_ids", "payslip_count"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                report.read([name])

    def test_register_is_its_makers(self):
        payslip = self._pay(self.seller)
        register = payslip.env["kpi.payroll.register"]._create_for(payslip)
        other = self._create_user("other", "payroll.group_payroll_manager")
        with self.assertRaises(AccessError):
            register.with_user(other).read(["file"])

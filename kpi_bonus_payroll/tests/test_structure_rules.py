from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import NOVEMBER, OCTOBER, PayrollCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-05")
class TestStructureRules(PayrollCommon):
    """KPI pay in a structure that a company has already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._close_month({cls.seller: 93})
        categories = cls.env["hr.salary.rule.category"]
        cls.allowances = categories.create(
            {"name": "Allowances", "code": "ALW", "company_id": cls.company.id}
        )
        basic, gross = (
            cls.env.ref(f"kpi_bonus_payroll.hr_salary_rule_category_{name}")
            for name in ("basic", "gross")
        )
        cls.wage = cls._create_rule("BASIC", 1, basic, "result = contract.wage")
        cls.gross = cls._create_rule(
            "GROSS", 40, gross, "result = categories.BASIC + categories.ALW"
        )
        cls.structure = cls.env["hr.payroll.structure"].create(
            {
                "name": "Old",
                "code": "OLD",
                "company_id": cls.company.id,
                "rule_ids": [(6, 0, (cls.wage + cls.gross).ids)],
            }
        )

    @classmethod
    def _create_rule(cls, code, sequence, category, python):
        return cls.env["hr.salary.rule"].create(
            {
                "name": code.title(),
                "code": code,
                "sequence": sequence,
                "category_id": category.id,
                "company_id": cls.company.id,
                "amount_select": "code",
                "amount_python_compute": python,
            }
        )

    def _open_wizard(self):
        action = self.structure.with_user(self.officer).action_add_kpi_rules()
        return (
            self.env[action["res_model"]]
            .with_user(self.officer)
            .with_context(**action["context"])
            .create({})
        )

    def test_before_the_wizard(self):
        self.assertEqual(
            self._get_totals(self._pay(self.seller)), {"BASIC": 20000, "GROSS": 20000}
        )

    def test_rules_are_added(self):
        """They land in the allowances, before the gross salary that sums them up."""
        wizard = self._open_wizard()
        self.assertEqual(wizard.category_id, self.allowances)
        self.assertEqual(wizard.sequence, 39)
        self.assertTrue(wizard.is_summed)
        wizard.action_add()
        self.assertEqual(
            self._get_totals(self._pay(self.seller)),
            {"BASIC": 20000, "KPI_BONUS": 18000, "GROSS": 38000},
        )

    def test_adding_twice_adds_nothing(self):
        self._open_wizard().action_add()
        rules = self.structure.rule_ids
        self._open_wizard().action_add()
        self.assertEqual(self.structure.rule_ids, rules)

    def test_base_by_hours_takes_the_place_of_the_wage(self):
        wizard = self._open_wizard()
        wizard.with_base = True
        wizard.action_add()
        self.assertNotIn(self.wage, self.structure.rule_ids)
        half = (OCTOBER[0].replace(day=16), OCTOBER[1])
        # 11 of 22 days.
        self.assertEqual(
            self._get_totals(self._pay(self.seller, half)),
            {"BASIC": 10000, "KPI_BONUS": 18000, "GROSS": 28000},
        )

    def test_category_that_nobody_sums(self):
        wizard = self._open_wizard()
        wizard.category_id = self.env.ref(
            "kpi_bonus_payroll.hr_salary_rule_category_kpi"
        )
        self.assertFalse(wizard.is_summed)

    def test_delivered_rules_are_shared_where_they_fit(self):
        wizard = self._open_wizard()
        wizard.write(
            {
                "category_id": self.env.ref(
                    "kpi_bonus_payroll.hr_salary_rule_category_kpi"
                ).id,
                "sequence": 50,
            }
        )
        wizard.action_add()
        bonus = self.env.ref("kpi_bonus_payroll.hr_salary_rule_bonus")
        self.assertIn(bonus, self.structure.rule_ids)

    def test_structure_with_hours_alone_takes_no_bonus(self):
        """An advance that ends with the month: its rules pay hours, nothing else."""
        self.structure.rule_ids = self.env.ref("kpi_bonus_payroll.hr_salary_rule_base")
        payslip = self._pay(self.seller)
        self.assertEqual(self._get_totals(payslip), {"BASIC": 20000})
        self.assertFalse(payslip.kpi_report_id)
        payslip.action_payslip_done()
        report = self.env["kpi.plan.report"].search(
            [("employee_id", "=", self.seller.id)]
        )
        self.assertFalse(report.payslip_id)

    def test_rule_needs_its_figure(self):
        with self.assertRaisesRegex(UserError, "Rule Wrong pays KPI pay: say which"):
            self.env["hr.salary.rule"].create({"name": "Wrong", "amount_select": "kpi"})

    def test_withheld_part_needs_its_rule(self):
        """Bonus without the rule that withholds would pay too much."""
        bonus = self.env.ref("kpi_bonus_payroll.hr_salary_rule_bonus")
        self.structure.rule_ids += bonus
        report = self.env["kpi.plan.report"].search(
            [("employee_id", "=", self.seller.id)]
        )
        report._as_kpi_engine().write({"sanction_amount": 4000})
        self.assertEqual(
            self._pay(self.seller).kpi_problem,
            "The structure Old has no rule for: Withheld part of the bonus. Add the "
            "KPI rules to it, then compute again.",
        )

    def test_adjustment_needs_its_rule(self):
        """Or it would never be paid, and nobody told."""
        self.structure.rule_ids += self.env.ref(
            "kpi_bonus_payroll.hr_salary_rule_bonus"
        )
        report = self.env["kpi.plan.report"].search(
            [("employee_id", "=", self.seller.id)]
        )
        november = self._open_month({self.seller: 93}, NOVEMBER[0])
        self._adjust(report, 18500, november)
        with freeze_time("2026-12-03"):
            self._close(november)
        self.assertEqual(
            self._pay(self.seller, NOVEMBER).kpi_problem,
            "The structure Old has no rule for: Adjustments of earlier months. Add the "
            "KPI rules to it, then compute again.",
        )

    def test_no_rule_runs_for_a_leaver(self):
        """The rule of this structure would pay him a month's wage: it does not run, and
        the adjustment does not count as paid.
        """
        self._open_wizard().action_add()
        report = self.env["kpi.plan.report"].search(
            [("employee_id", "=", self.seller.id)]
        )
        self.seller.contract_date_end = OCTOBER[1]
        november = self._create_period(NOVEMBER[0])
        november.action_open()
        self._adjust(report, 18500, november)
        with freeze_time("2026-12-03"):
            self._close(november)
        payslip = self._pay(
            self.seller, NOVEMBER, contract_id=self.seller.version_id.id
        )
        self.assertEqual(payslip.kpi_adjustment_amount, 500)
        self.assertFalse(payslip.line_ids)
        with self.assertRaisesRegex(UserError, "has KPI pay and no lines: Anna Seller"):
            payslip.action_payslip_done()

    def test_python_rule_takes_the_bonus(self):
        """A rule of a company's own that reads the stored field pays the report."""
        self.structure.rule_ids += self._create_rule(
            "OWN", 10, self.allowances, "result = payslip.kpi_bonus_amount"
        )
        payslip = self._pay(self.seller)
        self.assertEqual(self._get_totals(payslip)["GROSS"], 38000)
        payslip.action_payslip_done()
        self.assertEqual(payslip.kpi_report_id.payslip_id, payslip)

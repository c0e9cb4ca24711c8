from datetime import date

from odoo.addons.kpi_bonus.tests.bonus_common import BonusCommon

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


class PayrollCommon(BonusCommon):
    """Payslips of the structure "Shop staff", made by a payroll officer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls._create_user(
            "officer", "kpi_bonus.group_payroll,payroll.group_payroll_manager"
        )
        cls.structure = cls._create_structure()
        # OCA payroll delivers one for the main company only.
        cls.env["ir.sequence"].create(
            {
                "name": "Salary slip",
                "code": "salary.slip",
                "prefix": "SLIP/",
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def _create_structure(cls, company=None):
        """A copy of the delivered structure, for the company of the test."""
        shop_staff = cls.env.ref("kpi_bonus_payroll.hr_payroll_structure_shop_staff")
        company = company or cls.company
        return shop_staff.with_company(company).copy({"company_id": company.id})

    @classmethod
    def _create_payslip(cls, employee, span=OCTOBER, **vals):
        payslip = (
            cls.env["hr.payslip"]
            .with_user(cls.officer)
            .create(
                {
                    "employee_id": employee.id,
                    "company_id": employee.company_id.id,
                    "date_from": span[0],
                    "date_to": span[1],
                    "struct_id": cls.structure.id,
                    "name": f"Pay of {employee.name}",
                    **vals,
                }
            )
        )
        return payslip

    @classmethod
    def _pay(cls, employee, span=OCTOBER, **vals):
        """A computed payslip."""
        payslip = cls._create_payslip(employee, span, **vals)
        payslip.compute_sheet()
        return payslip

    @classmethod
    def _get_totals(cls, payslip):
        """{code: total} of the lines, which have each code once."""
        totals = {}
        for line in payslip.line_ids:
            assert line.code not in totals, f"{line.code} twice"
            totals[line.code] = line.total
        return totals

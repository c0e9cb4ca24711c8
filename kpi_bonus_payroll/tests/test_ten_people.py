"""Ten people of one month, each worked out on paper, to the kopeck.

October 2026: 22 working days of 8 hours, 176 hours. Bonus by the default matrix, of the
score that a person has. GROSS = earned by hours + bonus + adjustment − withheld.
"""

from datetime import date

from odoo.tests import freeze_time, tagged

from .common import OCTOBER, PayrollCommon

AUGUST = (date(2026, 8, 1), date(2026, 8, 31))


@tagged("post_install", "-at_install")
@freeze_time("2026-11-05")
class TestTenPeople(PayrollCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller.contract_date_end = date(2026, 7, 31)
        cls.calendar_half = cls._create_calendar("20 hours", hours=((8, 12),))
        cls._hire()
        cls._close_month({cls.mira: 120}, AUGUST[0], mode="pilot")
        cls.september = cls._close_month({cls.lev: 93}, date(2026, 9, 1))
        cls.october = cls._open_month(
            {
                cls.boris: 100,
                cls.vera: 95,
                cls.gleb: 80,
                cls.dina: 105,
                cls.egor: 79,
                cls.zoya: 90,
                cls.kira: 100,
                cls.lev: 85,
            }
        )
        cls._propose_sanction(cls._get_report(cls.october, cls.kira))
        cls._adjust(cls._get_report(cls.september, cls.lev), 18500, cls.october)
        cls._close(cls.october)

    @classmethod
    def _hire(cls):
        start = date(2026, 10, 1)
        cls.boris = cls._create_employee("Boris, raise", start)
        cls.boris.create_version({"date_version": date(2026, 10, 16)}).wage = 24000
        cls.vera = cls._create_employee("Vera, unpaid leave", start)
        unpaid = cls.env["hr.leave.type"].create(
            {
                "name": "Unpaid",
                "company_id": cls.company.id,
                "requires_allocation": False,
                "leave_validation_type": "no_validation",
            }
        )
        cls.env["hr.leave"].create(
            {
                "employee_id": cls.vera.id,
                "holiday_status_id": unpaid.id,
                "request_date_from": "2026-10-19",
                "request_date_to": "2026-10-21",
            }
        )
        cls.gleb = cls._create_employee(
            "Gleb, part-time",
            start,
            resource_calendar_id=cls.calendar_half.id,
            wage=12000,
        )
        cls.dina = cls._create_employee("Dina, joiner", date(2026, 10, 12))
        cls.egor = cls._create_employee(
            "Egor, leaver", start, contract_date_end=date(2026, 10, 20)
        )
        cls.zoya = cls._create_employee(
            "Zoya, apprentice", start, contract_date_end=date(2026, 10, 15), wage=9000
        )
        cls.zoya.create_version({"date_version": date(2026, 10, 16)}).write(
            {
                "contract_date_start": date(2026, 10, 16),
                "contract_date_end": False,
                "wage": 20000,
            }
        )
        cls.ivan = cls._create_employee("Ivan, clerk", start, job_id=False, wage=30000)
        cls.kira = cls._create_employee("Kira, sanction", start)
        cls.kira.kpi_scheme_id = cls._create_score_scheme(
            "Capped",
            job_ids=[],
            sanction_cap_percent=20,
            ground_ids=cls.env.ref("kpi_bonus.kpi_ground_falsification").ids,
        )
        cls.lev = cls._create_employee("Lev, adjustment", date(2026, 9, 1))
        cls.mira = cls._create_employee(
            "Mira, pilot", AUGUST[0], contract_date_end=AUGUST[1]
        )

    @classmethod
    def _propose_sanction(cls, report):
        """Confirmed falsification, a sanction by default."""
        cls.env["kpi.disqualification"]._as_kpi_engine().create(
            {
                "report_id": report.id,
                "ground_id": cls.env.ref("kpi_bonus.kpi_ground_falsification").id,
                "kind": "sanction",
                "evidence": "The claimed score is 20 above the survey.",
                "proposed_on": "2026-11-02 10:00:00",
                "state": "confirmed",
            }
        )

    def _assert_pay(self, employee, lines, span=OCTOBER, **vals):
        payslip = self._pay(employee, span, **vals)
        self.assertFalse(payslip.kpi_problem)
        self.assertEqual(self._get_totals(payslip), lines)
        return payslip

    def test_raise_in_mid_month(self):
        """11 days at 20 000 and 11 at 24 000: 10 000 + 12 000; 100 % of that."""
        self._assert_pay(
            self.boris, {"BASIC": 22000, "KPI_BONUS": 22000, "GROSS": 44000}
        )

    def test_unpaid_leave(self):
        """3 days off: 20 000 · 152 / 176 = 17 272.727…; 95 % of 17 272.73 is
        16 409.0935.
        """
        self._assert_pay(
            self.vera, {"BASIC": 17272.73, "KPI_BONUS": 16409.09, "GROSS": 33681.82}
        )

    def test_part_time(self):
        """88 of 88 hours of his own calendar: 12 000; 80 % of that."""
        self._assert_pay(self.gleb, {"BASIC": 12000, "KPI_BONUS": 9600, "GROSS": 21600})

    def test_joiner(self):
        """From the 12th 15 days: 20 000 · 120 / 176 = 13 636.3636…; 105 makes 110 %
        of 13 636.36, 14 999.996.
        """
        self._assert_pay(
            self.dina, {"BASIC": 13636.36, "KPI_BONUS": 15000, "GROSS": 28636.36}
        )

    def test_leaver(self):
        """14 days until the 20th: 20 000 · 112 / 176 = 12 727.2727…; 79 makes none."""
        self._assert_pay(
            self.egor, {"BASIC": 12727.27, "KPI_BONUS": 0, "GROSS": 12727.27}
        )

    def test_apprentice_hired_in_mid_month(self):
        """9 000 · 88 / 176 + 20 000 · 88 / 176 = 14 500, and 90 % of both, once:
        whether the payslip names no contract, the first or the second.
        """
        contracts = self.zoya.version_ids
        for contract in [contracts.browse(), *contracts]:
            with self.subTest(contract=contract.date_version):
                payslip = self._assert_pay(
                    self.zoya,
                    {"BASIC": 14500, "KPI_BONUS": 13050, "GROSS": 27550},
                    contract_id=contract.id,
                )
                self.assertEqual(
                    len(payslip._get_employee_contracts()), 1 if contract else 2
                )

    def test_no_report(self):
        payslip = self._assert_pay(self.ivan, {"BASIC": 30000, "GROSS": 30000})
        self.assertEqual(
            payslip.kpi_hint,
            "No plan-report ends in these days: there is no KPI bonus.",
        )

    def test_sanction_with_cap(self):
        """100 % of 20 000; withheld at most 20 % of the earned 20 000."""
        payslip = self._assert_pay(
            self.kira,
            {"BASIC": 20000, "KPI_BONUS": 20000, "KPI_WITHHELD": -4000, "GROSS": 36000},
        )
        self.assertEqual(payslip.kpi_sanction_amount, 4000)

    def test_adjustment(self):
        """September had 90 % of 20 000 and should have had 18 500."""
        self._assert_pay(
            self.lev,
            {"BASIC": 20000, "KPI_BONUS": 17000, "KPI_ADJUSTMENT": 500, "GROSS": 37500},
        )

    def test_pilot(self):
        """August has 21 days, 168 hours. The matrix says 140 %, paid are 50 %."""
        payslip = self._assert_pay(
            self.mira, {"BASIC": 20000, "KPI_BONUS": 10000, "GROSS": 30000}, AUGUST
        )
        self.assertEqual(payslip.kpi_report_id.matrix_percent, 140)

    def test_line_says_the_percent(self):
        lines = self._pay(self.vera).line_ids
        names = dict(zip(lines.mapped("code"), lines.mapped("name"), strict=True))
        self.assertEqual(names["KPI_BONUS"], "KPI bonus, 95 %")

    def test_one_batch_for_all(self):
        """The wizard of OCA payroll, for everybody of October at once."""
        people = self.october.report_ids.employee_id + self.ivan
        people.version_ids.struct_id = self.structure
        run = (
            self.env["hr.payslip.run"]
            .with_user(self.officer)
            .create(
                {
                    "name": "October",
                    "date_start": OCTOBER[0],
                    "date_end": OCTOBER[1],
                    "company_id": self.company.id,
                }
            )
        )
        wizard = self.env["hr.payslip.employees"].with_user(self.officer)
        wizard = wizard.with_context(active_id=run.id)
        wizard.create({"employee_ids": people.ids}).compute_sheet()
        gross = {
            payslip.employee_id.name.split(",")[0]: self._get_totals(payslip)["GROSS"]
            for payslip in run.slip_ids
        }
        self.assertEqual(
            gross,
            {
                "Boris": 44000,
                "Vera": 33681.82,
                "Gleb": 21600,
                "Dina": 28636.36,
                "Egor": 12727.27,
                "Zoya": 27550,
                "Ivan": 30000,
                "Kira": 36000,
                "Lev": 37500,
            },
        )

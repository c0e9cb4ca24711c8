import base64
import io
from datetime import date
from tempfile import TemporaryDirectory
from unittest import skipUnless

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.kpi_bonus.tests.spreadsheet import has_libreoffice, recalculate

from .common import OCTOBER, PayrollCommon
from .spreadsheet import Evaluator

HEADER_ROW = 4
# Columns of the register by their head.
MONEY = ("Earned", "Paid before", "Bonus", "Adjustments", "Withheld", "Total")


@tagged("post_install", "-at_install")
@freeze_time("2026-11-05")
class TestRegister(PayrollCommon):
    """Five people, most of them as in ``test_ten_people``, and an advance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        start = date(2026, 10, 1)
        cls.boris = cls._create_employee("Boris, raise", start)
        cls.boris.create_version({"date_version": date(2026, 10, 16)}).wage = 24000
        cls.dina = cls._create_employee("Dina, joiner", date(2026, 10, 12))
        cls.kira = cls._create_employee("Kira, sanction", start)
        cls.clerk = cls._create_employee("Olga, clerk", start, job_id=False)
        september = cls._close_month({cls.seller: 93}, date(2026, 9, 1))
        october = cls._open_month(
            {cls.seller: 85, cls.boris: 100, cls.dina: 105, cls.kira: 100}
        )
        cls._adjust(september.report_ids, 18500, october)
        cls._close(october)
        kira = cls._get_report(october, cls.kira)
        kira._as_kpi_engine().write({"sanction_amount": 4000})
        advance = cls._pay(cls.clerk, (start, date(2026, 10, 15)))
        advance.action_payslip_done()
        cls.people = cls.seller + cls.boris + cls.dina + cls.kira + cls.clerk
        cls.payslips = cls.env["hr.payslip"].union(*map(cls._pay, cls.people))

    def _get_register(self, payslips=None):
        payslips = self.payslips if payslips is None else payslips
        payslips = payslips.with_user(self.officer)
        register = self.env["kpi.payroll.register"].with_user(self.officer)
        return base64.b64decode(register._create_for(payslips).file)

    def _get_columns(self, sheet):
        return {cell.value: cell.column_letter for cell in sheet[HEADER_ROW]}

    def _read(self, content, get_value):
        """{name: {head: value}} of the rows, and of the row of totals."""
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Register"]
        columns = self._get_columns(sheet)
        rows = {}
        for row in range(HEADER_ROW + 1, HEADER_ROW + 2 + len(self.payslips)):
            name = sheet[f"{columns['Employee']}{row}"].value
            rows[name] = {
                head: get_value("Register", f"{columns[head]}{row}") for head in MONEY
            }
        return rows

    def _assert_literals(self, rows):
        """Anna: 85 % of 20 000, 500 for September. Boris: 10 000 + 12 000. Dina: 110 %
        of 13 636.36. Kira: 4 000 of 20 000 withheld. Olga: 10 000 paid as an advance.
        """
        expected = {
            "Anna Seller": (20000, 0, 17000, 500, 0, 37500),
            "Boris, raise": (22000, 0, 22000, 0, 0, 44000),
            "Dina, joiner": (13636.36, 0, 15000, 0, 0, 28636.36),
            "Kira, sanction": (20000, 0, 20000, 0, -4000, 36000),
            "Olga, clerk": (20000, -10000, 0, 0, 0, 10000),
            "Total of the rows shown": (95636.36, -10000, 74000, 500, -4000, 156136.36),
        }
        for name, figures in expected.items():
            for head, figure in zip(MONEY, figures, strict=True):
                with self.subTest(name=name, head=head):
                    self.assertAlmostEqual(rows[name][head], figure, 7)

    def test_values_beside_the_formulas(self):
        content = self._get_register()
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        self._assert_literals(
            self._read(content, lambda sheet, cell: book[sheet][cell].value)
        )

    def test_formulas(self):
        content = self._get_register()
        self._assert_literals(self._read(content, Evaluator(content).get_value))

    @skipUnless(has_libreoffice(), "LibreOffice is not on this machine")
    def test_libreoffice(self):
        content = self._get_register()
        with TemporaryDirectory() as folder:
            book = recalculate(content, folder)
        self._assert_literals(
            self._read(content, lambda sheet, cell: book[sheet][cell].value)
        )

    def test_figures_are_formulas(self):
        """Nothing that is computed is a constant, hours and facts are."""
        content = self._get_register()
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Register"]
        columns = self._get_columns(sheet)
        for head in ("Worked hours", "Earned", "Bonus", "Adjustments", "Total"):
            with self.subTest(head=head):
                value = sheet[f"{columns[head]}{HEADER_ROW + 1}"].value
                self.assertTrue(str(value).startswith("="), value)

    def test_a_changed_hour_reaches_the_total(self):
        """8 hours less: 20 000 · 168 / 176 = 19 090.91, 85 % of it 16 227.27."""
        content = self._get_register()
        evaluator = Evaluator(content)
        hours = evaluator.book["Hours"]
        heads = {cell.value: cell.column_letter for cell in hours[1]}
        hours[f"{heads['Worked hours']}2"] = 168
        rows = self._read(content, evaluator.get_value)
        self.assertAlmostEqual(rows["Anna Seller"]["Earned"], 19090.91, 7)
        self.assertAlmostEqual(rows["Anna Seller"]["Bonus"], 16227.27, 7)
        self.assertAlmostEqual(rows["Anna Seller"]["Total"], 35818.18, 7)

    def test_same_total_as_the_payslips(self):
        content = self._get_register()
        rows = self._read(content, Evaluator(content).get_value)
        gross = sum(self._get_totals(payslip)["GROSS"] for payslip in self.payslips)
        self.assertAlmostEqual(rows["Total of the rows shown"]["Total"], gross, 2)

    def test_refund_counts_against(self):
        payslip = self.payslips[0]
        payslip.action_payslip_done()
        payslip.refund_sheet()
        content = self._get_register(payslip + payslip.refunded_id)
        evaluator = Evaluator(content)
        columns = self._get_columns(evaluator.book["Register"])
        totals = [
            evaluator.get_value("Register", f"{columns['Total']}{HEADER_ROW + row}")
            for row in (1, 2, 3)
        ]
        self.assertEqual(totals, [37500, -37500, 0])

    def test_half_after_the_whole_month(self):
        """Nothing is left to pay of its 10 000."""
        self.payslips[0].action_payslip_done()
        half = self._pay(self.seller, (date(2026, 10, 16), date(2026, 10, 31)))
        content = self._get_register(half)
        evaluator = Evaluator(content)
        columns = self._get_columns(evaluator.book["Register"])
        figures = [
            evaluator.get_value("Register", f"{columns[head]}{HEADER_ROW + 1}")
            for head in MONEY
        ]
        self.assertEqual(figures, [10000, -10000, 0, 0, 0, 0])

    def test_quarter(self):
        """A bonus of three months' salary beside one month's hours."""
        scheme = self._create_score_scheme("Quarterly", frequency="quarter", job_ids=[])
        seller = self._create_employee("Quentin", kpi_scheme_id=scheme.id)
        with freeze_time("2027-01-05"):
            day = date(2026, 12, 1)
            self._close_month({seller: 100}, day=day, frequency="quarter")
        payslip = self._pay(seller, (date(2026, 12, 1), date(2026, 12, 31)))
        self.assertEqual(
            self._get_totals(payslip),
            {"BASIC": 20000, "KPI_BONUS": 60000, "GROSS": 80000},
        )
        content = self._get_register(payslip)
        evaluator = Evaluator(content)
        columns = self._get_columns(evaluator.book["Register"])
        row = HEADER_ROW + 1
        figures = [
            evaluator.get_value("Register", f"{columns[head]}{row}") for head in MONEY
        ]
        self.assertEqual(figures, [20000, 0, 60000, 0, 0, 80000])

    def test_without_kpi_pay_they_are_named(self):
        bare = self.env["hr.payroll.structure"].create(
            {"name": "Bare", "code": "BARE", "company_id": self.company.id}
        )
        other = self._pay(self.boris, struct_id=bare.id)
        content = self._get_register(self.payslips + other)
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Register"]
        texts = [cell.value for cell in sheet["B"] if cell.value]
        self.assertIn("Without KPI pay, not in this register: Boris, raise", texts)

    def test_for_printing(self):
        content = self._get_register()
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Register"]
        self.assertEqual(sheet.freeze_panes, "C5")
        self.assertEqual(sheet.auto_filter.ref, "A4:P9")
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(sheet["A1"].value[:29], "Payroll register of Domstroy,")
        texts = [cell.value for cell in sheet["B"] if cell.value]
        self.assertEqual(
            texts[-3:],
            [
                f"{role} by (name, signature, date)"
                for role in ("Made", "Checked", "Approved")
            ],
        )

    def test_nothing_to_print(self):
        with self.assertRaises(UserError):
            self._get_register(self.payslips.browse())

    def test_batch_downloads_its_file(self):
        run = self.env["hr.payslip.run"].create(
            {
                "name": "October",
                "company_id": self.company.id,
                "date_start": OCTOBER[0],
                "date_end": OCTOBER[1],
                "slip_ids": self.payslips.ids,
            }
        )
        action = run.with_user(self.officer).action_download_kpi_register()
        register = self.env["kpi.payroll.register"].search([], limit=1)
        self.assertEqual(
            action["url"],
            f"/web/content/kpi.payroll.register/{register.id}/file/"
            "Payroll register 2026-10-31.xlsx?download=true",
        )

import io

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.kpi_plan_report_xlsx import KEY_SHEET
from .report_common import ReportCommon

RUNNING = "2026-10-20 12:00:00"
DUE = "2026-11-02 10:00:00"


def load(content, **kwargs):
    return openpyxl.load_workbook(io.BytesIO(content), **kwargs)


def get_texts(book):
    return [
        value
        for row in book.worksheets[0].iter_rows(values_only=True)
        for value in row
        if value is not None
    ]


@tagged("post_install", "-at_install")
class TestPlanReportXlsx(ReportCommon):
    """The worked example as a spreadsheet: 42 + 41 + 10 = 93, bonus 90 %."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sign()
        cls._create_month_facts()

    @classmethod
    def _make_error_costly(cls):
        terms = cls.report.terms
        terms["error_forfeits"] = True
        terms["grounds"]["error"] = "condition"
        cls.report._as_kpi_engine().terms = terms

    def _get_figures(self, content):
        """Values of the cells by their inputs' names."""
        book = load(content, data_only=True)
        sheet = book.worksheets[0]
        keys = dict(book[KEY_SHEET].iter_rows(max_col=2, values_only=True))
        heads = ("version", "report", "terms")
        return {
            name: sheet[cell].value for name, cell in keys.items() if name not in heads
        }

    def _make_own(self):
        return self.own_report._get_own_sudo()._make_xlsx(is_own=True)

    @freeze_time(RUNNING)
    def test_own_sheet(self):
        section, own, service = (
            self._line(kpi).id
            for kpi in (self.section_sales, self.own_sales, self.service)
        )
        content = self._make_own()
        # Three remarks of -20 and a thanks of 10.
        self.assertEqual(
            self._get_figures(content),
            {
                f"fact_{section}": 2400000,
                f"effectiveness_{section}": 42,
                f"fact_{own}": 452067,
                f"effectiveness_{own}": 41,
                f"minus_{service}": 60,
                f"plus_{service}": 10,
                f"effectiveness_{service}": 10,
                "total": 93,
                "percent": 90,
            },
        )
        # His own money: 20 000 for all 176 hours, 90 % of it.
        texts = get_texts(load(content, data_only=True))
        self.assertIn("Earned salary, rounded once", texts)
        self.assertIn(18000, texts)

    @freeze_time(RUNNING)
    def test_only_facts_are_unlocked(self):
        book = load(self._make_own())
        sheet, keys = book.worksheets
        self.assertTrue(sheet.protection.sheet)
        self.assertEqual((keys.title, keys.sheet_state), (KEY_SHEET, "veryHidden"))
        unlocked = [
            cell.value
            for row in sheet.iter_rows()
            for cell in row
            if not cell.protection.locked
        ]
        self.assertEqual(unlocked, [2400000, 452067, 60, 10])

    @freeze_time(DUE)
    def test_nothing_is_told_where_an_error_costs_the_bonus(self):
        """Plans and blanks; neither formulas nor money, as on paper."""
        self._make_error_costly()
        content = self._make_own()
        self.assertEqual(set(self._get_figures(content).values()), {None})
        texts = get_texts(load(content))
        self.assertIn(500000, texts)  # a plan
        # The one sum left is that of the points he writes down himself.
        sums = [text for text in texts if str(text).startswith("=")]
        self.assertEqual(sums, ['=IF(COUNT(E14,E15)=0,"",SUM(E15)-SUM(E14))'])
        for figure in (2400000, 452067, 60, 42, 41, 93, 18000, 20000):
            self.assertNotIn(figure, texts)

    @freeze_time(DUE)
    def test_returned_sheet_has_own_entries(self):
        self._make_error_costly()
        self._submit(claims=self._get_claims(own=450000, card=-30))
        self.head_report.action_return("Look at the receipts")
        own, service = self._line(self.own_sales).id, self._line(self.service).id
        figures = self._get_figures(self._make_own())
        self.assertEqual(figures[f"fact_{own}"], 450000)
        self.assertEqual(figures[f"minus_{service}"], 30)
        self.assertEqual(figures["total"], 93)
        self.assertIsNone(figures[f"effectiveness_{own}"])

    @freeze_time(RUNNING)
    def test_money_by_rights(self):
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        for user, has_money in [
            (self.head, False),
            (self.manager, True),
            (payroll, True),
        ]:
            with self.subTest(user=user.login):
                report = self.report.with_user(user)
                self.env.invalidate_all()
                self.assertIn(str(report.id), report.action_xlsx()["url"])
                texts = get_texts(load(report._make_xlsx(), data_only=True))
                self.assertIn(93, texts)
                self.assertEqual(18000 in texts, has_money)
                self.assertEqual(20000 in texts, has_money)

    @freeze_time(RUNNING)
    def test_who_may_not_read(self):
        other_head = self._create_user("other", "kpi_bonus.group_section_head")
        for user in (other_head, self.seller_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.report.with_user(user).action_xlsx()

    def test_draft(self):
        draft = self._create_period("2026-11-01")
        draft.action_prepare()
        report = self._get_report(self.seller, draft)
        with self.assertRaisesRegex(UserError, "is a draft"):
            report.with_user(self.manager).action_xlsx()

    @freeze_time(RUNNING)
    def test_hours_without_norm(self):
        """Nothing is told of money; the KPIs are there."""
        segment = self.report.segment_ids
        segment.flush_recordset()
        # Past the ORM, which refuses such hours.
        self.env.cr.execute(
            "UPDATE kpi_plan_report_segment SET norm_hours = 0 WHERE id = %s",
            [segment.id],
        )
        segment.invalidate_recordset()
        texts = get_texts(load(self.report.with_user(self.manager)._make_xlsx()))
        self.assertIn(500000, texts)
        self.assertNotIn("Earned salary, rounded once", texts)
        self.assertEqual(self._get_figures(self._make_own())["total"], 93)

    @freeze_time(RUNNING)
    def test_names_are_no_formulas(self):
        self.own_sales.name = '=HYPERLINK("http://example.com")'
        book = load(self._make_own())
        [cell] = [
            cell
            for row in book.worksheets[0].iter_rows()
            for cell in row
            if str(cell.value).startswith("=HYPERLINK")
        ]
        self.assertEqual(cell.data_type, "s")

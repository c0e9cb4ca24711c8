import io
import zipfile
from tempfile import TemporaryDirectory
from unittest import skipUnless

import openpyxl
from freezegun import freeze_time
from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.kpi_plan_report_xlsx import KEY_SHEET
from ..sheet_upload import MAX_BYTES
from .spreadsheet import convert, has_libreoffice
from .test_portal_report import SUBMIT_DAY, PortalReportCommon


@tagged("post_install", "-at_install")
class TestPortalXlsx(PortalReportCommon):
    """Taking the spreadsheet along and sending it back filled in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.xlsx_url = f"/my/kpi/{cls.report.id}/xlsx"

    @freeze_time(SUBMIT_DAY)
    def _get_book(self, url=None):
        content = self._open(url or self.xlsx_url).content
        return openpyxl.load_workbook(io.BytesIO(content))

    def _fill(self, **vals):
        """The downloaded book with the worked example's figures as plain values.

        :param vals: by the names of the form's inputs
        """
        book = self._get_book()
        section, own, service = self.ids
        figures = {
            f"fact_{section}": 2400000,
            f"effectiveness_{section}": 42,
            f"fact_{own}": 452067.5,
            f"effectiveness_{own}": 41,
            f"minus_{service}": 60,
            f"plus_{service}": 10,
            f"effectiveness_{service}": 10,
            "total": 93,
            "percent": 90,
            **vals,
        }
        for name, value in figures.items():
            book.worksheets[0][self._get_cell(book, name)] = value
        return book

    def _get_cell(self, book, name):
        return dict(book[KEY_SHEET].iter_rows(max_col=2, values_only=True))[name]

    @freeze_time(SUBMIT_DAY)
    def _send(self, book, status=200, url=None):
        content = book
        if not isinstance(book, bytes):
            output = io.BytesIO()
            book.save(output)
            content = output.getvalue()
        files = {"sheet": ("report.xlsx", content)}
        return self._post(url or self.xlsx_url, {}, status, files=files)

    def _assert_refused(self, book, *texts):
        page = html.fromstring(self._send(book).text)
        [alert] = page.find_class("alert-danger")
        for text in texts:
            self.assertIn(text, alert.text_content())
        self.assertFalse(page.find_class("alert-info"))
        self.assertEqual(self.report.state, "signed")

    def test_form_is_filled_in(self):
        self._login(self.seller_user)
        page = self._send(self._fill()).text
        self.assertIn("filled in from your spreadsheet", page)
        self.assertIn("Your figures add up", page)
        for text in ('value="452,067.5"', 'value="60"', 'value="93"'):
            self.assertIn(text, page)
        # Nothing is handed in by that.
        self.assertEqual(self.report.state, "signed")
        self.assertEqual(self.report.line_ids.mapped("fact_claimed"), [0, 0, 0])

    def test_slips_as_in_the_form(self):
        self._login(self.seller_user)
        page = self._send(self._fill(total=94)).text
        self.assertIn("it is not the sum of the KPIs", page)

    def test_downloaded_sheet_sent_back(self):
        """As saved by a program that keeps the values of the formulas."""
        self._login(self.seller_user)
        with freeze_time(SUBMIT_DAY):
            content = self._open(self.xlsx_url).content
        page = self._send(content).text
        self.assertIn("Your figures add up", page)
        self.assertIn('value="452,067"', page)

    @skipUnless(has_libreoffice(), "LibreOffice is not installed")
    def test_saved_by_libreoffice(self):
        """500 000 instead of 452 067: 100 · 45 = 45, in all 97, row 95."""
        self._login(self.seller_user)
        book, output = self._get_book(), io.BytesIO()
        book.worksheets[0][self._get_cell(book, f"fact_{self.ids[1]}")] = 500000
        book.save(output)
        with TemporaryDirectory() as folder:
            page = self._send(convert(output.getvalue(), folder)).text
        self.assertIn("Your figures add up", page)
        for text in ('value="500,000"', 'value="45"', 'value="97"', 'value="95"'):
            self.assertIn(text, page)

    def test_own_results_where_an_error_costs_the_bonus(self):
        """He fills in the results as well; the right ones are not told."""
        self._login(self.seller_user)
        terms = self.report.terms
        terms["error_forfeits"] = True
        terms["grounds"]["error"] = "condition"
        self.report._as_kpi_engine().terms = terms
        page = self._send(self._fill(total=94)).text
        self.assertIn("it is not the sum of the KPIs", page)
        self.assertNotIn("It comes to", page)
        self.assertIn('value="94"', page)
        self._assert_refused(self._get_book(), "Section sales, fact) is empty")

    def test_values_of_formulas_missing(self):
        """Whoever sends a file without results has to enter them in the form."""
        self._login(self.seller_user)
        page = self._send(self._get_book()).text  # openpyxl saves no values
        self.assertIn("Enter a number", page)
        self.assertIn('value="452,067"', page)

    def test_cells_that_are_no_numbers(self):
        self._login(self.seller_user)
        own, service = self.ids[1:]
        name = f"fact_{own}"
        for vals, texts in [
            ({name: "a lot"}, ("Own sales, fact", "“a lot” is not a number")),
            ({name: "<b>1</b>"}, ("“<b>1</b>” is",)),
            ({name: True}, ("“True” is not a number",)),
            ({name: 10**13}, ("the number is too large",)),
            ({name: None}, ("Own sales, fact) is empty",)),
            ({f"minus_{service}": None}, ("Service, points of remarks) is empty",)),
            ({"total": "93 %"}, ("Effectiveness in total): “93 %” is not",)),
        ]:
            with self.subTest(vals=vals):
                book = self._fill(**vals)
                cell = self._get_cell(book, next(iter(vals)))
                self._assert_refused(book, f"cell {cell} (", *texts)

    def test_wrong_keys(self):
        self._login(self.seller_user)
        for row, value, text in [
            ("B1", "99", "the file is not its spreadsheet"),
            ("B2", str(self.colleague_report.id), "belongs to another plan-report"),
            ("B3", "0" * 64, "was issued anew"),
            ("B4", "XFD1048576", "is missing in the spreadsheet"),
            ("B4", "Z190", "is missing in the spreadsheet"),
            ("B4", "'other'!A1", "is missing in the spreadsheet"),
            ("A4", "fact_0", "is missing in the spreadsheet"),
        ]:
            with self.subTest(row=row, value=value):
                book = self._fill()
                book[KEY_SHEET][row] = value
                self._assert_refused(book, text)

    def test_other_files(self):
        self._login(self.seller_user)
        foreign = openpyxl.Workbook()
        hidden = self._fill()
        hidden.worksheets[0].sheet_state = "hidden"
        hidden.create_sheet("Mine")
        for book, text in [
            (b"", "can't be read as a spreadsheet"),
            (b"fact;1", "can't be read as a spreadsheet"),
            (b"PK\x03\x04" + b"\x00" * 100, "can't be read as a spreadsheet"),
            (foreign, "the file is not its spreadsheet"),
            (hidden, "is missing in the spreadsheet"),
            (b"\x00" * (MAX_BYTES + 1), "larger than 512 KB"),
        ]:
            with self.subTest(text=text, book=str(book)[:20]):
                self._assert_refused(book, text)

    def test_bombs(self):
        """Small files that grow without bound when they are read."""
        self._login(self.seller_user)
        output = io.BytesIO()
        self._fill().save(output)
        entity = '<!DOCTYPE a [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
        for name, content, packing in [
            ("xl/media/image1.png", b"\x00" * 5 * 2**20, zipfile.ZIP_DEFLATED),
            ("xl/media/image1.png", b"\x00" * 5 * 2**20, zipfile.ZIP_STORED),
            ("xl/worksheets/sheet9.xml", entity.encode(), zipfile.ZIP_DEFLATED),
            ("xl/worksheets/sheet9.xml", entity.encode("utf-16"), zipfile.ZIP_DEFLATED),
            ("xl/media/image1.png", b"\x00", zipfile.ZIP_BZIP2),
            ("xl/media/image1.png", b"\x00", zipfile.ZIP_LZMA),
        ]:
            with self.subTest(name=name, packing=packing, size=len(content)):
                forged = io.BytesIO(output.getvalue())
                with zipfile.ZipFile(forged, "a") as archive:
                    archive.writestr(name, content, packing)
                data = forged.getvalue()
                if len(data) > 4 * 2**20:  # beyond what the route takes at all
                    self._send(data, 413)
                else:
                    self._assert_refused(data, "can't be read as a spreadsheet")
        many = io.BytesIO(output.getvalue())
        with zipfile.ZipFile(many, "a") as archive:
            for number in range(100):
                archive.writestr(f"part{number}.xml", b"")
        self._assert_refused(many.getvalue(), "can't be read as a spreadsheet")

    def test_who_else(self):
        """Strangers and colleagues neither get nor send it."""
        book = None
        for user in (
            self.stranger,
            self.colleague_user,
            self.foreign_user,
            self.manager,
        ):
            with self.subTest(user=user.login):
                self._login(self.seller_user)
                book = book or self._fill()
                self._login(user)
                self._open(self.xlsx_url, 404)
                self._send(book, 404)
        self._login(self.colleague_user)
        self._open(f"/my/kpi/{2**31}/xlsx", 404)
        self.assertEqual(self.report.state, "signed")

    def test_colleagues_sheet_on_own_page(self):
        self._login(self.colleague_user)
        url = f"/my/kpi/{self.colleague_report.id}/xlsx"
        book = self._get_book(url)
        self._login(self.seller_user)
        self._assert_refused(book, "belongs to another plan-report")

    def test_not_to_be_handed_in(self):
        """Before the last day, and after handing in: back to the page of the report."""
        self._login(self.seller_user)
        book = self._fill()
        output = io.BytesIO()
        book.save(output)
        with freeze_time("2026-10-20 10:00:00"):
            files = {"sheet": ("report.xlsx", output.getvalue())}
            response = self._post(self.xlsx_url, {}, 303, files=files)
        self.assertTrue(response.headers["Location"].endswith(self.url))
        self._hand_in()
        self._send(book, 303)

    def test_without_token_or_file(self):
        self._login(self.seller_user)
        with mute_logger("odoo.http"):
            self._request("POST", self.xlsx_url, 400, data={})
        with freeze_time(SUBMIT_DAY):
            page = self._post(self.xlsx_url, {"sheet": "text"}).text
        self.assertIn("be read as a spreadsheet", page)

    def test_backend_download(self):
        url = f"/kpi/plan_report/xlsx/{self.report.id}"
        for user, status in [
            (self.head, 200),
            (self.manager, 200),
            (self.seller_user, 404),
            (self.stranger, 404),
        ]:
            with self.subTest(user=user.login):
                self._login(user)
                response = self._open(url, status)
                if status == 200:
                    self.assertIn("attachment", response.headers["Content-Disposition"])
        self._login(self.manager)
        self._open(f"/kpi/plan_report/xlsx/{self.foreign_report.id}", 404)
        self._open(f"/kpi/plan_report/xlsx/{2**31}", 404)

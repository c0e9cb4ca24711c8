import io
import re
from zipfile import ZipFile

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from .board_common import NOW, BoardData


@tagged("post_install", "-at_install")
class TestBoardPapers(BoardData, HttpCase):
    def _read_xlsx(self, content):
        with ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}

    def _download(self, user, board=None):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/kpi/board/xlsx/{(board or self.board).id}")

    def test_pdf(self):
        reports = self.env["ir.actions.report"].with_user(self.head)
        pdf, _kind = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            "kpi_bonus.paper_board", self.board.ids
        )
        text = " ".join(
            " ".join(page.extract_text().split())
            for page in PdfFileReader(io.BytesIO(pdf)).pages
        )
        self.assertIn("The shop October 2026", text)
        self.assertIn("1 ▲ 2 Anna S. Paints 49 %", text.replace("\xa0", " "))
        self.assertIn("Own sales", text)

    def test_xlsx(self):
        response = self._download(self.head)
        self.assertIn("The%20shop.xlsx", response.headers["Content-Disposition"])
        files = self._read_xlsx(response.content)
        names = re.findall('sheet name="([^"]+)"', files["xl/workbook.xml"])
        self.assertEqual(names[:2], ["Effectiveness", "Sections"])
        self.assertIn("Own sales by section", names)
        # A chart of places for each table, and one of days for each KPI.
        charts = [name for name in files if name.startswith("xl/charts/chart")]
        kpis = sum("kpi" in t["key"] or "units" in t["key"] for t in self._get_tables())
        self.assertEqual(len(charts), len(names) + kpis)
        self.assertIn("<v>49</v>", files["xl/worksheets/sheet1.xml"])

    def _get_tables(self):
        return self.board._read_data()["tables"]

    def test_xlsx_takes_names_for_texts(self):
        with freeze_time(NOW):
            self.seller.name = "=1+1"
            self.boris.name = "http://x.test"
            self.own_sales.name = "=Own: [sales]/day*? of a very long name"
            self.board.name = '=cmd|"x"'
        self._refresh()
        files = self._read_xlsx(self.board._make_xlsx())
        sheets = "".join(files[name] for name in files if "worksheets/sheet" in name)
        self.assertNotIn("<f>", sheets)
        self.assertNotIn("hyperlink", sheets)
        charts = "".join(files[name] for name in files if "charts/chart" in name)
        self.assertNotIn("<c:f>Own", charts)
        self.assertIn("<a:t>Own: [sales]/day", charts)
        self.assertIn("<t>=1+1</t>", files["xl/sharedStrings.xml"])
        names = re.findall('sheet name="([^"]+)"', files["xl/workbook.xml"])
        self.assertEqual(len(names), len({name.lower() for name in names}))

    def test_xlsx_without_figures(self):
        board = self._create_board(name="Empty", frequency="quarter")
        self.assertTrue(board._make_xlsx())

    def test_xlsx_of_whom(self):
        other = self.env["res.company"].create({"name": "Rival"})
        foreign = self._create_board(company_id=other.id, department_id=False)
        internal = self._create_user("internal", "")
        for user, board in (
            (self.head, foreign),
            (internal, self.board),
            (self.manager, self.board.browse(2**31)),
            (self.manager, self.board.browse(999999)),
        ):
            with self.subTest(user=user.login, board=board.id):
                self.assertEqual(self._download(user, board).status_code, 404)

    def test_backend_content(self):
        board = self.board.with_user(self.head)
        self.assertIn("Anna S.", board.content)
        self.assertIn("Anna S., 49", board.leaders)
        self.assertIn('"label": "15"', board.graph)
        new = self.env["kpi.board"].with_user(self.manager).new({"name": "New"})
        self.assertFalse(new.content)

    def test_facts_behind(self):
        action = self.board.with_user(self.head).action_open_facts()
        facts = self.env["kpi.fact"].with_user(self.manager).search(action["domain"])
        self.assertEqual(len(facts), 8)

"""How much an employee's pages ask of the database when there is much to show.

Counted are all queries of a page that is opened for the second time: session, user and
frame included, templates and assets not.
"""

from datetime import date

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from odoo.addons.kpi_bonus.tests.board_common import DAY, DAY_BEFORE, NOW, BoardData
from odoo.addons.kpi_bonus.tests.portal_common import KpiPortalCommon

MONTH_DAY = "2026-10-31 15:00:00"
PEOPLE = 500
MOST = 14
# The page behind a KPI reads its records besides; none of it is per record.
MOST_RECORDS = 20


@tagged("post_install", "-at_install")
class TestMonthQueries(KpiPortalCommon):
    """A month of three KPIs with 31 daily facts each, and 100 entries on the card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sign()
        facts = [
            {
                "company_id": cls.company.id,
                "indicator_id": indicator.id,
                "date": date(2026, 10, day),
                "value": 1000 + day,
                **subject,
            }
            for day in range(1, 32)
            for indicator, subject in cls._get_subjects()
        ]
        cls.env["kpi.fact"].create(facts)
        entries = [
            {
                "card_id": cls.report.card_id.id,
                "type_id": cls.thanks.id,
                "date": date(2026, 10, number % 30 + 1),
            }
            for number in range(100)
        ]
        cls.env["kpi.card.line"].create(entries)
        with freeze_time(MONTH_DAY):
            cls.period.action_refresh()

    @classmethod
    def _get_subjects(cls):
        own = {"employee_id": cls.seller.id}
        section = {"department_id": cls.paints.id}
        return [(cls.own_sales, own), (cls.section_sales, section), (cls.pieces, own)]

    @classmethod
    def _create_case_scheme(cls, name="Case", **vals):
        cls.pieces = cls._create_indicator("Pieces", unit="quantity")
        lines = [
            (cls.section_sales, 30, 40000),
            (cls.own_sales, 30, 40000),
            (cls.pieces, 20, 40000),
            (cls.service, 20, 0),
        ]
        vals = {"needs_signature": True, "needs_submission": True, **vals}
        return cls._create_scheme(name, lines, job_ids=cls.job.ids, **vals)

    @freeze_time(MONTH_DAY)
    def _count(self, path, most):
        self._login(self.seller_user)
        url = f"/my/kpi/{self.report.id}{path}"
        self._open(url)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(most):
            page = self._open(url)
        return page.text

    def test_month(self):
        page = self._count("", MOST)
        self.assertIn("31,496.00", page)  # 31 days of own sales
        self.assertIn("100 thanks", page)

    def test_records_behind_a_kpi(self):
        line = self._line(self.own_sales)
        page = self._count(f"/why/{line.id}", MOST_RECORDS)
        self.assertIn("1,031.00", page)

    def test_entries_behind_a_kpi(self):
        line = self._line(self.service)
        page = self._count(f"/why/{line.id}", MOST_RECORDS)
        self.assertEqual(page.count("<tr>"), 101)


@tagged("post_install", "-at_install")
class TestBoardQueries(BoardData, HttpCase):
    """A board of 500 people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller.user_id = cls._create_user("anna", "")
        people = cls._create_people(PEOPLE - 3)
        with freeze_time("2026-10-01 08:00:00"):
            cls.period.action_prepare()
            drafts = cls.period.report_ids.filtered(lambda r: r.state == "draft")
            drafts.action_issue()
        cls.env["kpi.fact"].create(
            [
                {
                    "company_id": cls.company.id,
                    "indicator_id": cls.own_sales.id,
                    "employee_id": person.id,
                    "date": day,
                    "value": 100 * number,
                }
                for number, person in enumerate(people)
                for day in (DAY_BEFORE, DAY)
            ]
        )
        cls._refresh()

    @classmethod
    def _create_people(cls, count):
        vals = {
            "company_id": cls.company.id,
            "department_id": cls.paints.id,
            "job_id": cls.job.id,
            "resource_calendar_id": cls.calendar.id,
            "wage": 20000,
            "date_version": date(2026, 1, 1),
            "contract_date_start": date(2026, 1, 1),
        }
        return cls.env["hr.employee"].create(
            [{**vals, "name": f"Seller {number:03}"} for number in range(count)]
        )

    def _count(self, path, most, rows):
        self.url_open(path)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(most):
            response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.text.count("<tr"), rows)

    @freeze_time(NOW)
    def test_page(self):
        self.authenticate(self.seller.user_id.login, self.seller.user_id.login)
        self._count("/my/kpi/board", MOST, PEOPLE + 1)
        key = self.board._prepare_view("", [])["choices"][1][0]
        table = self.board._prepare_view(key, [])["tables"][0]
        path = f"/my/kpi/board?board={self.board.id}&table={key}"
        self._count(path, MOST, len(table["rows"]) + 1)

    @freeze_time(NOW)
    def test_wall(self):
        self.board.with_user(self.manager).action_renew_token()
        self.authenticate(None, None)
        path = f"/kpi/board/{self.board.token}/data"
        self._count(path, 6, 0)
        view = self.url_open(path).json()
        self.assertEqual(max(len(table["rows"]) for table in view["tables"]), PEOPLE)

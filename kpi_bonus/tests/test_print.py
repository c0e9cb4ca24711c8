import io
import json

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from .paper_common import PaperCommon

LOGGER = "odoo.addons.web.controllers.report"


@tagged("post_install", "-at_install")
class TestPrint(PaperCommon):
    """Papers of a period or of sections, chosen in one form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.toolman = cls._create_employee("Boris Seller", department_id=cls.tools.id)
        cls.period.action_prepare()
        cls.reports = cls.period.sudo().report_ids

    def _get_printed(self, paper, user=None, **vals):
        """:return: name of the report, records that it prints"""
        action = (
            self.env["kpi.print"]
            .with_user(user or self.manager)
            .create({"paper": paper, "period_id": self.period.id, **vals})
            .action_print()
        )
        report = self.env["ir.actions.report"]._get_report(action["report_name"])
        records = self.env[report.model].browse(action["context"]["active_ids"])
        return action["report_name"], records

    def test_whole_period(self):
        self.assertEqual(
            self._get_printed("report"), ("kpi_bonus.paper_plan_report", self.reports)
        )
        name, cards = self._get_printed("card")
        self.assertEqual(name, "kpi_bonus.paper_card")
        self.assertEqual(set(cards), set(self.reports.card_id))

    def test_sections(self):
        sections = {"department_ids": self.tools.ids}
        tools = self.reports.filtered(lambda r: r.employee_id == self.toolman)
        self.assertEqual(self._get_printed("report", **sections)[1], tools)
        self.assertEqual(self._get_printed("card", **sections)[1], tools.card_id)
        # The shop with the departments below it.
        shop = {"department_ids": self.shop.ids}
        self.assertEqual(self._get_printed("report", **shop)[1], self.reports)

    def test_head_gets_his_own_section(self):
        self.assertEqual(self._get_printed("report", self.head)[1], self.report)
        self.assertEqual(self._get_printed("card", self.head)[1], self.report.card_id)
        with self.assertRaisesRegex(UserError, "nothing of this kind"):
            self._get_printed("card", self.head, department_ids=self.tools.ids)

    def test_list_of_entries(self):
        foreign = self.env["res.company"].create({"name": "Rival"})
        other = self.remark.copy({"company_id": foreign.id})
        own = self.remark.copy({"company_id": self.company.id})
        name, types = self._get_printed("entries")
        self.assertEqual(name, "kpi_bonus.paper_card_type")
        self.assertIn(self.remark, types)
        self.assertIn(own, types)
        self.assertNotIn(other, types)

    def test_period_that_it_is_called_from(self):
        older = self._create_period(start="2026-09-01")
        form = self.env["kpi.print"].with_user(self.manager)
        self.assertEqual(Form(form).period_id, self.period)
        called = form.with_context(active_model="kpi.period", active_id=older.id)
        self.assertEqual(Form(called).period_id, older)

    def test_offered_where_the_records_are(self):
        bindings = self.env["ir.actions.actions"]
        for user, model, names in (
            (self.head, "kpi.card", {"Efficiency cards"}),
            (self.head, "kpi.plan.report", {"Plan-reports"}),
            (self.head, "kpi.card.type", {"Typical entries"}),
            (self.manager, "kpi.period", {"Print papers"}),
        ):
            offered = bindings.with_user(user).get_bindings(model).get("report", [])
            self.assertLessEqual(names, {action["name"] for action in offered})
        controller = self._create_user("controller", "kpi_bonus.group_controller")
        self.assertFalse(
            bindings.with_user(controller).get_bindings("kpi.card").get("report")
        )


@tagged("post_install", "-at_install")
class TestPrintHttp(HttpCase, PaperCommon):
    """Through the web, as the client downloads it."""

    def _download(self, paper, records):
        url = f"/report/pdf/kpi_bonus.{paper}/{','.join(map(str, records.ids))}"
        return self.url_open(
            "/report/download",
            data={
                "data": json.dumps([url, "qweb-pdf"]),
                # In tests Odoo answers with HTML unless it is told not to.
                "context": json.dumps({"force_report_rendering": True}),
                "csrf_token": http.Request.csrf_token(self),
            },
        )

    def test_head_downloads(self):
        self.authenticate(self.head.login, self.head.login)
        response = self._download("paper_plan_report", self.report)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn(
            "Anna%20Seller%2C%20October%202026.pdf",
            response.headers["Content-Disposition"],
        )
        (page,) = PdfFileReader(io.BytesIO(response.content)).pages
        text = " ".join(page.extract_text().split())
        self.assertIn("Employee: Anna Seller", text)
        self.assertNotIn("20,000", text)

    def test_stranger_gets_nothing(self):
        self._create_portal_user("stranger")
        self.authenticate("kpi_stranger", "kpi_stranger")
        for paper, records in (
            ("paper_plan_report", self.report),
            ("paper_card", self.report.card_id),
            ("paper_card_type", self.remark),
        ):
            with self.subTest(paper=paper), self.assertLogs(LOGGER, "WARNING"):
                response = self._download(paper, records)
                self.assertNotIn("pdf", response.headers["Content-Type"])
                self.assertNotIn("Anna", response.text)

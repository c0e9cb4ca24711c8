import io
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from odoo.addons.base.models import ir_actions_report as core

from ..models import ir_actions_report
from .paper_common import PaperCommon

MM = 72 / 25.4


@tagged("post_install", "-at_install")
class TestPaper(PaperCommon):
    """What all papers have in common."""

    def _record_calls(self, **info):
        """Let wkhtmltopdf run, and note its arguments and bodies."""
        calls = []
        run = core._run_wkhtmltopdf

        def record(args):
            with open(args[-2]) as body:
                calls.append((args, body.read()))
            return run(args)

        self.startPatcher(patch.object(core, "_run_wkhtmltopdf", record))
        known = core._wkhtml()._replace(**info)
        self.startPatcher(
            patch.object(ir_actions_report, "_wkhtml", lambda: known),
        )
        return calls

    def test_several_documents(self):
        other = self._create_employee("Boris Seller")
        self.period.action_prepare()
        self.period.action_open()
        reports = self.report + self._get_report(other, self.period.sudo())
        pages = self._print("paper_plan_report", reports)
        self.assertEqual(len(pages), 2)
        for page, name in zip(pages, ("Anna Seller", "Boris Seller"), strict=True):
            self.assertIn(f"Employee: {name}", page)
            # each document is numbered by itself
            self.assertIn("1 / 1", page)
            self.assertIn(f"{name}, October 2026. Printed on", page)

    def test_pages_of_a_document(self):
        types = self.env["kpi.card.type"].create(
            [
                {"name": f"Entry number {number:03}", "category": "Customers"}
                for number in range(100)
            ]
        )
        pages = self._print("paper_card_type", types)
        self.assertEqual(len(pages), 3)
        for number, page in enumerate(pages, start=1):
            self.assertIn(f"{number} / 3", page)
        text = " ".join(pages)
        for number in range(100):
            self.assertEqual(text.count(f"Entry number {number:03}"), 1)

    def test_one_body_at_a_time(self):
        calls = self._record_calls()
        other = self._create_employee("Boris Seller")
        self.period.action_prepare()
        self.period.action_open()
        reports = self.report + self._get_report(other, self.period.sudo())
        self._print("paper_plan_report", reports)
        self.assertEqual(len(calls), 2)
        for args, _body in calls:
            self.assertNotIn("--header-html", args)
            self.assertNotIn("--footer-html", args)
            # Odoo's delay of a second per document is overruled
            delays = [
                value
                for name, value in zip(args, args[1:], strict=False)
                if name == "--javascript-delay"
            ]
            self.assertEqual(delays[-1], "0")

    def test_enlarged_without_patches(self):
        calls = self._record_calls(is_patched_qt=False)
        self._print("paper_card_type", self.remark)
        self.assertIn('<body style="zoom: 1.3026"', calls[0][1])

    def test_as_it_is_with_patches(self):
        calls = self._record_calls(is_patched_qt=True)
        self._print("paper_card_type", self.remark)
        self.assertIn("<body>", calls[0][1])
        self.assertIn("--disable-smart-shrinking", calls[0][0])

    def test_sizes_are_true(self):
        """The cut marks stand where the style says: 15, 105 and 195 mm from the left.

        Checked on paper as it is printed, so it needs wkhtmltopdf without patches.
        """
        pdf = self._print_pdf("paper_card", self.report.card_id)
        edges = set()

        def visit(operator, operands, matrix, _text):
            if operator == b"re":
                left, _top, width, height = (float(value) for value in operands)
                if width * matrix[0] < MM and abs(height * matrix[3] / MM) > 5:
                    edges.add(round((left * matrix[0] + matrix[4]) / MM))

        page = PdfFileReader(io.BytesIO(pdf)).pages[0]
        page.extract_text(visitor_operand_before=visit)
        self.assertEqual(edges & {15, 105, 195}, {15, 105, 195})

    def test_nothing_is_fetched(self):
        """No address of the server: it may be unreachable, or have one worker."""
        calls = self._record_calls()
        self._print("paper_plan_report", self.report)
        self._print("paper_card", self.report.card_id)
        for _args, body in calls:
            self.assertNotIn("http:", body.replace("http://www.w3.org", ""))
            self.assertNotIn("<link", body)
            self.assertNotIn("<script", body)

    def test_other_reports_are_left_alone(self):
        badge = self.env.ref("hr.hr_employee_print_badge")
        self.assertEqual(badge._get_layout(), self.env.ref("web.minimal_layout"))
        args = badge._build_wkhtmltopdf_args(badge.get_paperformat(), False)
        self.assertNotIn("--disable-javascript", args)
        calls = self._record_calls()
        html = "<html><body>A badge</body></html>"
        badge._run_wkhtmltopdf([html], report_ref="hr.hr_employee_print_badge")
        self.assertEqual(calls[0][1], html)

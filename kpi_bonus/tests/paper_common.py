import io

from odoo.tools.pdf import PdfFileReader

from .report_common import ReportCommon


class PaperCommon(ReportCommon):
    """Prints with the real wkhtmltopdf and reads the text back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.russian = cls.env["res.lang"]._activate_lang("ru_RU")

    def _print(self, paper, records, user=None, **context):
        """:return: the text of each page, as the bonus manager or the user prints it"""
        pdf = self._print_pdf(paper, records, user, **context)
        return [
            " ".join(page.extract_text().split())
            for page in PdfFileReader(io.BytesIO(pdf)).pages
        ]

    def _print_pdf(self, paper, records, user=None, **context):
        reports = self.env["ir.actions.report"].with_user(user or self.manager)
        pdf, kind = reports.with_context(
            force_report_rendering=True, **context
        )._render_qweb_pdf(f"kpi_bonus.{paper}", records.ids)
        self.assertEqual(kind, "pdf")
        return pdf

    def _translate(self, template, texts):
        """Russian of some texts of a template: the module's own need not be loaded."""
        view = self.env.ref(f"kpi_bonus.{template}")
        view.update_field_translations("arch_db", {"ru_RU": texts})

import io
from functools import cache

import lxml.html
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from odoo import api, models
from odoo.tools.misc import file_path
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from odoo.addons.base.models.ir_actions_report import _wkhtml

# Templates with this prefix are papers: of this addon and of its bridges.
PAPER_PREFIX = "kpi_bonus"
# How much smaller than asked for a wkhtmltopdf without Qt's patches prints: it knows
# neither --zoom nor --disable-smart-shrinking. Measured on pages of A4 to 90 x 130 mm.
UNPATCHED_SHRINKING = 1.3026
# Shipped with Odoo itself, and it has Cyrillic letters.
FOOTER_FONT = "web/static/fonts/google/Open_Sans/Open_Sans-Regular.ttf"
FOOTER_SIZE = 7.5
FOOTER_HEIGHT = 6 * mm
SIDE_MARGIN = 12 * mm


class IrActionsReport(models.Model):
    """Papers: PDFs that come out the same with and without Qt's patches.

    Debian's wkhtmltopdf has no headers, no footers, and refuses several bodies in one
    call. So a paper's articles are printed one at a time; the page numbers within each,
    and its ``data-footer``, are stamped on afterwards.

    A new paper is a template named ``kpi_bonus…`` which calls
    ``kpi_bonus.paper_layout``, with an ``article`` for each document, and a report
    record with one of our paper formats. Papers load nothing from the server: pictures
    are data URIs, and the style stands in the layout.
    """

    _inherit = "ir.actions.report"

    def _is_kpi_paper(self):
        return (self.report_name or "").startswith(PAPER_PREFIX)

    def _get_layout(self):
        if self._is_kpi_paper():
            return self.env.ref("kpi_bonus.paper_layout")
        return super()._get_layout()

    @api.model
    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        command = super()._build_wkhtmltopdf_args(*args, **kwargs)
        if self._is_kpi_paper():
            # No scripts to wait for: Odoo's delay is a second for each document.
            command += ["--disable-javascript", "--javascript-delay", "0"]
        return command

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, **options):
        report = self._get_report(report_ref) if report_ref else self
        if not report._is_kpi_paper():
            return super()._run_wkhtmltopdf(bodies, report_ref=report_ref, **options)
        # Ours come as footers of the pages.
        options.update(header=None, footer=None)
        # Called on the record, so that the arguments are known to be a paper's.
        print_pdf = super(IrActionsReport, report)._run_wkhtmltopdf
        writer = PdfFileWriter()
        for body in bodies:
            pdf = print_pdf([_unshrink(body)], report_ref=report, **options)
            _add_pages(writer, pdf, _get_footer(body))
        output = io.BytesIO()
        writer.write(output)
        return output.getvalue()


def _unshrink(body):
    """Enlarge the body by what an unpatched wkhtmltopdf will shrink it."""
    if _wkhtml().is_patched_qt:
        return body
    # A plain string: Markup would escape what is put in.
    return str(body).replace("<body", f'<body style="zoom: {UNPATCHED_SHRINKING}"', 1)


def _get_footer(body):
    texts = lxml.html.fromstring(body).xpath("//@data-footer")
    return texts[0] if texts else ""


def _add_pages(writer, pdf, footer):
    """Add a document to the file, each page with the footer and its number."""
    reader = PdfFileReader(io.BytesIO(pdf))
    pages = [reader.getPage(number) for number in range(reader.numPages)]
    stamps = PdfFileReader(_draw_footers(pages, footer))
    for number, page in enumerate(pages):
        page.mergePage(stamps.getPage(number))
        writer.addPage(page)
        _pack(writer.getPage(writer.getNumPages() - 1))


def _pack(page):
    """Merging has unpacked what wkhtmltopdf had packed; it is ten times the size."""
    # The name differs between the libraries that Odoo runs on.
    pack = getattr(page, "compress_content_streams", None)
    (pack or page.compressContentStreams)()


def _draw_footers(pages, footer):
    output = io.BytesIO()
    canvas = Canvas(output)
    for number, page in enumerate(pages, start=1):
        width = float(page.mediaBox.getWidth())
        canvas.setPageSize((width, float(page.mediaBox.getHeight())))
        canvas.setFont(_get_font(), FOOTER_SIZE)
        canvas.setFillGray(0.35)
        canvas.drawString(SIDE_MARGIN, FOOTER_HEIGHT, footer)
        canvas.drawRightString(
            width - SIDE_MARGIN, FOOTER_HEIGHT, f"{number} / {len(pages)}"
        )
        canvas.showPage()
    canvas.save()
    output.seek(0)
    return output


@cache
def _get_font():
    """Register the font of the footers with reportlab, once in a process."""
    font = TTFont("KpiFooter", file_path(FOOTER_FONT))
    pdfmetrics.registerFont(font)
    return font.fontName

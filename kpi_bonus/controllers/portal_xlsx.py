from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route

from ..sheet_upload import MAX_BYTES
from .kpi_board import XLSX
from .portal import MAX_ID
from .portal_report import KpiPortalReport
from .portal_tools import see_other

# A little above the limit that is told; beyond, nothing is read.
MAX_REQUEST = 8 * MAX_BYTES
PAGE = "/my/kpi/<int:report_id>/xlsx"


class KpiPortalXlsx(KpiPortalReport):
    """The plan-report as a spreadsheet: taken along, filled in, sent back."""

    @route(PAGE, type="http", auth="user", methods=["GET"], readonly=True)
    def kpi_xlsx(self, report_id, **kwargs):
        report_sudo = self._get_own_report(report_id)
        return self._send_xlsx(report_sudo, report_sudo._make_xlsx(is_own=True))

    @route(
        PAGE,
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_REQUEST,
    )
    def kpi_xlsx_upload(self, report_id, **post):
        """Fill in the form; nothing is written before he hands it in there."""
        report_sudo = self._get_own_report(report_id)
        if report_sudo.next_step != "submitted" or report_sudo._get_submit_obstacle():
            return see_other(f"/my/kpi/{report_id}/report")
        upload = request.httprequest.files.get("sheet")
        content = upload.read(MAX_BYTES + 1) if upload else b""
        try:
            form = report_sudo._read_xlsx(content)
        except UserError as error:
            form = report_sudo._prepare_form_values()
            return self._render_report(report_sudo, form=form, error=str(error))
        facts, answer, errors = report_sudo._read_form(form)
        return self._render_report(
            report_sudo,
            form=form,
            errors=errors,
            slips={} if errors else report_sudo._find_own_slips(facts, answer),
            is_judged=not errors,
            is_uploaded=True,
        )

    @route(
        "/kpi/plan_report/xlsx/<int:report_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def kpi_xlsx_backend(self, report_id):
        """For whoever may read the report in the backend."""
        reports = request.env["kpi.plan.report"]
        report = reports.browse(report_id if report_id <= MAX_ID else 0).exists()
        if not report or not report.has_access("read") or report.state == "draft":
            raise NotFound
        return self._send_xlsx(report, report._make_xlsx())

    def _send_xlsx(self, report, content):
        name = content_disposition(f"{report.display_name}.xlsx")
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Length", len(content)),
                ("Content-Disposition", name),
                ("Cache-Control", "private, no-store"),
            ],
        )

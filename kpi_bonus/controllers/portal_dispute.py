import base64

from odoo.http import request, route

from ..models.kpi_dispute_files import MAX_BYTES, MAX_FILES
from .portal import KpiPortal, get_own_sudo
from .portal_tools import attempt, read_id, read_texts, see_other

LIST = "/my/kpi/<int:report_id>/disputes"
PAGE = "/my/kpi/dispute/<int:dispute_id>"


class KpiPortalDispute(KpiPortal):
    """Opening a dispute, following it, adding files, taking it back."""

    @route(LIST, type="http", auth="user", website=True, methods=["GET"])
    def kpi_disputes(self, report_id, line=None, **kwargs):
        report_sudo = self._get_own_report(report_id)
        form = {"line_id": line} if isinstance(line, str) else {}
        return self._render_disputes(report_sudo, form=form)

    @route(LIST, type="http", auth="user", website=True, methods=["POST"])
    def kpi_dispute_open(self, report_id, **post):
        report_sudo = self._get_own_report(report_id)
        form = read_texts(post)
        opened = []
        error = attempt(
            lambda: opened.append(
                request.env["kpi.plan.report"]
                .browse(report_id)
                .action_dispute(
                    form.get("about"),
                    form.get("reason"),
                    line_id=read_id(form.get("line_id")) or None,
                    files=_read_files(),
                )
            )
        )
        if error:
            return self._render_disputes(report_sudo, form=form, error=error)
        return see_other(f"/my/kpi/dispute/{opened[0]}?opened=1")

    @route(PAGE, type="http", auth="user", website=True, methods=["GET"])
    def kpi_dispute(self, dispute_id, opened=None, added=None, **kwargs):
        message = None
        if opened:
            message = request.env._("Your dispute is on its way.")
        elif added:
            message = request.env._("The files are added.")
        return self._render_dispute(dispute_id, message=message)

    @route(PAGE + "/attach", type="http", auth="user", website=True, methods=["POST"])
    def kpi_dispute_attach(self, dispute_id, **post):
        return self._act(dispute_id, "action_attach", _read_files(), done="?added=1")

    @route(PAGE + "/withdraw", type="http", auth="user", website=True, methods=["POST"])
    def kpi_dispute_withdraw(self, dispute_id, **post):
        return self._act(dispute_id, "action_withdraw")

    @route(
        PAGE + "/file/<int:file_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def kpi_dispute_file(self, dispute_id, file_id):
        """A file that the employee has sent himself, as a download."""
        dispute_sudo = get_own_sudo("kpi.dispute", dispute_id)
        file_sudo = dispute_sudo._get_own_files().filtered(lambda f: f.id == file_id)
        if not file_sudo:
            return request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(file_sudo)
        return stream.get_response(as_attachment=True)

    def _act(self, dispute_id, method, *args, done=""):
        get_own_sudo("kpi.dispute", dispute_id)
        dispute = request.env["kpi.dispute"].browse(dispute_id)
        error = attempt(getattr(dispute, method), *args)
        if error:
            return self._render_dispute(dispute_id, error=error)
        return see_other(f"/my/kpi/dispute/{dispute_id}{done}")

    def _render_disputes(self, report_sudo, form, **values):
        disputes = report_sudo.dispute_ids
        return request.render(
            "kpi_bonus.portal_disputes",
            self._prepare_kpi_values(
                "kpi_disputes",
                report_sudo,
                report=report_sudo,
                form=form,
                disputes=disputes._get_status_for_employee(),
                reasons=request.env["kpi.dispute"]._get_reasons(),
                **values,
            ),
        )

    def _render_dispute(self, dispute_id, **values):
        dispute_sudo = get_own_sudo("kpi.dispute", dispute_id)
        return request.render(
            "kpi_bonus.portal_dispute",
            self._prepare_kpi_values(
                "kpi_disputes",
                dispute_sudo.report_id,
                report=dispute_sudo.report_id,
                dispute=dispute_sudo._get_status_for_employee()[0],
                **values,
            ),
        )


def _read_files():
    """The uploaded files as the model takes them; too many or too large are refused
    there, so no more than that is read.
    """
    uploads = request.httprequest.files.getlist("files")
    return [
        {
            "name": upload.filename,
            "content": base64.b64encode(upload.read(MAX_BYTES + 1)).decode(),
        }
        for upload in uploads[: MAX_FILES + 1]
        if upload.filename
    ]

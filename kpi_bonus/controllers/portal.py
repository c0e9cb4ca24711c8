from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from .portal_tools import attempt

MAX_ID = 2**31 - 1  # a PostgreSQL integer
HISTORY_LENGTH = 36


def get_own_sudo(model, record_id):
    """A record of the current user's own, with rights lifted.

    :raises NotFound: missing, somebody else's, hidden: a stranger must not learn which
    """
    if record_id > MAX_ID:
        raise NotFound
    try:
        record_sudo = request.env[model].browse(record_id)._get_own_sudo()
    except AccessError as error:
        raise NotFound from error
    if not record_sudo:
        raise NotFound
    return record_sudo


class KpiPortal(CustomerPortal):
    """What the pages of an employee have in common, and his months."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "kpi_report_count" in counters:
            reports = request.env["kpi.plan.report"]
            values["kpi_report_count"] = reports._count_own()
        return values

    def _get_own_report(self, report_id):
        return get_own_sudo("kpi.plan.report", report_id)

    def _prepare_kpi_values(self, page_name, report_sudo=None, **values):
        """What ``kpi_bonus.portal_layout`` needs, and the page's own values.

        :param page_name: which tab is marked: ``kpi_month``, ``kpi_report``,
            ``kpi_card``, ``kpi_history``, ``kpi_board``, ``kpi_ideas``,
            ``kpi_practice``, ``kpi_disputes``, ``kpi_messages``, ``kpi_preferences``,
            ``kpi_career``
        :param report_sudo: whose month the tabs lead to; the newest if there is none
        """
        if report_sudo is None:
            report_sudo = request.env["kpi.plan.report"]._search_current()
        return {"page_name": page_name, "kpi_report_id": report_sudo.id, **values}

    @route("/my/kpi", type="http", auth="user", website=True, readonly=True)
    def kpi_home(self, **kwargs):
        """The month that runs, else the newest."""
        report_sudo = request.env["kpi.plan.report"]._search_current()
        if report_sudo:
            return self._redirect_in_own_language(f"/my/kpi/{report_sudo.id}")
        return request.render(
            "kpi_bonus.portal_nothing",
            self._prepare_kpi_values("kpi_month", report_sudo),
        )

    def _redirect_in_own_language(self, url):
        """Mails and the portal lead here: the language is the user's, whatever that of
        his browser, in which the login page came. He may change it at the bottom.
        """
        lang = request.env.user.lang
        if lang != request.env.lang and lang in request.env["res.lang"]._get_frontend():
            url = request.env["ir.http"]._url_for(url, lang)
        return request.redirect(url)

    @route(
        "/my/kpi/<int:report_id>", type="http", auth="user", website=True, readonly=True
    )
    def kpi_month(self, report_id, **kwargs):
        if report_id > MAX_ID:
            raise NotFound
        reports = request.env["kpi.plan.report"]
        report_sudo, months_sudo = reports._search_own_month(report_id)
        if not report_sudo:
            raise NotFound
        return request.render(
            "kpi_bonus.portal_month",
            self._prepare_kpi_values(
                "kpi_month",
                report_sudo,
                months=months_sudo._get_month_choices(),
                **report_sudo._prepare_month(),
            ),
        )

    @route(
        "/my/kpi/<int:report_id>/estimate",
        type="jsonrpc",
        auth="user",
        website=True,
        readonly=True,
    )
    def kpi_estimate(self, report_id, **kwargs):
        """Where the month ends: asked for by the page, so as not to hold it up."""
        report_sudo = self._get_own_report(report_id)
        if report_sudo._hides_result():
            raise NotFound
        return report_sudo._prepare_projection()

    @route(
        "/my/kpi/<int:report_id>/what_if",
        type="jsonrpc",
        auth="user",
        website=True,
        readonly=True,
    )
    def kpi_what_if(self, report_id, facts=None, remarks=None, thanks=None, **kwargs):
        """The result with other facts; nothing is saved."""
        report_sudo = self._get_own_report(report_id)
        if report_sudo._hides_result():
            raise NotFound
        try:
            return report_sudo._what_if(facts or {}, remarks, thanks)
        except UserError as error:
            return {"error": str(error)}

    @route(
        [
            "/my/kpi/<int:report_id>/why",
            "/my/kpi/<int:report_id>/why/<int:line_id>",
        ],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def kpi_why(self, report_id, line_id=None, **kwargs):
        """The arithmetic of the whole, or of one KPI with the records behind it."""
        report_sudo = self._get_own_report(report_id)
        hidden = report_sudo._hides_result()
        line_sudo = report_sudo.line_ids.filtered(lambda line: line.id == line_id)
        if line_id is not None and not line_sudo:
            raise NotFound
        return request.render(
            "kpi_bonus.portal_why",
            self._prepare_kpi_values(
                "kpi_month",
                report_sudo,
                report=report_sudo,
                line=line_sudo,
                hidden=hidden,
                why=line_sudo._prepare_why(hidden) if line_sudo else {},
                sections=[] if line_sudo or hidden else report_sudo._prepare_why(),
            ),
        )

    @route(
        "/my/kpi/<int:report_id>/plan",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def kpi_plan(self, report_id, signed=None, **kwargs):
        """Not readonly: it is shown right after the signature."""
        report_sudo = self._get_own_report(report_id)
        message = None
        if signed and report_sudo.signed_on:
            message = request.env._("Signed. Good luck with your plan.")
        return request.render(
            "kpi_bonus.portal_plan",
            self._prepare_kpi_values(
                "kpi_plan",
                report_sudo,
                report=report_sudo,
                paper=report_sudo._prepare_paper(),
                employee=report_sudo.employee_id.name,
                sign_url=f"/my/kpi/{report_id}/plan/sign?terms={report_sudo.terms_hash}",
                message=message,
            ),
        )

    @route(
        "/my/kpi/<int:report_id>/plan/sign", type="jsonrpc", auth="user", website=True
    )
    def kpi_sign(self, report_id, name=None, signature=None, **kwargs):
        """Called by Odoo's signature form; the hash of what was read is in the URL."""
        self._get_own_report(report_id)
        report = request.env["kpi.plan.report"].browse(report_id)
        terms_hash = request.httprequest.args.get("terms", "")
        error = attempt(report.action_sign, name, signature, terms_hash)
        if error:
            return {"error": error}
        return {
            "force_refresh": True,
            "redirect_url": f"/my/kpi/{report_id}/plan?signed=1",
        }

    @route("/my/kpi/<int:report_id>/pdf", type="http", auth="user")
    def kpi_pdf(self, report_id, **kwargs):
        """The sheet as it is printed, with his own money."""
        report_sudo = self._get_own_report(report_id)
        # sudo: renders this one sheet, which is his own.
        actions_sudo = request.env["ir.actions.report"].sudo()
        content, _format = actions_sudo._render_qweb_pdf(
            "kpi_bonus.paper_plan_report_action", report_sudo.ids
        )
        name = f"{report_sudo.display_name}.pdf"
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "private, no-store"),
            ],
        )

    @route("/my/kpi/history", type="http", auth="user", website=True, readonly=True)
    def kpi_history(self, **kwargs):
        reports_sudo = request.env["kpi.plan.report"]._search_own(limit=HISTORY_LENGTH)
        return request.render(
            "kpi_bonus.portal_history",
            self._prepare_kpi_values(
                "kpi_history",
                reports_sudo[:1],
                months=reports_sudo._prepare_history(),
            ),
        )

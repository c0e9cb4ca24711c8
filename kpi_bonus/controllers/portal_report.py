from odoo.http import request, route

from .portal import KpiPortal, get_own_sudo
from .portal_tools import attempt, read_texts, see_other

PAGE = "/my/kpi/<int:report_id>/report"


class KpiPortalReport(KpiPortal):
    """Filling in the report, handing it in, and what became of it."""

    @route(PAGE, type="http", auth="user", website=True, methods=["GET"])
    def kpi_report(self, report_id, sent=None, answered=None, **kwargs):
        report_sudo = self._get_own_report(report_id)
        message = None
        if sent and report_sudo.submitted_on:
            message = request.env._("Handed in. Your head has been told.")
        elif answered:
            message = request.env._("Your answer is noted.")
        form = report_sudo._prepare_form_values()
        return self._render_report(report_sudo, form=form, message=message)

    @route(PAGE, type="http", auth="user", website=True, methods=["POST"])
    def kpi_report_post(self, report_id, **post):
        """Check the arithmetic, and hand in if that is what was asked for.

        With slips it is handed in only if he insists: it is his own sheet.
        """
        report_sudo = self._get_own_report(report_id)
        form = read_texts(post)
        if report_sudo.next_step != "submitted":
            return see_other(f"/my/kpi/{report_id}/report")
        facts, answer, errors = report_sudo._read_form(form)
        if errors:
            return self._render_report(report_sudo, form=form, errors=errors)
        slips = report_sudo._find_own_slips(facts, answer)
        error = report_sudo._get_submit_obstacle()
        if form.get("step") == "submit" and (not slips or form.get("anyway")):
            error = attempt(
                request.env["kpi.plan.report"].browse(report_id).action_submit,
                {line_id: float(fact) for line_id, fact in facts.items()},
                float(answer.total),
                float(answer.percent),
            )
            if not error:
                return see_other(f"/my/kpi/{report_id}/report?sent=1")
        return self._render_report(
            report_sudo, form=form, slips=slips, is_judged=True, error=error
        )

    @route(
        "/my/kpi/<int:report_id>/answer/<int:ground_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def kpi_ground_answer(self, report_id, ground_id, **post):
        """The employee's words to a ground that somebody proposed."""
        report_sudo = self._get_own_report(report_id)
        ground_sudo = get_own_sudo("kpi.disqualification", ground_id)
        if ground_sudo.report_id != report_sudo:
            return request.not_found()
        text = read_texts(post).get("answer", "")
        ground = request.env["kpi.disqualification"].browse(ground_id)
        error = attempt(ground.action_answer, text)
        if error:
            form = {f"answer_{ground_id}": text}
            return self._render_report(report_sudo, form=form, error=error)
        return see_other(f"/my/kpi/{report_id}/report?answered=1")

    def _render_report(self, report_sudo, **values):
        values = {
            **{"form": {}, "errors": {}, "slips": {}},
            **{"is_judged": False, "is_uploaded": False},
            **values,
        }
        is_open = report_sudo.next_step == "submitted"
        obstacle = is_open and report_sudo._get_submit_obstacle()
        return request.render(
            "kpi_bonus.portal_report",
            self._prepare_kpi_values(
                "kpi_report",
                report_sudo,
                report=report_sudo,
                obstacle=obstacle,
                lines=report_sudo._prepare_form_lines()
                if is_open and not obstacle
                else [],
                matrix=report_sudo._prepare_matrix_rows(),
                outcome=report_sudo._prepare_outcome()
                if report_sudo.submitted_on and not is_open
                else None,
                grounds=report_sudo._prepare_grounds_for_employee(),
                **values,
            ),
        )

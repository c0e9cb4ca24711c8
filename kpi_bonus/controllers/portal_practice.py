from odoo.http import request, route

from .portal import KpiPortal, get_own_sudo
from .portal_tools import attempt, read_id, read_texts, see_other

PAGE = "/my/kpi/practice"


class KpiPortalPractice(KpiPortal):
    """Exercises in computing one's own bonus."""

    @route(PAGE, type="http", auth="user", website=True, methods=["GET"])
    def kpi_practice(self, passed=None, **kwargs):
        return self._render_practice(is_passed=bool(passed))

    @route(PAGE, type="http", auth="user", website=True, methods=["POST"])
    def kpi_practice_post(self, **post):
        form = read_texts(post)
        if form.get("step") == "start":
            practices = request.env["kpi.practice"]
            error = attempt(practices.action_start, form.get("kind"))
            return self._render_practice(error=error) if error else see_other(PAGE)
        practice_id = read_id(form.get("practice_id"))
        get_own_sudo("kpi.practice", practice_id)
        wrong = {}
        practice = request.env["kpi.practice"].browse(practice_id)
        error = attempt(lambda: wrong.update(practice.action_answer(form)))
        if error or wrong:
            return self._render_practice(form=form, wrong=wrong, error=error)
        return see_other(f"{PAGE}?passed=1")

    def _render_practice(self, **values):
        if not request.env.user.sudo().employee_ids:
            return see_other("/my/kpi")  # which says what there is to say
        values = {"form": {}, "wrong": {}, "is_passed": False} | values
        practices = request.env["kpi.practice"]
        return request.render(
            "kpi_bonus.portal_practice",
            self._prepare_kpi_values(
                "kpi_practice", **practices._get_for_employee(), **values
            ),
        )

from odoo.http import request, route

from .portal import MAX_ID, KpiPortal
from .portal_tools import attempt, read_texts, see_other

PAGE = "/my/kpi/ideas"


class KpiPortalIdeas(KpiPortal):
    """The initiative box.

    What is asked for, answered and written to any log is the same for an anonymous note
    as for a signed one, but for the form itself, which nothing keeps.
    """

    @route(PAGE, type="http", auth="user", website=True, methods=["GET"])
    def kpi_ideas(self, sent=None, **kwargs):
        message = request.env._("Your note is in the box.") if sent else None
        return self._render_ideas(message=message)

    @route(PAGE, type="http", auth="user", website=True, methods=["POST"])
    def kpi_ideas_post(self, **post):
        form = read_texts(post)
        error = attempt(
            request.env["kpi.initiative"].action_submit,
            form.get("text"),
            form.get("kind"),
            anonymous=bool(form.get("anonymous")),
        )
        if error:
            return self._render_ideas(form=form, error=error)
        return see_other(f"{PAGE}?sent=1")

    @route(
        PAGE + "/<int:initiative_id>/vote",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def kpi_ideas_vote(self, initiative_id, **post):
        """With ``vote`` for it, without the vote is taken back."""
        if initiative_id > MAX_ID:
            return request.not_found()
        is_for = bool(read_texts(post).get("vote"))
        initiative = request.env["kpi.initiative"].browse(initiative_id)
        error = attempt(initiative.action_vote, is_for)
        if error:
            return self._render_ideas(error=error)
        return see_other(f"{PAGE}#note_{initiative_id}")

    def _render_ideas(self, **values):
        if not request.env.user.sudo().employee_ids:
            return see_other("/my/kpi")  # which says what there is to say
        initiatives = request.env["kpi.initiative"]
        return request.render(
            "kpi_bonus.portal_ideas",
            self._prepare_kpi_values(
                "kpi_ideas",
                **initiatives._get_for_employee(),
                kinds=initiatives._get_kinds(),
                **{"form": {}, **values},
            ),
        )

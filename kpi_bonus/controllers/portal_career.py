from odoo.http import request, route

from .portal import KpiPortal, get_own_sudo
from .portal_tools import attempt, read_texts, see_other

PAGE = "/my/kpi/career"


class KpiPortalCareer(KpiPortal):
    """The person's own path, attestations, and objections to their results."""

    @route(PAGE, type="http", auth="user", website=True, methods=["GET"])
    def kpi_career(self, objected=None, **kwargs):
        """Not readonly: it is shown right after an objection."""
        message = request.env._("Your objection is on its way.") if objected else None
        return self._render_career(message=message)

    @route(
        PAGE + "/<int:attestation_id>/object",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def kpi_career_object(self, attestation_id, **post):
        get_own_sudo("kpi.attestation", attestation_id)
        text = read_texts(post).get("objection", "")
        attestation = request.env["kpi.attestation"].browse(attestation_id)
        error = attempt(attestation.action_object, text)
        if error:
            form = {f"objection_{attestation_id}": text}
            return self._render_career(form=form, error=error)
        return see_other(f"{PAGE}?objected=1")

    def _render_career(self, **values):
        if not request.env.user.sudo().employee_ids:
            return see_other("/my/kpi")  # which says what there is to say
        employee_sudo = request.env["kpi.attestation"]._get_me_sudo()
        attestations_sudo = request.env["kpi.attestation"]._search_own()
        return request.render(
            "kpi_bonus.portal_career",
            self._prepare_kpi_values(
                "kpi_career",
                attestations=[att._prepare_for_employee() for att in attestations_sudo],
                **employee_sudo._kpi_get_career(with_wage=True),
                **{"form": {}, **values},
            ),
        )

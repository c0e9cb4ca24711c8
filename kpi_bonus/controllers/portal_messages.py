from odoo.http import request, route

from ..models.hr_employee_message import CHANNEL_FIELDS, SWITCHES
from .portal import KpiPortal

SHOWN = 50


class KpiPortalMessages(KpiPortal):
    """What KPI pay has told a person, and where he wants to be told."""

    @route("/my/kpi/messages", type="http", auth="user", website=True, readonly=True)
    def kpi_messages(self):
        messages_sudo = request.env["hr.employee"]._kpi_get_messages_sudo(SHOWN)
        return request.render(
            "kpi_bonus.portal_messages",
            self._prepare_kpi_values("kpi_messages", messages=messages_sudo),
        )

    @route("/my/kpi/preferences", type="http", auth="user", website=True)
    def kpi_preferences(self, saved=None):
        # sudo: the user's own employee records.
        employee_sudo = request.env.user.sudo().employee_ids[:1]
        values = self._prepare_kpi_values(
            "kpi_preferences",
            employee=employee_sudo,
            fields=request.env["hr.employee"]
            .sudo()
            .fields_get([*CHANNEL_FIELDS, *SWITCHES]),
            channels=CHANNEL_FIELDS,
            switches=SWITCHES,
            message=request.env._("Saved.") if saved else None,
        )
        return request.render("kpi_bonus.portal_preferences", values)

    @route(
        "/my/kpi/preferences/save",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def kpi_preferences_save(self, **post):
        request.env["hr.employee"]._kpi_set_preferences(post)
        return request.redirect("/my/kpi/preferences?saved=1")

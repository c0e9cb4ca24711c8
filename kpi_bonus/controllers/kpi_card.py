from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.http import request


class KpiCardController(http.Controller):
    """What the QR code on an efficiency card points to."""

    @http.route(
        "/kpi/card/<int:employee_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def open_quick_form(self, employee_id):
        """The quick form for this person, for those who write on cards.

        Nothing is looked up here, so a stranger learns not even whether there is such a
        person; the form finds only whom its user may find.
        """
        if not request.env.user.has_group("kpi_bonus.group_controller"):
            raise Forbidden(
                request.env._(
                    "Only controllers, section heads and bonus managers write on "
                    "efficiency cards."
                )
            )
        return request.redirect(f"/odoo/{employee_id}/kpi-quick")

from odoo.http import request, route

from .portal import KpiPortal, get_own_sudo
from .portal_tools import attempt, read_id, read_texts, see_other

PAGE = "/my/kpi/card"
SHOWN = 12  # cards to choose from


class KpiPortalCard(KpiPortal):
    """The efficiency card: its entries, and the person's word to each."""

    @route(PAGE, type="http", auth="user", website=True, methods=["GET"])
    def kpi_card(self, card=None, answered=None, **kwargs):
        message = request.env._("Your answer is noted.") if answered else None
        card_id = read_id(card if isinstance(card, str) else "")
        return self._render_card(card_id, message=message)

    @route(
        PAGE + "/<int:line_id>/acknowledge",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def kpi_card_acknowledge(self, line_id, **post):
        return self._answer(line_id, "action_acknowledge")

    @route(
        PAGE + "/<int:line_id>/object",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def kpi_card_object(self, line_id, **post):
        text = read_texts(post).get("objection", "")
        return self._answer(line_id, "action_object", text)

    @route(
        PAGE + "/<int:line_id>/photo",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def kpi_card_photo(self, line_id):
        line_sudo = get_own_sudo("kpi.card.line", line_id)
        if not line_sudo.photo:
            return request.not_found()
        stream = request.env["ir.binary"]._get_image_stream_from(line_sudo, "photo")
        return stream.get_response()

    def _answer(self, line_id, method, *args):
        line_sudo = get_own_sudo("kpi.card.line", line_id)
        card_id = line_sudo.card_id.id
        line = request.env["kpi.card.line"].browse(line_id)
        error = attempt(getattr(line, method), *args)
        if error:
            form = {f"objection_{line_id}": args[0]} if args else {}
            return self._render_card(card_id, form=form, error=error)
        return see_other(f"{PAGE}?card={card_id}&answered=1")

    def _render_card(self, card_id, **values):
        """:param card_id: 0 is the newest"""
        cards_sudo = request.env["kpi.card"]._search_own(limit=SHOWN)
        card_sudo = cards_sudo.filtered(lambda card: card.id == card_id)
        if card_id and not card_sudo:
            return request.not_found()
        card_sudo = card_sudo or cards_sudo[:1]
        return request.render(
            "kpi_bonus.portal_card",
            self._prepare_kpi_values(
                "kpi_card",
                cards=cards_sudo,
                card=card_sudo._prepare_for_employee() if card_sudo else None,
                **{"form": {}, **values},
            ),
        )

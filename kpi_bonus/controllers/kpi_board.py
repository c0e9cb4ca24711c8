from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from .portal import MAX_ID

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The wall screen loads its own style and script and talks to nobody else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
)
HEADERS = [
    ("Cache-Control", "private, no-cache"),
    ("Content-Security-Policy", POLICY),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex, nofollow"),
]


class KpiBoardController(http.Controller):
    """The wall screen, for whoever has its key; the spreadsheet, for heads."""

    @http.route(
        "/kpi/board/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def board_wall(self, token):
        board_sudo = self._get_board_sudo(token)
        body = request.env["ir.qweb"]._render(
            "kpi_bonus.board_wall",
            board_sudo._prepare_wall_page(),
            lang=board_sudo.lang,
        )
        return request.make_response(
            body, [("Content-Type", "text/html; charset=utf-8"), *HEADERS]
        )

    @http.route(
        "/kpi/board/<string:token>/data",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def board_data(self, token):
        """The figures; 304 and nothing to whoever has them already."""
        board_sudo = self._get_board_sudo(token)
        response = request.make_response(
            b"", [("Content-Type", "application/json; charset=utf-8"), *HEADERS]
        )
        response.set_etag(board_sudo.data_hash or "")
        if board_sudo.data_hash not in request.httprequest.if_none_match:
            response.set_data(board_sudo.wall_data or "{}")
        return response.make_conditional(request.httprequest)

    @http.route(
        "/kpi/board/xlsx/<int:board_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def board_xlsx(self, board_id):
        """For whoever may read the board in the backend."""
        boards = request.env["kpi.board"]
        board = boards.browse(board_id if board_id <= MAX_ID else 0).exists()
        if not board or not board.has_access("read"):
            raise NotFound
        name = content_disposition(f"{board.name}.xlsx")
        return request.make_response(
            board._make_xlsx(),
            [("Content-Type", XLSX), ("Content-Disposition", name)],
        )

    def _get_board_sudo(self, token):
        """:raises NotFound: no board has this key (any more)"""
        board_sudo = request.env["kpi.board"]._find_by_token(token)
        if not board_sudo:
            raise NotFound
        return board_sudo

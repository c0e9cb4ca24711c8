from odoo.http import request, route

from .portal import KpiPortal


class KpiPortalBoard(KpiPortal):
    """The daily boards that the employee is on."""

    @route("/my/kpi/board", type="http", auth="user", website=True, readonly=True)
    def kpi_board(self, board=None, table=None, **_unused):
        """
        :param board: id of one of the own boards; anything else gives the nearest
        :param table: key of a table; anything else gives the first
        """
        # sudo: the user's own records, to find his own rows
        employees_sudo = request.env.user.sudo().employee_ids
        boards_sudo = request.env["kpi.board"]._search_for_employees(employees_sudo)
        chosen = boards_sudo.filtered(lambda one: str(one.id) == board) or boards_sudo
        values = {"boards": boards_sudo, "board": chosen[:1], "view": None}
        if chosen:
            view = chosen[0]._prepare_view(table or "", employees_sudo.ids)
            values |= {
                "view": view,
                "own_row": view["tables"] and self._find_own_row(view["tables"][0]),
            }
        return request.render(
            "kpi_bonus.portal_board", self._prepare_kpi_values("kpi_board", **values)
        )

    def _find_own_row(self, table):
        return next((row for row in table["rows"] if row["is_own"]), None)

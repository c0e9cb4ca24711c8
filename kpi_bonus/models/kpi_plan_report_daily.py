from odoo import api, models


class KpiPlanReport(models.Model):
    """Message of the day: own figures, and the places on the daily boards."""

    _inherit = "kpi.plan.report"

    @api.model
    def _search_daily(self, period):
        """Reports of those who want the message."""
        return self.search(
            [
                ("period_id", "=", period.id),
                ("state", "!=", "draft"),
                ("employee_id.active", "=", True),
                ("employee_id.kpi_board_daily", "=", True),
            ]
        )

    def _notify_board(self):
        self._notify_employee("kpi_bonus.kpi_mail_template_board")

    def _get_board_places(self):
        """[(name of the board, place, of how many, places up)] by effectiveness."""
        boards = self.env["kpi.board"]._search_for_employees(self.employee_id)
        places = []
        for board in boards:
            rows = board._find_table("total")["rows"]
            for row in rows:
                if row["id"] == self.employee_id.id and row["place"]:
                    places.append((board.name, row["place"], len(rows), row["move"]))
        return places

import json
from datetime import timedelta

from odoo import api, fields, models


class KpiBoard(models.Model):
    """The board in the backend."""

    _inherit = "kpi.board"

    content = fields.Html(compute="_compute_content", sanitize=False)
    graph = fields.Text(compute="_compute_graph")
    leaders = fields.Text(
        compute="_compute_leaders", help="The first three, one in a line."
    )

    @api.depends("data")
    @api.depends_context("lang")
    def _compute_content(self):
        for board in self:
            board.content = board.id and self.env["ir.qweb"]._render(
                "kpi_bonus.board_content", {"view": board._prepare_view()}
            )

    @api.depends("data")
    def _compute_graph(self):
        """Days of the board's first KPI, as Odoo's dashboards draw them."""
        for board in self:
            tile = ((board.data or {}).get("tiles") or [{}])[0]
            trend = tile.get("trend") or []
            first = board.day and board.day - timedelta(days=len(trend) - 1)
            values = [
                {
                    "label": str((first + timedelta(days=number)).day),
                    "value": value or 0,
                    "type": "past",
                }
                for number, value in enumerate(trend)
            ]
            # sudo: the name of a KPI that the board shows
            kpi_sudo = self.env["kpi.indicator"].sudo().browse(tile.get("indicator"))
            board.graph = json.dumps([{"key": kpi_sudo.name or "", "values": values}])

    @api.depends("data")
    def _compute_leaders(self):
        for board in self:
            rows = board._find_table("total")["rows"][:3] if board.id else []
            lang = board._get_lang()
            board.leaders = "\n".join(
                f"{row['name'] or '–'}, {board._format_percent(lang, row['percent'])}"
                for row in rows
            )

    def action_open_facts(self):
        """The daily facts behind the board; a head gets those of the own sections."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_fact_action"
        )
        indicators = [tile["indicator"] for tile in (self.data or {}).get("tiles", ())]
        period = self.sudo().period_id
        domain = [
            ("indicator_id", "in", indicators),
            ("date", ">=", period.date_from),
            ("date", "<=", period.date_to),
        ]
        if self.department_id:
            below = ("child_of", self.department_id.ids)
            domain += [
                "|",
                ("employee_id.department_id", *below),
                ("department_id", *below),
            ]
        views = [(False, mode) for mode in ("graph", "pivot", "list")]
        # Figures of different units make no graph together.
        context = {"search_default_indicator_id": indicators[:1]}
        return action | {"domain": domain, "views": views, "context": context}

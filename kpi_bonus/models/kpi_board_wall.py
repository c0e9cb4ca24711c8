import hashlib
import json

from odoo import models


class KpiBoard(models.Model):
    """What a screen on the wall gets: a page, and figures as a text made beforehand."""

    _inherit = "kpi.board"

    def _prepare_wall_page(self):
        """Values of the page, in the language of the board."""
        self.ensure_one()
        board = self.with_context(lang=self.lang)
        return {"name": board.name, "labels": board._get_wall_labels()}

    def _get_wall_labels(self):
        """The texts of the script, as attributes of the page."""
        return {
            "data-status-offline": self.env._("No connection. Figures of"),
            "data-status-off": self.env._("This screen has been switched off."),
            "data-status-empty": self.env._("No data yet"),
            "data-label-name": self.env._("Employee"),
            "data-label-section": self.env._("Section"),
            "data-label-trend": self.env._("Trend"),
            "data-label-month": self.env._("Month"),
            "data-label-percent": self.env._("Of plan"),
            "data-label-result": self.env._("Result"),
            "data-label-measured": self.env._("Figures as of"),
            "data-label-pace": self.env._("White line: the plan up to today"),
            "data-label-overview": self.env._("All together"),
            "data-label-of": self.env._("of"),
            "data-label-none": self.env._("no data yet"),
        }

    def _store_wall(self):
        """The very text that the wall screen gets, and its hash."""
        view = self._prepare_view()
        del view["choices"]
        for table in view["tables"]:
            del table["key"]
            if self.top:
                table["rows"] = table["rows"][: self.top]
            for row in table["rows"]:
                del row["is_own"]
        view["page_seconds"] = self.page_seconds
        view["refresh_seconds"] = self.refresh_seconds
        text = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.write({"wall_data": text, "data_hash": digest})

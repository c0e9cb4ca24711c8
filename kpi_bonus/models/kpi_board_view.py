from odoo import fields, models
from odoo.tools import SQL, format_date, format_datetime

from ..board_math import scale

# Execution at which a bar is full; 100 % is then at four fifths of it.
FULL_BAR = 125
# Below the pace by more than a tenth is behind.
NEAR = 0.9
DECIMALS = {"money": 0, "quantity": 2, "percent": 2, "score": 1, "points": 1}


class KpiBoard(models.Model):
    """The board as texts, in the language of whoever reads it.

    Portal, backend, wall screen and paper show the same plain values. They hold no ids:
    the wall screen hands them to anybody who has its key.
    """

    _inherit = "kpi.board"

    def _read_data(self):
        """``data``, to be read only: the field makes a deep copy each time."""
        self.flush_recordset(["data"])
        query = "SELECT data FROM kpi_board WHERE id = %s"
        [[data]] = self.env.execute_query(SQL(query, self.id))
        return data

    def _prepare_view(self, key=None, own_ids=()):
        """
        :param key: of the only table wanted; one that there is not gives the first
        :param own_ids: employees whose rows are to be marked
        """
        # sudo: names of KPIs and of the period; who may see the board is checked before
        board_sudo = self.sudo()
        data = board_sudo._read_data() or {"tables": [], "tiles": []}
        tables = data["tables"]
        if key is not None:
            tables = [table for table in tables if table["key"] == key] or tables[:1]
        kpis = {
            kpi.id: kpi.name
            for kpi in board_sudo.env["kpi.indicator"].browse(
                tile["indicator"] for tile in data["tiles"]
            )
        }
        view = board_sudo._prepare_heading(data)
        lang = board_sudo._get_lang()
        view["tiles"] = [
            {
                "title": kpis[tile["indicator"]],
                **board_sudo._prepare_row(tile, tile, data, lang),
            }
            for tile in data["tiles"]
        ]
        view["tables"] = [
            board_sudo._prepare_table_view(table, data, kpis, lang, own_ids)
            for table in tables
        ]
        view["choices"] = [
            (table["key"], board_sudo._get_title(table, kpis))
            for table in data["tables"]
        ]
        return view

    def _prepare_heading(self, data):
        period = self.period_id
        day = fields.Date.to_date(data.get("day"))
        measured = fields.Datetime.to_datetime(data.get("measured"))
        return {
            "name": self.name,
            "company": self.company_id.name,
            "period": period.display_name if period else "",
            "day": format_date(self.env, day, date_format="d MMM") if day else "",
            "measured": format_datetime(
                self.env, measured, tz="UTC", dt_format="d MMMM, HH:mm"
            )
            if measured
            else "",
            "pace": self._get_width(data.get("pace")),
        }

    def _prepare_table_view(self, table, data, kpis, lang, own_ids):
        return {
            "key": table["key"],
            "kind": table["kind"],
            "title": self._get_title(table, kpis),
            # Only KPIs have a figure of the day; effectiveness is of the month.
            "has_figures": "indicator" in table,
            "unit": data["currency"] if table.get("unit") == "money" else "",
            "pace": self._get_width(data["pace"]) if table.get("additive") else None,
            "rows": [
                {
                    "place": row["place"],
                    "move": row["move"],
                    "name": row["name"],
                    "section": self._get_section(row, data),
                    "is_own": table["kind"] == "people" and row["id"] in own_ids,
                    **self._prepare_row(row, table, data, lang),
                }
                for row in table["rows"]
            ],
        }

    def _get_title(self, table, kpis):
        if table["key"] == "total":
            return self.env._("Effectiveness")
        if table["key"] == "sections":
            return self.env._("Sections")
        name = kpis[table["indicator"]]
        if table["kind"] == "people" or not table["personal"]:
            return name
        return self.env._("%(kpi)s by section", kpi=name)

    def _get_section(self, row, data):
        """Not told where there is but one."""
        if len(data["sections"]) < 2:
            return ""
        return data["sections"].get(str(row.get("section")), "")

    def _prepare_row(self, row, table, data, lang):
        """Texts and widths of one row or tile.

        :param table: with ``unit`` and ``additive``; neither for effectiveness
        """
        unit, percent = table.get("unit"), row["percent"]
        texts = {
            name: self._format_figure(lang, row.get(name), unit)
            for name in ("day", "month", "plan")
        }
        return {
            **texts,
            "percent": self._format_percent(lang, percent),
            "bar": self._get_width(percent),
            "level": self._get_level(percent, table, data),
            "trend": scale(row.get("trend") or []),
        }

    def _get_level(self, percent, table, data):
        """How a KPI is on its way: ``good``, ``near``, ``low``; empty: no matter."""
        expected = data["pace"] if table.get("additive") else 100
        if percent is None or not expected or "indicator" not in table:
            return ""
        if percent >= expected:
            return "good"
        return "near" if percent >= expected * NEAR else "low"

    def _get_width(self, percent):
        if percent is None:
            return None
        return round(min(max(percent, 0), FULL_BAR) / FULL_BAR * 100, 1)

    # -- texts ------------------------------------------------------------------------

    def _get_lang(self):
        code = self.env.context.get("lang") or self.lang
        return self.env["res.lang"].browse(
            self.env["res.lang"]._get_data(code=code).id
            or self.env["res.lang"]._get_data(code="en_US").id
        )

    def _format_figure(self, lang, value, unit):
        if value is None:
            return ""
        text = self._format_number(lang, value, DECIMALS.get(unit, 0))
        if unit == "points":
            return f"+{text}" if value > 0 else text
        return f"{text}\N{NO-BREAK SPACE}%" if unit in ("percent", "score") else text

    def _format_percent(self, lang, percent):
        if percent is None:
            return ""
        return f"{self._format_number(lang, percent, 1)}\N{NO-BREAK SPACE}%"

    def _format_number(self, lang, value, decimals):
        """Without decimals where there are none to tell."""
        if round(value, decimals) == round(value):
            value, decimals = round(value), 0
        # Never "-0", nor a line break between digits.
        text = lang.format(f"%.{decimals}f", value or 0, grouping=True)
        return text.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{MINUS SIGN}")

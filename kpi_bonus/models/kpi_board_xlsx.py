import io
from datetime import timedelta

import xlsxwriter

from odoo import models

# What Excel takes for the name of a sheet.
SHEET_LENGTH = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
CHART_ROWS = 30


class KpiBoard(models.Model):
    """The board as a spreadsheet: numbers, and a chart beside each table."""

    _inherit = "kpi.board"

    def _make_xlsx(self):
        """:return: bytes; who may read the board is checked by the caller"""
        self.ensure_one()
        # sudo: names of the KPIs that the board shows
        board_sudo = self.sudo()
        data = board_sudo._read_data() or {"tables": []}
        view = board_sudo._prepare_view()
        output = io.BytesIO()
        book = xlsxwriter.Workbook(output, {"in_memory": True})
        names = set()
        for table, texts in zip(data["tables"], view["tables"], strict=True):
            sheet = book.add_worksheet(_get_sheet_name(texts["title"], names))
            board_sudo._write_table(book, sheet, table, texts, view)
        if not data["tables"]:
            book.add_worksheet().write_string(0, 0, self.env._("No data yet"))
        book.close()
        return output.getvalue()

    def _write_table(self, book, sheet, table, texts, view):
        """Texts by ``write_string``: else a name could be a formula or a link."""
        bold = book.add_format({"bold": True})
        number = book.add_format({"num_format": "#,##0.##"})
        sheet.write_string(0, 0, f"{view['name']}: {texts['title']}", bold)
        sheet.write_string(1, 0, ", ".join(filter(None, (view["period"], view["day"]))))
        columns = self._get_columns(table, view)
        for column, (label, _get_value) in enumerate(columns):
            sheet.write_string(3, column, label, bold)
        for line, row in enumerate(zip(table["rows"], texts["rows"], strict=True), 4):
            for column, (_label, get_value) in enumerate(columns):
                value = get_value(*row)
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                elif value is not None:
                    sheet.write_number(line, column, value, number)
        sheet.set_column(0, 0, 7)
        sheet.set_column(1, 2, 24)
        sheet.set_column(3, len(columns), 12)
        sheet.freeze_panes(4, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        if table["rows"]:
            self._add_charts(book, sheet, table, columns, texts["title"])

    def _get_columns(self, table, view):
        """[(label, value of a row and of its texts)]"""
        columns = [
            (self.env._("Place"), lambda row, _texts: row["place"]),
            (self.env._("Name"), lambda row, _texts: row["name"]),
            (self.env._("Section"), lambda _row, texts: texts["section"]),
            (self.env._("Places up"), lambda row, _texts: row["move"]),
        ]
        if "indicator" in table:
            columns += [
                (view["day"], lambda row, _texts: row["day"]),
                (self.env._("Month"), lambda row, _texts: row["month"]),
                (self.env._("Plan"), lambda row, _texts: row["plan"]),
            ]
        columns.append((self.env._("Percent"), lambda row, _texts: row["percent"]))
        if "indicator" in table:
            days = len(table["rows"][0]["trend"]) if table["rows"] else 0
            for number in range(days):
                columns.append(
                    (
                        self._get_day_label(days - 1 - number),
                        lambda row, _texts, number=number: row["trend"][number],
                    )
                )
        return columns

    def _get_day_label(self, days_ago):
        day = self.day - timedelta(days=days_ago)
        return f"{day:%d.%m}"

    def _add_charts(self, book, sheet, table, columns, title):
        """Percents as bars; the days of the first three as lines."""
        # What begins with "=" would be taken for the cell that holds the title.
        title = title.lstrip("= ")
        last = 3 + min(len(table["rows"]), CHART_ROWS)
        percent = [label for label, _get in columns].index(self.env._("Percent"))
        right = len(columns) + 1
        bars = book.add_chart({"type": "bar"})
        bars.add_series(
            {
                "name": title,
                "categories": [sheet.name, 4, 1, last, 1],
                "values": [sheet.name, 4, percent, last, percent],
            }
        )
        bars.set_title({"name": title})
        bars.set_legend({"none": True})
        # The first place on top.
        bars.set_y_axis({"reverse": True})
        bars.set_size({"width": 640, "height": 120 + 22 * (last - 3)})
        sheet.insert_chart(3, right, bars)
        if "indicator" not in table or len(columns) == percent + 1:
            return
        lines = book.add_chart({"type": "line"})
        for line in range(4, min(last, 6) + 1):
            lines.add_series(
                {
                    "name": [sheet.name, line, 1],
                    "categories": [sheet.name, 3, percent + 1, 3, len(columns) - 1],
                    "values": [sheet.name, line, percent + 1, line, len(columns) - 1],
                }
            )
        lines.set_title({"name": title})
        lines.set_size({"width": 640, "height": 320})
        sheet.insert_chart(12 + last - 3, right, lines)


def _get_sheet_name(title, taken):
    """Unique whatever the case, of what Excel allows."""
    base = title.translate(FORBIDDEN).strip()[:SHEET_LENGTH] or "KPI"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: SHEET_LENGTH - 4]} {number}"
    taken.add(name.casefold())
    return name

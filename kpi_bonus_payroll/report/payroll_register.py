"""The payroll register as a workbook: formulas that anybody can follow. No ORM.

Every formula is written with its value as well, so that viewers that do not calculate
show the same figures.
"""

import io
from datetime import date
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from .register_rows import SUMMANDS

HEADER_ROW = 3
A4 = 9
TEXTS = ("number", "name", "section", "grade", "payslip")
FIGURES = ("norm", "worked", "effectiveness", "percent")
COLUMNS = (
    *("number", "name", "section", "grade", "payslip", "wage", "norm", "worked"),
    *("earned", "paid_before", "effectiveness", "percent", "bonus", "adjustments"),
    *("withheld", "total"),
)
TOTALLED = ("worked", *SUMMANDS, "total")


class Formula(NamedTuple):
    text: str  # cells of the same row by the names of their columns: {wage}
    value: float


class Register:
    """Writes people of one company into a workbook.

    :param people: [Person]
    :param labels: {key: text in the reader's language}
    :param rounding: smallest coin of the currency
    :param digits: of its amounts
    """

    def __init__(self, people, labels, rounding, digits):
        self.people = people
        self.labels = labels
        self.rounding, self.digits = rounding, digits
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, {"in_memory": True})
        self.formats = self._get_formats()
        self.ranges = {}  # {(sheet, column): cells}

    def _get_formats(self):
        money = "#,##0" + ("." + "0" * self.digits if self.digits else "")
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
        properties = {
            "title": {"bold": True, "font_size": 14},
            "head": {**head, "bg_color": "#E7E9ED"},
            "text": {},
            "date": {"num_format": "yyyy-mm-dd"},
            "figure": {"num_format": "#,##0.00"},
            "money": {"num_format": money},
            "total": {"num_format": money, "bold": True, "top": 1},
            "line": {"bottom": 1},
        }
        return {name: self.book.add_format(vals) for name, vals in properties.items()}

    def build(self):
        """:return: the file's bytes"""
        register = self.book.add_worksheet(self.labels["register"])
        self._write_hours()
        self._write_reports()
        self._write_adjustments()
        self._write_register(register)
        self.book.close()
        return self.buffer.getvalue()

    # -- sheets behind ----------------------------------------------------------------

    def _write_hours(self):
        pay = "IF({norm}=0,0,{wage}*{worked}/{norm})"
        rows = [
            (
                *(number, person.name, row.date_from, row.date_to),
                *(row.wage, row.norm, row.worked),
                Formula(f"={person.minus}{pay}", person.sign * row.pay),
            )
            for number, person in enumerate(self.people, 1)
            for row in person.hours
        ]
        kinds = ("text", "text", "date", "date", "money", "figure", "figure", "figure")
        names = ("number", "name", "from", "to", "wage", "norm", "worked", "pay")
        self._write_table("hours", names, kinds, rows)

    def _write_reports(self):
        bonus = "=" + self._round("{earned}*{percent}/100")
        rows = [
            (
                *(number, person.name, report.period),
                self._get_report_earned(number, person, report),
                *(report.effectiveness, report.percent),
                Formula(bonus, person.sign * report.bonus),
                person.sign * report.sanction,
            )
            for number, person in enumerate(self.people, 1)
            for report in person.reports
        ]
        kinds = ("text", "text", "text", "money", "figure", "figure", "money", "money")
        names = ("number", "name", "period", "earned", "effectiveness", "percent")
        self._write_table("reports", (*names, "bonus", "sanction"), kinds, rows)

    def _get_report_earned(self, number, person, report):
        earned = person.sign * report.earned
        if not report.is_of_hours:
            return earned
        cell = xl_rowcol_to_cell(HEADER_ROW + number, COLUMNS.index("earned"))
        return Formula(f"={self._get_sheet('register')}{cell}", earned)

    def _write_adjustments(self):
        rows = [
            (
                *(number, person.name, row.name, row.before, row.after),
                Formula(
                    f"={person.minus}({{after}}-{{before}})", person.sign * row.amount
                ),
            )
            for number, person in enumerate(self.people, 1)
            for row in person.adjustment_rows
        ]
        kinds = ("text", "text", "text", "money", "money", "money")
        names = ("number", "name", "adjustment", "before", "after", "amount")
        self._write_table("adjustments", names, kinds, rows)

    def _write_table(self, key, names, kinds, rows):
        sheet = self.book.add_worksheet(self.labels[key])
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 2, 24)
        sheet.set_column(3, len(names), 14)
        self._set_print(sheet, 0)
        self._write_heads(sheet, 0, names)
        for line, row in enumerate(rows, 1):
            values = dict(zip(names, row, strict=True))
            self._write_row(sheet, line, values, dict(zip(names, kinds, strict=True)))
        for column, name in enumerate(names):
            # At least two rows, as one would be written like a cell.
            cells = xl_range_abs(1, column, max(len(rows), 2), column)
            self.ranges[key, name] = self._get_sheet(key) + cells

    # -- the register -----------------------------------------------------------------

    def _write_register(self, sheet):
        sheet.write(0, 0, self.labels["title"], self.formats["title"])
        sheet.write(1, 0, self.labels["subtitle"])
        sheet.set_row(HEADER_ROW, 32)
        self._write_heads(sheet, HEADER_ROW, COLUMNS)
        kinds = {
            **dict.fromkeys(COLUMNS, "money"),
            **dict.fromkeys(TEXTS, "text"),
            **dict.fromkeys(FIGURES, "figure"),
        }
        for number, person in enumerate(self.people, 1):
            values = self._get_values(number, person)
            self._write_row(sheet, HEADER_ROW + number, values, kinds)
        last = HEADER_ROW + len(self.people)
        self._write_totals(sheet, last + 1)
        self._write_signatures(sheet, last + 4)
        sheet.autofilter(HEADER_ROW, 0, last, len(COLUMNS) - 1)
        sheet.freeze_panes(HEADER_ROW + 1, 2)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 2, 26)
        sheet.set_column(3, 4, 13)
        sheet.set_column(5, len(COLUMNS) - 1, 12)
        self._set_print(sheet, HEADER_ROW)

    def _get_values(self, number, person):
        """{column: constant or formula}"""
        earned = self._round(self._sum("hours", "pay"))
        formulas = {
            "worked": f"={person.minus}{self._sum('hours', 'worked')}",
            # Not by hours if the rules pay a base salary of their own.
            **({"earned": f"={earned}"} if person.hours else {}),
            "bonus": f"={self._sum('reports', 'bonus')}",
            "adjustments": f"={self._sum('adjustments', 'amount')}",
            "withheld": f"=-{self._sum('reports', 'sanction')}",
            "total": "=" + "+".join(f"{{{name}}}" for name in SUMMANDS),
        }
        amounts = person.amounts
        constants = {name: getattr(person, name, None) for name in COLUMNS} | amounts
        return {
            **constants,
            "number": number,
            **{name: Formula(text, amounts[name]) for name, text in formulas.items()},
        }

    def _write_totals(self, sheet, line):
        """Of the rows that the filter leaves."""
        cell_format = self.formats["total"]
        sheet.write(line, 1, self.labels["totals"], cell_format)
        for name in TOTALLED:
            column = COLUMNS.index(name)
            cells = xl_range_abs(HEADER_ROW + 1, column, line - 1, column)
            value = sum(person.amounts[name] for person in self.people)
            formula = f"=SUBTOTAL(109,{cells})"
            sheet.write_formula(line, column, formula, cell_format, value)

    def _write_signatures(self, sheet, line):
        if self.labels["left_out"]:
            sheet.write(line - 1, 1, self.labels["left_out"])
        for row, name in enumerate(("made_by", "checked_by", "approved_by")):
            sheet.write(line + 1 + 2 * row, 1, self.labels[name])
            for column in range(2, 5):
                sheet.write_blank(line + 1 + 2 * row, column, "", self.formats["line"])

    # -- cells ------------------------------------------------------------------------

    def _write_heads(self, sheet, line, names):
        for column, name in enumerate(names):
            sheet.write(line, column, self.labels[name], self.formats["head"])

    def _write_row(self, sheet, line, values, kinds):
        cells = {
            name: xl_rowcol_to_cell(line, column) for column, name in enumerate(kinds)
        }
        for column, (name, kind) in enumerate(kinds.items()):
            value, cell_format = values[name], self.formats[kind]
            if isinstance(value, Formula):
                formula = value.text.format(**cells)
                sheet.write_formula(line, column, formula, cell_format, value.value)
            elif isinstance(value, date):
                sheet.write_datetime(line, column, value, cell_format)
            else:
                sheet.write(line, column, value, cell_format)

    def _set_print(self, sheet, header_row):
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header_row)
        sheet.set_footer("&C&P / &N")

    def _get_sheet(self, key):
        return "'" + self.labels[key].replace("'", "''") + "'!"

    def _sum(self, key, name):
        """The figures of another sheet that belong to this row's number."""
        figures, numbers = self.ranges[key, name], self.ranges[key, "number"]
        return f"SUMIFS({figures},{numbers},{{number}})"

    def _round(self, text):
        if self.rounding == 10**-self.digits:
            return f"ROUND({text},{self.digits})"
        return f"ROUND(({text})/{self.rounding},0)*{self.rounding}"

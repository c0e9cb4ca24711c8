"""A plan-report as a spreadsheet that computes: one sheet, formulas instead of figures.

No ORM. Every formula is written with its value as well, so that viewers that do not
calculate show the same figures. Only the cells to be filled in are unlocked.
"""

from typing import Any, NamedTuple

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from . import sheet_formulas as formulas
from .matrix_math import parse_rows
from .sheet_formats import TEXT_FORMATS, get_formats

A4 = 9
COLUMNS = ("kpi", "rule", "weight", "plan", "fact", "execution", "effectiveness")
KPI, RULE, WEIGHT, PLAN, FACT, EXECUTION, EFFECTIVENESS = range(len(COLUMNS))
MATRIX_LOW, MATRIX_PERCENT = 8, 9
WIDTHS = (38, 46, 13, 21, 17, 15, 21, 3, 20, 13)
LINE_HEIGHT, HEAD_HEIGHT = 15, 32
NOTE_ROWS = 3


class SheetLine(NamedTuple):
    """One KPI. Of a card ``minus`` and ``plus`` are its points, else they are None."""

    key: int  # the end of its inputs' names
    name: str
    rule: str
    term: dict
    plan: Any  # None: it is compared with no plan
    fact: Any
    minus: Any = None
    plus: Any = None
    execution: Any = None  # values of the formulas
    effectiveness: Any = None


class Segment(NamedTuple):
    days: str
    wage: Any
    worked: Any
    norm: Any
    pay: Any  # value of the formula


class PlanReportSheet:
    """Writes a worksheet.

    :param book: xlsxwriter.Workbook
    :param terms: of the plan-report
    :param content: ``labels`` {key: text}, ``title``, ``people`` [(label, text)],
        ``notes`` [text], ``lines`` [SheetLine], ``segments`` [Segment] (none: without
        money), ``flags`` of ``bonus_math.compute``, ``figures`` {name: value of the
        formula}, ``money_digits``, and ``asks``: whether the results are to be filled
        in as well instead of being computed
    """

    def __init__(self, book, terms, content):
        self.book, self.terms, self.content = book, terms, content
        self.labels, self.digits = content["labels"], terms["rounding_digits"]
        self.formats = get_formats(book, content["money_digits"])
        self.cells = {}  # {name of a figure, as of the form's inputs: cell}
        self.sheet = None
        self.row = 0

    def add_to_book(self, name):
        """:return: the worksheet"""
        self.sheet = self.book.add_worksheet(name)
        self._write_head()
        top = self.row
        self.sheet.set_row(self.row, HEAD_HEIGHT)
        self._write_heads(COLUMNS)
        cells = [self._write_line(line) for line in self.content["lines"]]
        self._write_matrix(top)
        percent = self._write_result(cells)
        if self.content["segments"]:
            self._write_pay(percent)
        self._set_up()
        return self.sheet

    def _write_head(self):
        self._put(KPI, self.content["title"], "title")
        self.row += 1
        for label, text in self.content["people"]:
            self._put(KPI, label, "label")
            self._put(RULE, text, "text")
            self.row += 1
        for note in (*self.content["notes"], self.labels["hint"]):
            self._put(KPI, note, "note")
            self.row += 1
        self.row += 1

    def _write_heads(self, names):
        for column, name in enumerate(names):
            self._put(column, self.labels[name], "head")
        self.row += 1

    # -- KPIs -------------------------------------------------------------------------

    def _write_line(self, line):
        """:return: the cell of the effectiveness"""
        row = self.row
        self.row += 1
        points = None
        if line.term["method"] == "card":
            minus = self._write_points("minus", line.key, line.minus)
            plus = self._write_points("plus", line.key, line.plus)
            points = formulas.card_points(minus, plus)
        after, self.row = self.row, row
        self._write_texts(line, after)
        weight = self._put(WEIGHT, line.term["weight"], "figure")
        plan = self._put(PLAN, line.plan, "quantity")
        if points:
            fact = self._formula(FACT, points, line.fact, "quantity")
        else:
            fact = self._input(FACT, f"fact_{line.key}", line.fact)
        effectiveness = self._write_execution(line, weight, plan, fact)
        self.row = after
        return effectiveness

    def _write_texts(self, line, after):
        """Names and rules in full: over the rows of a card's points, or in high rows.

        :param after: the row after those of the KPI
        """
        self._put(KPI, line.name, "kpi")
        if after > self.row + 1:
            cells = self.row, RULE, after - 1, RULE
            self.sheet.merge_range(*cells, "", self.formats["rule"])
        self._put(RULE, line.rule, "rule")
        lines = [-(-len(line.name) // WIDTHS[KPI])]
        if after == self.row + 1:
            lines.append(-(-len(line.rule) // WIDTHS[RULE]))
        self.sheet.set_row(self.row, LINE_HEIGHT * max(lines))

    def _write_points(self, side, key, value):
        self._put(KPI, self.labels[side], "indented")
        cell = self._input(FACT, f"{side}_{key}", value)
        self.row += 1
        return cell

    def _write_execution(self, line, weight, plan, fact):
        name = f"effectiveness_{line.key}"
        if self.content["asks"]:
            self._put(EXECUTION, None, "figure")
            return self._input(EFFECTIVENESS, name, None)
        text = formulas.execution(line.term, plan, fact, self.digits)
        executed = self._remember(
            f"execution_{line.key}",
            self._formula(EXECUTION, text, line.execution, "figure"),
        )
        text = formulas.effectiveness(executed, weight, self.digits)
        return self._remember(
            name, self._formula(EFFECTIVENESS, text, line.effectiveness, "figure")
        )

    # -- results ----------------------------------------------------------------------

    def _write_matrix(self, top):
        below, self.row = self.row, top
        self._put(MATRIX_LOW, self.labels["matrix_low"], "head")
        self._put(MATRIX_PERCENT, self.labels["matrix_percent"], "head")
        rows = sorted(parse_rows(self.terms["matrix"]["rows"]))
        for low, percent in rows:
            self.row += 1
            self._put(MATRIX_LOW, low, "figure")
            self._put(MATRIX_PERCENT, percent, "figure")
        self.row += 1
        cells = self.row, MATRIX_LOW, self.row + NOTE_ROWS - 1, MATRIX_PERCENT
        self.sheet.merge_range(*cells, "", self.formats["rule"])
        self._put(MATRIX_LOW, self.labels["overflow"], "rule")
        self.ranges = [
            xl_range_abs(top + 1, column, top + max(len(rows), 1), column)
            for column in (MATRIX_LOW, MATRIX_PERCENT)
        ]
        self.row = below

    def _write_result(self, cells):
        """:return: the cell of the payable percent; None if it is not computed"""
        figures = self.content["figures"]
        if self.content["asks"]:
            for name in ("total", "percent"):
                self._put_result(name)
                self._input(EFFECTIVENESS, name, figures.get(name))
                self.row += 1
            return None
        total = self._write_figure("total", formulas.total(cells, self.digits))
        text = formulas.matrix_percent(total, self.terms["matrix"], *self.ranges)
        percent = self._write_figure("percent", text)
        text = formulas.payable_percent(self.terms, percent, self.content["flags"])
        return self._write_figure("payable", text)

    def _write_figure(self, name, text, cell_format="total"):
        self._put_result(name)
        value = self.content["figures"].get(name)
        cell = self._formula(EFFECTIVENESS, text, value, cell_format)
        self.row += 1
        return self._remember(name, cell)

    def _put_result(self, name):
        self._put(KPI, self.labels[name], "bold")

    def _write_pay(self, percent):
        self.row += 1
        self._write_heads(("days", "pay_rule", "wage", "worked", "norm", "pay"))
        cells = [self._write_segment(segment) for segment in self.content["segments"]]
        rounding = self.terms["currency_rounding"]
        digits = self.content["money_digits"]
        text = formulas.money(f"SUM({','.join(cells)})", rounding, digits)
        earned = self._write_figure("earned", text, "money_total")
        text = formulas.money(f"{earned}*{percent}/100", rounding, digits)
        bonus = self._write_figure("bonus", text, "money_total")
        if self._is_sanctioned():
            text = formulas.sanction(self.terms, bonus, earned, digits)
            self._write_figure("withheld", text, "money_total")

    def _is_sanctioned(self):
        flags = self.content["flags"]
        is_live = self.terms["mode"] == "live"
        return is_live and flags.get("sanction") and not flags.get("condition")

    def _write_segment(self, segment):
        self._put(KPI, segment.days, "text")
        self._put(RULE, self.labels["segment_rule"], "rule")
        wage = self._put(WEIGHT, segment.wage, "money")
        worked = self._put(PLAN, segment.worked, "quantity")
        norm = self._put(FACT, segment.norm, "quantity")
        text = formulas.segment_pay(wage, worked, norm)
        cell = self._formula(EXECUTION, text, segment.pay, "quantity")
        self.row += 1
        return cell

    # -- cells ------------------------------------------------------------------------

    def _put(self, column, value, cell_format):
        """Texts by ``write_string``: else a name could be a formula or a link."""
        style = self.formats[cell_format]
        if value is None:
            self.sheet.write_blank(self.row, column, None, style)
        elif isinstance(value, str) and cell_format in TEXT_FORMATS:
            self.sheet.write_string(self.row, column, value, style)
        else:
            self.sheet.write_number(self.row, column, float(value), style)
        return xl_rowcol_to_cell(self.row, column)

    def _formula(self, column, text, value, cell_format):
        style = self.formats[cell_format]
        shown = "" if value is None else float(value)
        self.sheet.write_formula(self.row, column, f"={text}", style, shown)
        return xl_rowcol_to_cell(self.row, column)

    def _input(self, column, name, value):
        cell = self._put(column, value, "input")
        rule = {"validate": "decimal", "criteria": "between"}
        limits = {"minimum": -(10**12), "maximum": 10**12}
        texts = {"error_message": self.labels["not_a_number"], "ignore_blank": True}
        self.sheet.data_validation(cell, {**rule, **limits, **texts})
        return self._remember(name, cell)

    def _remember(self, name, cell):
        self.cells[name] = cell
        return cell

    def _set_up(self):
        sheet = self.sheet
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")

import re

from odoo import models
from odoo.exceptions import UserError

from ..sheet_upload import MAX_BYTES, SheetError, read_sheet
from .kpi_own_calculation_mixin import FIGURE_LIMIT
from .kpi_plan_report_xlsx import KEY_SHEET, KEY_VERSION

CELL = re.compile(r"[A-Z]{1,2}[1-9]\d{0,3}")
VALUE_DIGITS = 10  # what is typed has fewer; the rest is noise of binary numbers
TEXT_LENGTH = 40  # of a wrong text in a message


class KpiPlanReport(models.Model):
    """Filling in the form from a spreadsheet that the employee sends.

    Nothing is handed in by that: he sees the form with his figures, judged like typed
    ones, and hands in there.
    """

    _inherit = "kpi.plan.report"

    def _read_xlsx(self, content):
        """The form as filled in by a spreadsheet.

        :param content: bytes of the file, not to be trusted
        :return: {name of the input: text in the reader's language}
        :raises UserError: another file, report or terms; a cell that is no number
        """
        self.ensure_one()
        keys, values = self._open_xlsx(content)
        self._check_xlsx_keys(keys)
        form = {}
        for name, (label, is_required) in self._get_xlsx_inputs().items():
            cell = keys.get(name, "")
            if not CELL.fullmatch(cell) or cell not in values:
                self._refuse_xlsx_cell(name, label)
            form[name] = self._read_xlsx_cell(cell, values[cell], label, is_required)
        return form

    def _open_xlsx(self, content):
        if len(content) > MAX_BYTES:
            raise UserError(
                self.env._(
                    "%(report)s: the file is larger than %(size)s KB. Send the "
                    "spreadsheet that you downloaded here, without pictures.",
                    report=self.display_name,
                    size=MAX_BYTES // 1024,
                )
            )
        try:
            return read_sheet(content, KEY_SHEET)
        except SheetError as error:
            raise UserError(
                self.env._(
                    "%(report)s: the file can't be read as a spreadsheet. Save it as "
                    ".xlsx and send it again.",
                    report=self.display_name,
                )
            ) from error

    def _check_xlsx_keys(self, keys):
        if keys.get("version") != str(KEY_VERSION):
            raise UserError(
                self.env._(
                    "%(report)s: the file is not its spreadsheet. Download it here, "
                    "fill it in and send that file.",
                    report=self.display_name,
                )
            )
        if keys.get("report") != str(self.id):
            raise UserError(
                self.env._(
                    "%(report)s: the spreadsheet belongs to another plan-report. Send "
                    "it on the page of that one, or download the right one here.",
                    report=self.display_name,
                )
            )
        if keys.get("terms") != self.terms_hash:
            raise UserError(
                self.env._(
                    "%(report)s was issued anew after the spreadsheet was made. "
                    "Download it again and fill that one in.",
                    report=self.display_name,
                )
            )

    def _get_xlsx_inputs(self):
        """{name of the input: (what a message calls it, whether it must be filled)}"""
        inputs = {}
        for line in self.line_ids:
            kpi = line.indicator_id.name
            if line.method == "card":
                minus, plus = (
                    self.env._("points of remarks"),
                    self.env._("points of thanks"),
                )
                inputs[f"minus_{line.id}"] = f"{kpi}, {minus}", True
                inputs[f"plus_{line.id}"] = f"{kpi}, {plus}", True
            else:
                inputs[f"fact_{line.id}"] = f"{kpi}, {self.env._('fact')}", True
            own = self.env._("effectiveness")
            inputs[f"effectiveness_{line.id}"] = f"{kpi}, {own}", False
        inputs["total"] = self.env._("Effectiveness in total"), False
        inputs["percent"] = self.env._("Bonus by the matrix"), False
        return inputs

    def _read_xlsx_cell(self, cell, value, label, is_required):
        names = {"report": self.display_name, "cell": cell, "figure": label}
        if value is None or value == "":
            if not is_required:
                return ""
            raise UserError(
                self.env._(
                    "%(report)s, cell %(cell)s (%(figure)s) is empty: enter a number, "
                    "0 if there was nothing.",
                    **names,
                )
            )
        # A truth value is a number to Python.
        if isinstance(value, bool) or not isinstance(value, int | float):
            text = str(value)[:TEXT_LENGTH]
            raise UserError(
                self.env._(
                    "%(report)s, cell %(cell)s (%(figure)s): “%(text)s” is not a "
                    "number. Enter a number, without its unit.",
                    text=text,
                    **names,
                )
            )
        # NaN lies between no two numbers.
        if not -FIGURE_LIMIT <= value <= FIGURE_LIMIT:
            raise UserError(
                self.env._(
                    "%(report)s, cell %(cell)s (%(figure)s): the number is too large. "
                    "Check it.",
                    **names,
                )
            )
        return self._format_number(value, VALUE_DIGITS)

    def _refuse_xlsx_cell(self, name, label):
        raise UserError(
            self.env._(
                "%(report)s: the cell for “%(figure)s” is missing in the spreadsheet. "
                "Download it again and fill that one in.",
                report=self.display_name,
                figure=label,
            )
        )

"""Works out the formulas of a workbook again by a few lines that know the functions of
the payroll register. LibreOffice does so as well, see ``kpi_bonus``.
"""

import io
import re
from decimal import ROUND_HALF_UP, Decimal

import openpyxl

from odoo.tools.safe_eval import safe_eval

REFERENCE = re.compile(
    r"(?:'((?:[^']|'')+)'!)?(\$?[A-Z]+\$?\d+)(?::(\$?[A-Z]+\$?\d+))?"
)


class Evaluator:
    """Values of a workbook's cells, formulas worked out on every call."""

    def __init__(self, content):
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.functions = {
            "SUMIFS": _sumifs,
            "SUBTOTAL": lambda _function, cells: sum(filter(_is_number, cells)),
            "ROUND": _round,
            "IF": lambda condition, then, otherwise: then if condition else otherwise,
            "CELLS": self._get_cells,
        }

    def get_value(self, sheet, cell):
        value = self.book[sheet][cell].value
        if not isinstance(value, str) or not value.startswith("="):
            return value
        text = REFERENCE.sub(lambda match: self._translate(sheet, match), value[1:])
        return safe_eval(text.replace("=0,", "==0,"), self.functions)

    def _translate(self, sheet, match):
        name, first, last = match.groups()
        name = (name or sheet).replace("''", "'")
        first, last = first.replace("$", ""), (last or "").replace("$", "")
        call = f"CELLS({name!r}, {first!r}, {last!r})"
        return call if last else f"{call}[0]"

    def _get_cells(self, sheet, first, last):
        rows = self.book[sheet][f"{first}:{last or first}"]
        return [self.get_value(sheet, cell.coordinate) for row in rows for cell in row]


def _sumifs(values, keys, key):
    return sum(value for value, own in zip(values, keys, strict=True) if own == key)


def _round(value, digits):
    step = Decimal(1).scaleb(-digits)
    # Fifteen digits, as spreadsheets do: 16409.0949999… is a tie.
    exact = Decimal(f"{value:.15g}")
    return float(exact.quantize(step, ROUND_HALF_UP))


def _is_number(value):
    return isinstance(value, int | float)

"""The formulas of the spreadsheet come to what ``bonus_math`` computes."""

import io
import random
from decimal import Decimal
from tempfile import TemporaryDirectory
from unittest import skipUnless

import xlsxwriter

from odoo.tests import BaseCase, tagged

from .. import bonus_math as bm
from ..plan_report_sheet import PlanReportSheet, Segment, SheetLine
from .common import DEFAULT_MATRIX
from .spreadsheet import has_libreoffice, recalculate
from .test_bonus_math import make_data, make_line, make_terms

COUNT = 200
LABELS = dict.fromkeys(
    (
        *("kpi", "rule", "weight", "plan", "fact", "execution", "effectiveness"),
        *("minus", "plus", "total", "percent", "payable", "earned", "bonus"),
        *("withheld", "matrix_low", "matrix_percent", "overflow", "hint", "days"),
        *("pay_rule", "segment_rule", "wage", "worked", "norm", "pay"),
        "not_a_number",
    ),
    "Text",
)
# A plan-report has no other shifts in these tests: the plan stays as it is.
SHIFTS = bm.Shifts(Decimal(22), Decimal(22), Decimal(0))


class RandomReports:
    """Plan-reports by a fixed seed, ties and thresholds among them more often than by
    chance.
    """

    def __init__(self, seed):
        self.random = random.Random(seed)

    def make(self):
        """:return: terms, inputs of ``bonus_math.compute``"""
        pick = self.random.choice
        digits = pick((0, 0, 1, 2))
        lines = [self._make_line(weight) for weight in self._make_weights(digits)]
        terms = make_terms(
            lines,
            rounding_digits=digits,
            currency_rounding=pick(("0.01", "0.01", "1.0", "0.05")),
            mode=pick(("live", "live", "live", "pilot", "shadow")),
            sanction_cap_percent=pick(("0.0", "20.0", "12.5")),
            sanction_base=pick(("earned", "earned_and_bonus")),
            matrix=self._make_matrix(),
        )
        inputs = {
            "segments": [self._make_segment() for _number in range(pick((1, 1, 2, 3)))],
            "shifts": SHIFTS,
            "lines": [self._make_data(line, digits) for line in lines],
            "submitted": pick((True, False)),
            "condition": pick((True, False, False)),
            "sanction": pick((True, False)),
        }
        return terms, inputs

    def _make_weights(self, digits):
        """Up to four, of no more decimals than the scheme rounds to, together 100."""
        count, unit = self.random.randint(1, 4), 10**digits
        cuts = sorted(self.random.sample(range(1, 100 * unit), count - 1))
        edges = [0, *cuts, 100 * unit]
        return [
            str(Decimal(high - low) / unit)
            for low, high in zip(edges, edges[1:], strict=False)
        ]

    def _make_line(self, weight):
        pick = self.random.choice
        return make_line(
            pick(("proportional", "proportional", "inverse", "card", "score")),
            weight,
            inverse_form=pick(("ratio", "linear")),
            execution_cap=pick(("0.0", "0.0", "120.0", "110.5")),
        )

    def _make_matrix(self):
        rows = [
            ([["80.0", "80.0"]]),
            DEFAULT_MATRIX,
            DEFAULT_MATRIX,
            [["70.5", "33.33"], ["90.25", "66.67"], ["101.0", "100.0"]],
        ]
        overflow = self.random.choice(("top", "slope"))
        return {"overflow": overflow, "rows": self.random.choice(rows)}

    def _make_segment(self):
        norm = self.random.choice(("176.0", "168.0", "151.0", "0.0"))
        worked = self._decimal(0, 176) if float(norm) else 0
        return str(self._decimal(10000, 90000)), str(worked), norm

    def _make_data(self, line, digits):
        pick = self.random.choice
        if line["method"] == "card":
            points = pick((-60, -50, 0, 10, 30, Decimal("-12.5")))
            return make_data(0, points, count=pick((0, 1, 1, 1)))
        if line["method"] == "score":
            return make_data(0, self._decimal(-5, 180), count=pick((0, 1, 1, 1)))
        plan = pick((0, self._decimal(1, 100), self._decimal(1000, 9 * 10**6)))
        fact = self._decimal(-50, 2 * int(plan) + 50)
        if plan and pick((True, False)):
            fact = self._get_tie(plan, digits)
        return make_data(plan, pick((fact,) * 9 + (0,)), count=pick((0, 1, 1, 1, 1)))

    def _get_tie(self, plan, digits):
        """A fact whose execution lies at a tie, or next to it."""
        unit = Decimal(1).scaleb(-digits)
        percent = self.random.randint(60, 250) + unit / 2
        fact = plan * percent / 100
        return fact + self.random.choice((0, 0, Decimal("-0.01"), Decimal("0.01")))

    def _decimal(self, low, high):
        return Decimal(self.random.randint(low * 100, high * 100)) / 100


def make_content(terms, inputs, result):
    lines = [
        _make_sheet_line(key, term, own)
        for key, (term, own) in enumerate(
            zip(terms["lines"], result.lines, strict=True), 1
        )
    ]
    return {
        "labels": LABELS,
        "title": "Title",
        "people": [("Employee", "Anna")],
        "notes": [],
        "lines": lines,
        "segments": [Segment("Days", *row, 0) for row in inputs["segments"]],
        "flags": inputs,
        "figures": {},
        "money_digits": 0 if terms["currency_rounding"] == "1.0" else 2,
        "asks": False,
    }


def _make_sheet_line(key, term, own):
    points = {}
    if term["method"] == "card" and own.fact is not None:
        points = {"minus": max(-own.fact, 0), "plus": max(own.fact, 0)}
    return SheetLine(key, "KPI", "Rule", term, own.plan_adjusted, own.fact, **points)


@tagged("post_install", "-at_install")
class TestPlanReportSheet(BaseCase):
    @skipUnless(has_libreoffice(), "LibreOffice is not installed")
    def test_libreoffice_agrees_on_random_reports(self):
        """200 plan-reports in one workbook, every figure to the last digit."""
        reports = RandomReports(19)
        output = io.BytesIO()
        book = xlsxwriter.Workbook(output, {"in_memory": True})
        expected = {}
        for number in range(COUNT):
            terms, inputs = reports.make()
            result = bm.compute(terms, inputs)
            sheet = PlanReportSheet(book, terms, make_content(terms, inputs, result))
            sheet.add_to_book(f"R{number}")
            expected[f"R{number}"] = sheet.cells, result
        book.close()
        with TemporaryDirectory() as folder:
            found = recalculate(output.getvalue(), folder)
        for name, (cells, result) in expected.items():
            with self.subTest(report=name):
                figures = self._get_figures(result, cells)
                values = {key: found[name][cells[key]].value for key in figures}
                self.assertEqual(values, figures)

    def _get_figures(self, result, cells):
        figures = {
            "total": result.effectiveness,
            "percent": result.matrix_percent,
            "payable": result.bonus_percent,
            "earned": result.earned_salary,
            "bonus": result.bonus_amount,
        }
        for key, line in enumerate(result.lines, 1):
            figures[f"execution_{key}"] = line.execution
            figures[f"effectiveness_{key}"] = line.effectiveness
        if "withheld" in cells:
            figures["withheld"] = result.sanction_amount
        return {key: float(value) for key, value in figures.items()}

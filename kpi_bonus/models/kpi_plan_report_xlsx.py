import io

import xlsxwriter

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .. import bonus_math
from ..plan_report_sheet import PlanReportSheet, Segment, SheetLine

# What an upload is recognized by, in whatever language the sheet is.
KEY_SHEET = "kpi_bonus"
KEY_VERSION = 1
# Cells of the form that hands in; the others are results only.
INPUT_PREFIXES = ("fact_", "minus_", "plus_", "effectiveness_", "total", "percent")


class KpiPlanReport(models.Model):
    """The plan-report as a spreadsheet that computes.

    Whoever may see money finds his earned salary and bonus on it. Where the employee is
    to compute the result himself (see ``_hides_result``), his own sheet has neither
    measured facts nor formulas: blanks, as on paper.
    """

    _inherit = "kpi.plan.report"

    def action_xlsx(self):
        """Download, for whoever may read the report in the backend."""
        self.ensure_one()
        self._check_xlsx()
        url = f"/kpi/plan_report/xlsx/{self.id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _check_xlsx(self):
        self.check_access("read")
        if self.state == "draft":
            raise UserError(
                self.env._(
                    "%(report)s is a draft: its terms are not fixed yet. Issue it "
                    "first, then take its spreadsheet.",
                    report=self.display_name,
                )
            )

    def _make_xlsx(self, is_own=False):
        """:param is_own: made for the employee himself, the report is in sudo
        :return: the file's bytes
        :raises UserError: a draft
        """
        self.ensure_one()
        self._check_xlsx()
        output = io.BytesIO()
        book = xlsxwriter.Workbook(output, {"in_memory": True})
        content = self._prepare_sheet(is_own)
        sheet = PlanReportSheet(book, self.terms, content)
        sheet.add_to_book(self.env._("Plan-report"))
        self._write_keys(book, sheet.cells)
        book.close()
        return output.getvalue()

    def _write_keys(self, book, cells):
        """A hidden sheet: which report it is, on which terms, where the inputs are."""
        keys = book.add_worksheet(KEY_SHEET)
        rows = [
            ("version", str(KEY_VERSION)),
            ("report", str(self.id)),
            ("terms", self.terms_hash),
            *(item for item in cells.items() if item[0].startswith(INPUT_PREFIXES)),
        ]
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                keys.write_string(number, column, text)
        keys.protect()
        keys.very_hidden()

    # -- content ----------------------------------------------------------------------

    def _prepare_sheet(self, is_own):
        """See ``PlanReportSheet``."""
        asks = is_own and self._hides_result()
        result, has_hours = self._compute_sheet_result(is_own)
        sees_money = self._has_field_access(self._fields["earned_salary"], "read")
        lines = self.line_ids.grouped("id")
        return {
            "labels": self._get_sheet_labels(asks),
            "title": self.display_name,
            "people": self._get_paper_people(),
            "notes": self._get_sheet_notes(asks),
            "lines": [
                lines[term["line_id"]]._prepare_sheet(term, own, asks)
                for term, own in zip(self.terms["lines"], result.lines, strict=True)
            ],
            "segments": [segment._prepare_sheet() for segment in self.segment_ids]
            if sees_money and has_hours and not asks
            else [],
            "flags": self._get_sheet_flags(is_own),
            "figures": self._get_sheet_figures(result, asks),
            "money_digits": self.currency_id.decimal_places,
            "asks": asks,
        }

    def _compute_sheet_result(self, is_own):
        """:return: (bonus_math.ReportResult, whether its money is known)"""
        # sudo: wages, for whoever may not read them; his sheet is made without.
        report_sudo = self.sudo()
        flags = self._get_sheet_flags(is_own)
        terms, inputs = report_sudo._prepare_stored_month(**flags)
        try:
            return bonus_math.compute(terms, inputs), True
        except bonus_math.BonusMathError:  # hours without a norm: the office mends them
            return bonus_math.compute(terms, {**inputs, "segments": []}), False

    def _get_sheet_flags(self, is_own):
        """As things stand; whoever hands in his own sheet takes part by that."""
        flags = self.sudo()._get_flags(self.terms)
        return flags | {"submitted": True} if is_own else flags

    def _get_sheet_figures(self, result, asks):
        """{name: value}; where he computes himself, what he wrote before."""
        if not asks:
            return {
                "total": result.effectiveness,
                "percent": result.matrix_percent,
                "payable": result.bonus_percent,
                "earned": result.earned_salary,
                "bonus": result.bonus_amount,
                "withheld": result.sanction_amount,
            }
        if not self.submitted_on:
            return {}
        return {
            "total": self.claimed_effectiveness,
            "percent": self.claimed_bonus_percent,
        }

    def _get_sheet_notes(self, asks):
        notes = self._get_paper_notes(self.terms)
        if not asks:
            notes += self._explain_grounds()
        return notes

    def _get_sheet_labels(self, asks):
        slope = self.terms["matrix"]["overflow"] == "slope"
        return {
            "kpi": self.env._("KPI"),
            "rule": self.env._("How it is computed"),
            "weight": self.env._("Weight, %"),
            "plan": self.env._("Plan"),
            "fact": self.env._("Fact"),
            "execution": self.env._("Execution, %"),
            "effectiveness": self.env._("Effectiveness, %"),
            "minus": self.env._("Points of remarks, without the minus"),
            "plus": self.env._("Points of thanks"),
            "total": self.env._("Effectiveness in total, %"),
            "percent": self.env._("Bonus by the matrix, %"),
            "payable": self.env._("Bonus payable, %"),
            "matrix_low": self.env._("Effectiveness from, %"),
            "matrix_percent": self.env._("Bonus, %"),
            "overflow": self.env._(
                "Above the last row it goes on in whole steps of the last two rows."
            )
            if slope
            else self.env._("Above the last row its percent holds."),
            "hint": self._get_sheet_hint(asks),
            "not_a_number": self.env._("Enter a number."),
            **self._get_sheet_pay_labels(),
        }

    def _get_sheet_hint(self, asks):
        if asks:
            return self.env._(
                "Fill in the yellow cells: the facts, and the results that you compute "
                "yourself."
            )
        return self.env._("Fill in the yellow cells; the rest computes itself.")

    def _get_sheet_pay_labels(self):
        return {
            "days": self.env._("Days"),
            "pay_rule": self.env._("How it is computed"),
            "segment_rule": self.env._("Wage · worked hours / norm hours"),
            "wage": self.env._("Wage"),
            "worked": self.env._("Worked hours"),
            "norm": self.env._("Norm hours"),
            "pay": self.env._("Pay"),
            "earned": self.env._("Earned salary, rounded once"),
            "bonus": self.env._("Bonus"),
            "withheld": self.env._("Withheld"),
        }


class KpiPlanReportLine(models.Model):
    _inherit = "kpi.plan.report.line"

    def _prepare_sheet(self, term, own, asks):
        """:param own: bonus_math.LineResult
        :param asks: without what is measured
        """
        report = self.report_id
        fact, executed, effectiveness = own.fact, own.execution, own.effectiveness
        if asks:
            executed = effectiveness = None
            fact = self.fact_claimed if report.submitted_on else None
        has_plan = term["method"] in bonus_math.PLANNED_METHODS
        return SheetLine(
            key=self.id,
            name=self.indicator_id.name,
            rule=self._explain_rule_of(term),
            term=term,
            plan=own.plan_adjusted if has_plan else None,
            fact=fact,
            **self._get_sheet_points(term, fact, asks),
            execution=executed,
            effectiveness=effectiveness,
        )

    def _get_sheet_points(self, term, fact, asks):
        """Points of remarks and of thanks apart, if they are those that count."""
        if term["method"] != "card" or fact is None:
            return {}
        total = bonus_math.to_decimal(fact)
        # sudo: sums only, of which the sheet shows the difference anyway.
        entries = self.report_id.card_id.sudo().line_ids
        points = [
            # An entry without points of its own has those of the KPI.
            bonus_math.to_decimal(entry.points or term[f"{entry.kind}_points"])
            for entry in entries
            if entry.state == "valid" and not asks
        ]
        minus = -sum(point for point in points if point < 0)
        plus = sum(point for point in points if point > 0)
        if plus - minus != total:  # corrected, or his own claim
            minus, plus = max(-total, 0), max(total, 0)
        return {"minus": minus, "plus": plus}


class KpiPlanReportSegment(models.Model):
    _inherit = "kpi.plan.report.segment"

    def _prepare_sheet(self):
        first, last = (
            format_date(self.env, day) for day in (self.date_from, self.date_to)
        )
        return Segment(
            f"{first} – {last}", self.wage, self.worked_hours, self.norm_hours, self.pay
        )

from operator import itemgetter

from odoo import models
from odoo.tools import format_date, groupby

# More days than a quarter has; of receipts the newest.
MAX_ROWS = 500


class KpiPlanReport(models.Model):
    """Every figure's arithmetic in words and numbers, for the employee."""

    _inherit = "kpi.plan.report"

    def _prepare_why(self):
        """[(heading, sentences)] of the result. In sudo: money included."""
        self.ensure_one()
        sections = [
            (self.env._("Total"), self._explain_total()),
            (self.env._("Shifts and card"), self._explain_absence()),
            (self.env._("Grounds against the bonus"), self._explain_grounds()),
            (self.env._("Pay"), self._explain_pay()),
        ]
        return [(heading, texts) for heading, texts in sections if texts]


class KpiPlanReportLine(models.Model):
    _inherit = "kpi.plan.report.line"

    def _prepare_why(self, hides_result=False):
        """:param hides_result: the facts only: he computes the rest himself"""
        indicator = self.indicator_id
        return {
            "sentences": [] if hides_result else self._explain(),
            "notes": [
                (label, text)
                for label, text in (
                    (self.env._("Goal"), indicator.goal),
                    (self.env._("How it is measured"), indicator.measurement),
                    (self.env._("Why this plan"), indicator.target_reason),
                )
                if text
            ],
            **self._prepare_trace(),
        }

    def _prepare_trace(self):
        """The records behind the fact as texts, by day.

        :return: dict(days=[dict(date, total, rows=[(label, value)])], is_cut), the
            newest first; ``total`` of a day with several records
        """
        report = self.report_id
        departments = self.department_id | report.segment_ids.department_id
        source = self.env["kpi.source"].with_company(self.company_id)
        rows = source._get_trace_rows(
            self.indicator_id,
            report.employee_id,
            report.date_from,
            report.date_to,
            departments,
            limit=MAX_ROWS,
        )
        days = [
            self._prepare_trace_day(day, [row[1:] for row in same_day])
            for day, same_day in groupby(rows, itemgetter(0))
        ]
        is_cut = len(rows) == MAX_ROWS
        if is_cut:
            # Some of this day are missing.
            days[-1]["total"] = None
        return {"days": days, "is_cut": is_cut}

    def _prepare_trace_day(self, day, records):
        """:param records: [(label, value, base)]"""
        _labels, values, bases = zip(*records, strict=True)
        total = self._format_trace(sum(values), sum(bases))
        return {
            "date": format_date(self.env, day, date_format="EEE d MMM"),
            "total": total if len(records) > 1 else None,
            "rows": [
                (label, self._format_trace(value, base))
                for label, value, base in records
            ],
        }

    def _format_trace(self, value, base):
        if not base:
            return self._format_fact(value)
        number = self.report_id._format_number
        return f"{number(value)} / {number(base)}"

from odoo import models
from odoo.tools import format_date


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
            "rows": self._prepare_trace_rows(),
        }

    def _prepare_trace_rows(self):
        """The records behind the fact as texts: [dict(date, label, value)]."""
        report = self.report_id
        number = report._format_number
        departments = self.department_id | report.segment_ids.department_id
        source = self.env["kpi.source"].with_company(self.company_id)
        return [
            {
                "date": format_date(self.env, date, date_format="EEE d MMM"),
                "label": label,
                "value": f"{number(value)} / {number(base)}"
                if base
                else self._format_fact(value),
            }
            for date, label, value, base in source._get_trace_rows(
                self.indicator_id,
                report.employee_id,
                report.date_from,
                report.date_to,
                departments,
            )
        ]

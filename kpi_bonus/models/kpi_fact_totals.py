from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL


class FactTotals(NamedTuple):
    """Facts of one KPI and one subject over a span of days."""

    value: float
    base: float
    count: int  # rows; none is "no data", which is not a fact of zero
    last_value: float  # of the last day, only for KPIs that take the last day
    last_base: float


class KpiFact(models.Model):
    """What plan-reports read."""

    _inherit = "kpi.fact"

    @api.model
    def _get_totals(self, company, indicators, date_from, date_to):
        """Sums over the days of a span, for every subject, in one query.

        :return: {(indicator id, subject id): FactTotals}; the subject is an employee or
            a department by the KPI's scope, 0 for the company
        """
        if not indicators:
            return {}
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT indicator_id, COALESCE(employee_id, department_id, 0),
                    SUM(value), SUM(base), COUNT(*), %(last_value)s, %(last_base)s
                FROM kpi_fact
                WHERE company_id = %(company)s AND indicator_id IN %(indicators)s
                    AND date BETWEEN %(date_from)s AND %(date_to)s
                GROUP BY 1, 2""",
                last_value=self._get_last_sql(indicators, "value"),
                last_base=self._get_last_sql(indicators, "base"),
                company=company.id,
                indicators=tuple(indicators.ids),
                date_from=date_from,
                date_to=date_to,
            )
        )
        return {
            (indicator_id, subject_id): FactTotals(*figures)
            for indicator_id, subject_id, *figures in rows
        }

    @api.model
    def _get_last_sql(self, indicators, name):
        """Figure of the last day; 0 where no KPI asks, to spare sorting every group."""
        last = indicators.filtered(lambda indicator: indicator.aggregate == "last")
        if not last:
            return SQL("0.0::numeric")
        return SQL(
            "COALESCE((array_agg(%(column)s ORDER BY date DESC) "
            "FILTER (WHERE indicator_id IN %(last)s))[1], 0.0)",
            column=SQL.identifier(name),
            last=tuple(last.ids),
        )

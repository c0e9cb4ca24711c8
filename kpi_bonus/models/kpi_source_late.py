from odoo import api, models
from odoo.tools import SQL

from ..bonus_math import Figures
from ..decimal_math import to_decimal


class KpiSource(models.AbstractModel):
    """What would be measured now of days that are closed."""

    _inherit = "kpi.source"

    @api.model
    def _get_remeasured_families(self, company, indicators):
        """{family: indicators} that can be measured again for days gone by.

        A bridge takes out snapshots: what they saw is not there any more.
        """
        own = indicators.sudo().filtered(lambda kpi: kpi.company_id == company)
        families = own.grouped(self._get_family)
        families.pop("manual", None)
        return families

    @api.model
    def _find_late(self, company, indicators, date_from, date_to):
        """Facts of closed days that would come out otherwise now.

        :return: [dict of indicator_id, date, employee_id, department_id, and stored
            and measured value and base; None where there is no fact]
        """
        source = self._with_measuring_context(company)
        self.env.flush_all()
        rows = []
        families = self._get_remeasured_families(company, indicators)
        for family, members in families.items():
            measure = getattr(source, f"_measure_{family}")
            query = measure(members.with_env(source.env), date_from, date_to)
            difference = source._get_difference_sql(
                members, query, date_from, date_to, closed=True
            )
            rows += self.env.execute_query_dict(
                SQL(
                    """SELECT late.indicator_id, late.date, late.employee_id,
                        late.department_id, fact.value AS stored_value,
                        fact.base AS stored_base, late.value AS measured_value,
                        late.base AS measured_base
                    FROM (%s) AS late LEFT JOIN kpi_fact AS fact
                        ON fact.id = late.fact_id
                    ORDER BY 1, 2, 3, 4""",
                    difference,
                )
            )
        return rows

    @api.model
    def _get_totals_now(self, indicator, date_from, date_to):
        """{subject id: Figures} of one KPI over a span, as it would be measured now."""
        company = indicator.company_id
        source = self._with_measuring_context(company)
        self.env.flush_all()
        measure = getattr(source, f"_measure_{self._get_family(indicator)}")
        members = indicator.with_env(source.env)
        last = [
            self.env["kpi.fact"]._get_last_sql(indicator, name)
            for name in ("value", "base")
        ]
        rows = self.env.execute_query(
            SQL(
                """SELECT COALESCE(employee_id, department_id, 0), SUM(value),
                    SUM(base), COUNT(*), %s, %s
                FROM (%s) AS fact(
                    indicator_id, date, employee_id, department_id, value, base)
                GROUP BY 1""",
                *last,
                measure(members, date_from, date_to),
            )
        )
        is_last = indicator.aggregate == "last"
        return {
            subject: Figures(
                to_decimal(last_value if is_last else value),
                to_decimal(last_base if is_last else base),
                count,
            )
            for subject, value, base, count, last_value, last_base in rows
        }

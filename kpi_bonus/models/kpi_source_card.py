from odoo import api, models
from odoo.tools import SQL


class KpiSource(models.AbstractModel):
    """Family ``card``: signed points of the entries on efficiency cards."""

    _inherit = "kpi.source"

    @api.model
    def _measure_card(self, indicators, date_from, date_to):
        return SQL(
            """SELECT kpi.id, line.date, line.employee_id, NULL::int4,
                SUM(CASE WHEN line.points <> 0 THEN line.points
                    WHEN line.kind = 'remark' THEN kpi.remark_points
                    ELSE kpi.thanks_points END),
                0
            FROM kpi_card_line AS line CROSS JOIN kpi_indicator AS kpi
            WHERE kpi.id IN %(indicators)s AND line.company_id = %(company)s
                AND line.state = 'valid'
                AND line.date BETWEEN %(date_from)s AND %(date_to)s
            GROUP BY kpi.id, line.date, line.employee_id""",
            indicators=tuple(indicators.ids),
            company=self.env.company.id,
            date_from=date_from,
            date_to=date_to,
        )

    @api.model
    def _trace_card(self, indicator, date_from, date_to, employee, departments):
        domain = [
            ("employee_id", "=", employee.id),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
        ]
        return self._get_trace_action(indicator, "kpi.card.line", domain)

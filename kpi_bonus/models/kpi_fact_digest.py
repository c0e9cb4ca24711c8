from odoo import api, models
from odoo.tools import SQL


class KpiFact(models.Model):
    """Fingerprints of the facts that closed plan-reports rest on."""

    _inherit = "kpi.fact"

    @api.model
    def _get_digests(self, company, indicators, date_from, date_to):
        """SHA-256 over the days of a span, for every subject, in one query.

        :return: {(indicator id, subject id): digest}; subjects as in ``_get_totals``
        """
        if not indicators:
            return {}
        self.flush_model()
        # trim_scale: 5 and 5.00 are one fact, however a dump spells them.
        rows = self.env.execute_query(
            SQL(
                """SELECT indicator_id, COALESCE(employee_id, department_id, 0),
                    encode(sha256(string_agg(
                        date || ' ' || trim_scale(value) || ' ' || trim_scale(base)
                        || ' ' || origin, ';' ORDER BY date)::bytea), 'hex')
                FROM kpi_fact
                WHERE company_id = %s AND indicator_id IN %s
                    AND date BETWEEN %s AND %s
                GROUP BY 1, 2""",
                company.id,
                tuple(indicators.ids),
                date_from,
                date_to,
            )
        )
        return {(indicator, subject): value for indicator, subject, value in rows}

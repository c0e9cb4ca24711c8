from odoo import api, fields, models
from odoo.tools import SQL

# For a transaction that has taken its time but does not show in the list of activities.
MARGIN = "2 seconds"


class KpiWatermark(models.Model):
    """How far a job of the clock has got: one moment per company and key.

    Keys are source families (records written before the moment are measured) and jobs
    (done up to that day).
    """

    _name = "kpi.watermark"
    _description = "Progress of the clock"
    _order = "company_id, key"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    key = fields.Char(required=True)
    value = fields.Datetime(string="Up to", required=True)

    _key_unique = models.UniqueIndex("(company_id, key)", "Each key is kept once.")

    @api.model
    def _get_values(self, company):
        """:return: {key: moment}"""
        marks = self.search_fetch([("company_id", "=", company.id)], ["key", "value"])
        return {mark.key: mark.value for mark in marks}

    @api.model
    def _set_values(self, company, keys, value):
        marks = self.search(
            [("company_id", "=", company.id), ("key", "in", list(keys))]
        )
        marks.value = value
        self.create(
            [
                {"company_id": company.id, "key": key, "value": value}
                for key in sorted(set(keys) - set(marks.mapped("key")))
            ]
        )

    @api.model
    def _get_safe_moment(self):
        """No record that is still to be committed will carry an earlier write date.

        ``write_date`` is the start of the transaction that wrote it, which may commit
        much later. So this is the start of the oldest transaction still open: whatever
        was written before it can be seen by any transaction begun after this call, so
        the caller has to commit before he scans. An overlap of some minutes instead
        would lose what a longer transaction commits.

        A backup, open for hours, only makes the next scan longer. PostgreSQL shows
        transactions of the own database user; Odoo's workers share one.
        """
        [[moment]] = self.env.execute_query(
            SQL(
                """SELECT date_trunc('second', LEAST(now(), MIN(xact_start))
                    AT TIME ZONE 'UTC' - %s::interval)
                FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                    AND backend_type <> 'autovacuum worker'""",
                MARGIN,
            )
        )
        return moment

from odoo import api, models
from odoo.tools import SQL

from .kpi_locked_mixin import format_array


class KpiDisqualification(models.Model):
    """Grounds that the system finds: many at once, written by SQL."""

    _inherit = "kpi.disqualification"

    @api.model
    def _create_found(self, rows):
        """What is found acts at once.

        Two refreshes at the same time may find the same: PostgreSQL has the later one
        begin anew, and it sees what the first one found.

        :param rows: (report id, code, kind, evidence)
        """
        if not rows:
            return self.browse()
        self.env["kpi.plan.report"].flush_model()
        created = self.env.execute_query(self._get_insert_sql(rows))
        found = self.browse([row_id for [row_id] in created])
        reports = found.report_id
        reports.invalidate_recordset(["disqualification_ids"], flush=False)
        reports.modified(["disqualification_ids"])
        return found

    @api.model
    def _get_insert_sql(self, rows):
        report_ids, codes, kinds, evidences = map(format_array, zip(*rows, strict=True))
        return SQL(
            """INSERT INTO kpi_disqualification (
                report_id, employee_id, company_id, period_id, department_id, ground_id,
                ground, kind, is_found, evidence, state, proposed_on,
                create_uid, write_uid, create_date, write_date)
            SELECT report.id, report.employee_id, report.company_id, report.period_id,
                report.department_id, ground.id, ground.code, new_row.kind, TRUE,
                new_row.evidence, 'confirmed', %(now)s,
                %(uid)s, %(uid)s, %(now)s, %(now)s
            FROM unnest(%(report_ids)s::int[], %(codes)s::text[], %(kinds)s::text[],
                %(evidences)s::text[]) AS new_row(report_id, code, kind, evidence)
            JOIN kpi_plan_report AS report ON report.id = new_row.report_id
            JOIN kpi_ground AS ground ON ground.code = new_row.code
            ON CONFLICT (report_id, ground_id) WHERE is_found DO NOTHING
            RETURNING id""",
            report_ids=report_ids,
            codes=codes,
            kinds=kinds,
            evidences=evidences,
            uid=self.env.uid,
            now=self.env.cr.now(),
        )

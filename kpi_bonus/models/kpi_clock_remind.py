from odoo import api, models

from ..isolation import run_isolated

MORNING_HOUR = 8


class KpiClock(models.AbstractModel):
    """Job ``remind``: once a day, to those who have not signed or not handed in."""

    _inherit = "kpi.clock"

    @api.model
    def _cron_remind(self, company):
        if not self._is_due(company, "remind", MORNING_HOUR):
            return
        today = company._kpi_today()
        reports = self.env["kpi.plan.report"]._as_kpi_engine()
        reports = reports.search(
            [
                ("company_id", "=", company.id),
                ("period_state", "in", ("open", "review")),
                ("next_step", "in", ("signed", "submitted")),
                "|",
                ("reminded_on", "=", False),
                ("reminded_on", "<", today),
            ]
        )
        is_workday = company._kpi_is_workday(today)
        due = reports.filtered(
            lambda report: report._is_reminder_due(today, is_workday)
        )

        def remind(ids):
            batch = reports.browse(ids)
            run_isolated(self.env, batch, lambda part: part._do_remind(today))

        if self._run_batches(due.ids, remind):
            self._set_done(company, "remind")
            self.env["ir.cron"]._commit_progress()

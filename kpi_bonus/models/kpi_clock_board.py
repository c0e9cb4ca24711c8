from odoo import api, models

from ..isolation import run_isolated
from .kpi_clock_remind import MORNING_HOUR


class KpiClock(models.AbstractModel):
    """Daily boards: made anew at every measuring; ``board`` is the message."""

    _inherit = "kpi.clock"

    @api.model
    def _measure_period(self, period, since, is_whole):
        """Boards last: plan-reports and facts are committed by then."""
        is_done = super()._measure_period(period, since, is_whole)
        if is_done:
            self.env["kpi.board"]._refresh_period(period)
            self.env["ir.cron"]._commit_progress()
        return is_done

    @api.model
    def _cron_board(self, company):
        """To those who want it, if a day with figures has come since the last time."""
        if not self._is_due(company, "board", MORNING_HOUR):
            return
        last = self.env["kpi.watermark"]._get_values(company).get("board")
        boards, reports = self.env["kpi.board"], self.env["kpi.plan.report"]
        period = boards._find_running_period(company)
        day = period and boards._find_day(period, period._get_indicators())
        if day and not (last and day < last.date()):
            reports = reports._search_daily(period)

        def notify(ids):
            run_isolated(
                self.env, reports.browse(ids), lambda part: part._notify_board()
            )

        if self._run_batches(reports.ids, notify):
            self._set_done(company, "board")
            self.env["ir.cron"]._commit_progress()

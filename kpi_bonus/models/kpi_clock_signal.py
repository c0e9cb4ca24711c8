from dateutil.relativedelta import relativedelta

from odoo import api, models


class KpiClock(models.AbstractModel):
    """Job ``signal``: somebody who works month after month without a bonus.

    Counted are the last closed months; a shadow month is no experience of anybody's,
    and whoever did not work in a month did not go without a bonus in it.
    """

    _inherit = "kpi.clock"

    @api.model
    def _cron_signal(self, company):
        periods = self._get_months_to_look_at(company)
        if not periods:
            return
        reports = self._find_without_bonus(periods)
        reports._signal_no_bonus(len(periods))
        # The newest month is done with: each gets one signal from it.
        self._set_done(company, "signal", periods[0].date_to)
        self.env["ir.cron"]._commit_progress(len(reports), remaining=0)

    @api.model
    def _get_months_to_look_at(self, company):
        """The last months running, newest first; none if that was done already."""
        periods = self._get_months_running(company)
        done = self.env["kpi.watermark"]._get_values(company).get("signal")
        if periods and done and done.date() >= periods[0].date_to:
            return periods.browse()
        return periods

    @api.model
    def _get_months_running(self, company):
        """So many closed months running as the company looks back, newest first.

        None if there are not as many yet, or if one of them was a shadow month.
        """
        months = company.kpi_no_bonus_months
        periods = self.env["kpi.period"].search(
            [
                ("company_id", "=", company.id),
                ("frequency", "=", "month"),
                ("state", "=", "closed"),
            ],
            order="date_from desc",
            limit=months or 1,
        )
        newest, oldest = periods[:1], periods[-1:]
        is_run = (
            months
            and len(periods) == months
            and newest.date_from - relativedelta(months=months - 1) == oldest.date_from
            and "shadow" not in periods.mapped("mode")
        )
        return periods if is_run else periods.browse()

    @api.model
    def _find_without_bonus(self, periods):
        """Reports of the newest month whose people had no bonus in any of them."""
        reports = self.env["kpi.plan.report"].search(
            [("period_id", "in", periods.ids), ("worked_hours", ">", 0)]
        )
        without = reports.filtered(lambda report: report._get_effective_bonus() <= 0)
        months = {
            employee: len(own)
            for employee, own in without.grouped("employee_id").items()
        }
        return without.filtered(
            lambda report: (
                report.period_id == periods[0]
                and months[report.employee_id] == len(periods)
            )
        )

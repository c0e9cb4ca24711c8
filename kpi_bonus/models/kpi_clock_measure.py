from odoo import api, fields, models

from ..isolation import run_isolated
from .kpi_plan_report_refresh import BATCH as REFRESH_BATCH

NIGHT_HOUR = 2
RUNNING = ("open", "review")


class KpiClock(models.AbstractModel):
    """Jobs ``measure`` and ``night``: facts and figures of the running periods.

    A run that is killed leaves the watermarks where they were, so the next one measures
    the same days again and refreshes every report: nothing can be left behind.
    """

    _inherit = "kpi.clock"

    @api.model
    def _cron_measure(self, company):
        self._run_measuring(company, is_whole=False)

    @api.model
    def _cron_night(self, company):
        if self._is_due(company, "night", NIGHT_HOUR) and self._run_measuring(
            company, is_whole=True
        ):
            self._set_done(company, "night")
            self.env["ir.cron"]._commit_progress()

    @api.model
    def _run_measuring(self, company, is_whole):
        """:return: whether it got to every running period"""
        commit = self.env["ir.cron"]._commit_progress
        watermark = self.env["kpi.watermark"]
        periods = self.env["kpi.period"]._as_kpi_engine()
        periods = periods.search(
            [("company_id", "=", company.id), ("state", "in", RUNNING)]
        )
        since = watermark._get_values(company)
        moment = watermark._get_safe_moment()
        families = {"manual"} | {
            self.env["kpi.source"]._get_family(indicator)
            for period in periods
            for indicator in period._get_indicators()
        }
        # The scans have to begin after the moment was read.
        commit(remaining=len(periods))
        done = [self._measure_period(period, since, is_whole) for period in periods]
        if all(done):
            watermark._set_values(company, families, moment)
        commit(remaining=0)
        return all(done)

    @api.model
    def _measure_period(self, period, since, is_whole):
        """Facts in one transaction, then the reports in batches.

        :return: False if somebody else works on the period
        """
        if not self._lock(period, *RUNNING):
            return False
        before = self._find_problems(period)
        changed, failed = self._measure_facts(period, since, is_whole)
        self.env["ir.cron"]._commit_progress()
        if (changed or is_whole) and not self._refresh_reports(period):
            return False
        period.measured_at = fields.Datetime.now()
        broken = self._find_problems(period) - before
        lines = broken.mapped("problem") + (failed if is_whole else [])
        if lines:
            title = self.env._("Figures that could not be measured or computed:")
            self._alert(period, title, lines)
        self.env["ir.cron"]._commit_progress(1)
        return True

    @api.model
    def _measure_facts(self, period, since, is_whole):
        """:return: (whether a fact changed, why KPIs failed)"""
        source = self.env["kpi.source"]
        company, *span = period.company_id, period.date_from, period.date_to
        changed, differences = [], {}

        def measure(indicators):
            found = source._measure_changed(company, indicators, since, *span)
            # In the same transaction, so that only what the watermark missed differs.
            missed = is_whole and source._measure_days(company, indicators, *span)
            changed.append(found)
            differences.update(missed or {})

        failed = run_isolated(self.env, period._get_indicators(), measure)
        if differences:
            self._post_differences(period, differences)
        return any(changed), [
            self.env._(
                "KPI %(indicator)s: %(reason)s", indicator=kpi.name, reason=reason
            )
            for kpi, reason in failed
        ]

    @api.model
    def _refresh_reports(self, period):
        """Not stopped when time is up: figures of one period belong together."""
        reports = self.env["kpi.plan.report"].with_env(period.env)
        reports = reports.search(
            [("period_id", "=", period.id), ("state", "not in", ("draft", "closed"))]
        )
        return self._run_batches(
            reports.ids,
            lambda ids: reports.browse(ids)._refresh(),
            period,
            size=REFRESH_BATCH,
            can_stop=False,
        )

    @api.model
    def _find_problems(self, period):
        return self.env["kpi.plan.report"].search(
            [
                ("period_id", "=", period.id),
                ("state", "not in", ("draft", "closed")),
                ("problem", "!=", False),
            ]
        )

    @api.model
    def _post_differences(self, period, differences):
        """Where the night came to other facts than those stored, by day and KPI."""
        indicators = self.env["kpi.indicator"]
        days = {}
        for indicator_id, day in sorted(differences, key=lambda key: (key[1], key[0])):
            days.setdefault(day, []).append(indicators.browse(indicator_id).name)
        title = self.env._(
            "Measured anew, the period did not agree with the stored facts, which are "
            "corrected now. Records were deleted, moved to another day, or changed "
            "without a trace:"
        )
        lines = [f"{day}: {', '.join(names)}" for day, names in days.items()]
        period.message_post(body=self._prepare_list(title, lines))

from odoo import SUPERUSER_ID, api, fields, models

from ..isolation import run_isolated
from .kpi_period import MONTHS


class KpiClock(models.AbstractModel):
    """Job ``issue``: on the first working day the month is prepared and opened.

    Reports are created, then issued, in batches, while the period stays a draft; its
    opening is the last transaction. Killed at any moment, the next run creates the
    reports that are missing and issues the drafts: nobody twice, nobody left out.
    """

    _inherit = "kpi.clock"

    @api.model
    def _cron_issue(self, company):
        for period in self._get_periods_to_open(company):
            failed = self._prepare(period)
            if failed is not None and self._issue(period):
                self._open(period, failed)

    @api.model
    def _get_periods_to_open(self, company):
        """Drafts that begin this month, from its first working day on."""
        periods = self.env["kpi.period"]._as_kpi_engine()
        today = company._kpi_today()
        month = today.replace(day=1)
        first_workday = company._kpi_get_first_workday(month)
        if company.kpi_issue_mode == "manual" or today < first_workday:
            return periods
        if company.kpi_issue_mode == "create":
            self._create_periods(company, month)
        drafts = periods.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "draft"),
                ("date_from", "=", month),
            ]
        )
        return drafts.filtered(lambda period: self._is_ours(period, first_workday))

    @api.model
    def _is_ours(self, period, first_workday):
        """Issuing can't be undone: a draft that somebody makes later is his to open."""
        created = fields.Datetime.context_timestamp(self, period.create_date)
        return period.create_uid.id == SUPERUSER_ID or created.date() <= first_workday

    @api.model
    def _create_periods(self, company, month):
        """The month, and the quarter that begins with it, if a scheme needs them."""
        periods = self.env["kpi.period"]
        schemes = self.env["kpi.scheme"]._get_valid(company, month)
        for frequency in sorted(set(schemes.mapped("frequency"))):
            last = periods.search(
                [
                    ("company_id", "=", company.id),
                    ("frequency", "=", frequency),
                    ("date_from", "<=", month),
                ],
                limit=1,
            )
            begins = (month.month - 1) % MONTHS[frequency] == 0
            if begins and last.date_from != month:
                periods.create(
                    {
                        "company_id": company.id,
                        "frequency": frequency,
                        "date_from": month,
                        # A pilot goes on until somebody ends it.
                        "mode": last.mode or "live",
                    }
                )

    @api.model
    def _prepare(self, period):
        """Drafts for everybody with a scheme; the check-list counts the others.

        :return: {employee id: why it failed}; None if interrupted
        """
        ready, _without_scheme = period._find_drafts_to_create()
        failed = {}

        def create(batch):
            # Somebody may have pressed the button since the batches were planned.
            missing = period._get_employees_without_report()._ids
            batch = [draft for draft in batch if draft[0] in missing]
            failed.update(period._create_drafts(batch))

        return failed if self._run_batches(ready, create, period) else None

    @api.model
    def _issue(self, period):
        """:return: whether every draft is issued or refused"""
        reports = self.env["kpi.plan.report"].with_env(period.env)
        domain = [("period_id", "=", period.id), ("state", "=", "draft")]
        # Refused by a run before this one: opening tries once more.
        drafts = reports.search([*domain, ("problem", "=", False)])

        def issue(ids):
            batch = reports.search([*domain, ("id", "in", ids)])
            period._sync_draft_plans(batch)
            batch._do_issue()

        return self._run_batches(drafts.ids, issue, period)

    @api.model
    def _open(self, period, failed):
        """Open the period and say who is left out, in one transaction."""
        if period.try_lock_for_update() and period.state == "draft":
            reasons = []

            def work(draft):
                reasons.extend(draft._do_open().mapped("reason"))

            # A KPI that can't be measured stops the opening, but not the clock.
            reasons += [why for _period, why in run_isolated(self.env, period, work)]
            for employee in self.env["hr.employee"].browse(failed):
                reasons.append(f"{employee.name}: {failed[employee.id]}")
            if reasons:
                title = self.env._(
                    "The clock could not do all of the opening. Settle these, then "
                    "prepare and issue what is missing:"
                )
                self._alert(period, title, reasons)
        self.env["ir.cron"]._commit_progress()

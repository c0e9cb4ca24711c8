from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

# Bounds the memory of a run: the caches are dropped after each batch.
BATCH = 500
# A run for the whole company posts one message on the period, not one per report.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
}


class KpiPeriod(models.Model):
    """The run of a period: open, refresh, review, close, reopen.

    ``action_…`` checks the right to write the period, ``_do_…`` acts in sudo: the run
    reads wages and contract dates that a bonus manager need not be allowed to read.
    """

    _inherit = "kpi.period"

    def action_open(self):
        """Issue the drafts. :return: an action that lists those refused, if any"""
        findings = self.env["kpi.period.finding"]
        for period in self._get_run_sudo():
            findings += period._do_open()
        return findings._get_action()

    def action_refresh(self):
        """Measure the facts and compute every issued plan-report."""
        for period in self._get_run_sudo(keeps_state=True):
            period._do_refresh()
        return True

    def action_review(self):
        """Stop issuing, draw the audit, measure once more, look what is missing."""
        for period in self._get_run_sudo():
            period._do_review()
        return True

    def action_resume(self):
        """From review back to the running month, to issue what is missing."""
        for period in self._get_run_sudo():
            period._check_state("review")
            period._set_state("open")
        return True

    def action_close(self):
        """Freeze and seal the period.

        :raises UserError: lists what is still to be settled
        """
        for period in self._get_run_sudo():
            period._do_close()
        return True

    def action_open_reopen(self):
        """Ask for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reopen"),
            "res_model": "kpi.period.reopen",
            "view_mode": "form",
            "target": "new",
            "context": {"default_period_id": self.id},
        }

    def action_reopen(self, reason=None):
        """Back to review, for the newest closed period of its frequency only.

        :param reason: it is sealed
        """
        for period in self._get_run_sudo():
            period._do_reopen((reason or "").strip())
        return True

    def _get_run_sudo(self, keeps_state=False):
        """The periods for a run, one manager at a time.

        sudo: the right to write the period is checked here; the engine then reads what
        its user may not, and writes only plan-reports, cards and facts.
        """
        self.check_access("write")
        self._lock_run(keeps_state)
        return self.sudo()._as_kpi_engine().with_context(**QUIET)

    def _check_state(self, *states):
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Period %(period)s is %(now)s. This needs a period that is "
                    "%(needed)s.",
                    period=self.name,
                    now=labels[self.state],
                    needed=" / ".join(labels[state] for state in states),
                )
            )

    def _set_state(self, state):
        self.with_context(tracking_disable=False).write({"state": state})

    def _do_open(self):
        self._check_state("draft", "open")
        self._sync_draft_plans()
        drafts = self.report_ids.filtered(lambda report: report.state == "draft")
        refused = []
        for batch in split_every(BATCH, drafts.ids, self.env["kpi.plan.report"].browse):
            reports = batch.with_env(self.env)
            refused += [(report.id, why) for report, why in reports._do_issue()]
            self._drop_caches()
        if self.state == "draft":
            self._set_state("open")
        self._do_refresh()
        return self.env["kpi.period.finding"]._create_findings(
            self, [{"report_id": report, "reason": why} for report, why in refused]
        )

    def _do_refresh(self):
        self._check_state("open", "review")
        indicators = self._get_indicators()
        self.env["kpi.source"]._measure(
            self.company_id, indicators, self.date_from, self.date_to
        )
        reports = self.env["kpi.plan.report"].search(
            [("period_id", "=", self.id), ("state", "not in", ("draft", "closed"))]
        )
        reports._refresh()
        self.measured_at = fields.Datetime.now()
        if self.state == "review":
            self._sync_checks()

    def _do_review(self):
        self._check_state("open")
        self._set_state("review")
        self._do_draw_audit()
        self._do_refresh()

    def _do_close(self):
        self._check_state("review")
        self._do_refresh()
        problems = self._get_red_message()
        if problems:
            raise UserError(
                self.env._(
                    "Period %(period)s can't be closed yet. Settle these items of its "
                    "check-list, or waive them with a reason:\n%(problems)s",
                    period=self.name,
                    problems=problems,
                )
            )
        reports = self.report_ids
        reports._do_close()
        self._set_state("closed")
        self.env["kpi.seal"]._add("report", reports)
        self.message_post(
            body=self.env._(
                "Closed and sealed: %(count)s plan-reports. Newest hash of the sealed "
                "history: %(hash)s",
                count=len(reports),
                hash=self.env["kpi.seal"]._get_last_link(self.company_id)["hash"],
            )
        )

    def _do_reopen(self, reason):
        self._check_state("closed")
        self._check_reopenable(reason)
        self.env["kpi.seal"]._void(self.report_ids, reason)
        self._set_state("review")
        self.report_ids._do_reopen()
        self._sync_checks()
        self.message_post(
            body=self.env._(
                "Reopened: %(reason)s The seals of its plan-reports are void.",
                reason=reason,
            )
        )

    def _check_reopenable(self, reason):
        """The newest closed period, with a reason, and nothing of it paid."""
        if not reason:
            raise UserError(
                self.env._(
                    "Period %(period)s: say why it is reopened.", period=self.name
                )
            )
        later = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("frequency", "=", self.frequency),
                ("state", "=", "closed"),
                ("date_from", ">", self.date_from),
            ],
            order="date_from desc",
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "Period %(period)s can't be reopened: %(later)s, which follows, is "
                    "closed. Correct it by an adjustment in an open period.",
                    period=self.name,
                    later=later.name,
                )
            )
        paid = self.report_ids._get_paid_reasons()
        if paid:
            raise UserError(
                self.env._(
                    "Period %(period)s can't be reopened, it is paid already:\n"
                    "%(reasons)s\nCorrect it by an adjustment in an open period.",
                    period=self.name,
                    reasons="\n".join(list(paid.values())[:20]),
                )
            )

    def _get_indicators(self):
        """KPIs of this period's plan-reports, in one query."""
        lines = self.env["kpi.plan.report.line"]
        lines.flush_model(["report_id", "indicator_id"])
        self.env["kpi.plan.report"].flush_model(["period_id"])
        # An array and no join: of reports made in this very transaction PostgreSQL has
        # no statistics, and would compare every line with every report (a minute at
        # 5 000 people).
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT indicator_id FROM kpi_plan_report_line
                WHERE report_id = ANY(ARRAY(
                    SELECT id FROM kpi_plan_report WHERE period_id = %s))""",
                self.id,
            )
        )
        return self.env["kpi.indicator"].browse(sorted(key for [key] in rows))

    def _drop_caches(self):
        self.env.flush_all()
        self.env.invalidate_all(flush=False)

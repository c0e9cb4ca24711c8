from datetime import datetime, time

from markupsafe import Markup

from odoo import api, models
from odoo.tools import html2plaintext, split_every

from .kpi_period_run import QUIET

# How often the scheduled action of a job looks whether there is something to do. What
# is due once a day is told by the company's own clock: a daily action would run at one
# hour UTC, whatever the season and the time zone.
JOBS = {
    "issue": (1, "hours"),
    "measure": (30, "minutes"),
    "night": (1, "hours"),
    "remind": (1, "hours"),
    "signal": (1, "hours"),
    "board": (1, "hours"),
}
# People in one transaction: what a kill can cost, and how soon others get their turn.
BATCH = 100
LISTED = 20


class KpiClock(models.AbstractModel):
    """What happens without anybody pressing a button.

    | job | what it does |
    |---|---|
    | issue | on the first working day: prepares and opens the month |
    | measure | every 30 minutes: days on which something was written |
    | night | the whole of every running period, says where it did not agree |
    | remind | once a day: plans not signed, reports not handed in |
    | signal | no bonus for some months running |
    | board | every morning: own figures and place, to those who want them |

    Every company has a scheduled action for each (``res.company``). ``_cron_…`` commits
    as it goes, so that a run that is killed at any moment is simply done again: what is
    left to do is always found in the data. A person who fails is left out, with the
    reason on the record, and the manager gets one activity.
    """

    _name = "kpi.clock"
    _description = "Clock of KPI pay"

    @api.model
    def _cron_run(self, job, company_id):
        """Entry of the scheduled actions: one job of one company."""
        company = self.env["res.company"].browse(company_id).exists()
        if not company.active:
            return
        # What is written down is for the manager to read.
        lang = company._kpi_get_manager().lang or company.partner_id.lang
        # sudo: it is the company's own work, whichever user the action may be given.
        clock = self.sudo().with_context(
            allowed_company_ids=company.ids,
            lang=lang,
            tz=company._kpi_get_tz(),
            **QUIET,
        )
        getattr(clock, f"_cron_{job}")(company.with_env(clock.env))

    @api.model
    def _get_job_labels(self):
        return {
            "issue": self.env._("issue on the first working day"),
            "measure": self.env._("measure what has changed"),
            "night": self.env._("measure the whole month"),
            "remind": self.env._("reminders"),
            "signal": self.env._("months without a bonus"),
            "board": self.env._("message of the daily board"),
        }

    # -- once a day -------------------------------------------------------------------

    @api.model
    def _is_due(self, company, job, hour):
        """Whether a daily job is still to be done today, from an hour on."""
        now = company._kpi_now()
        mark = self.env["kpi.watermark"]._get_values(company).get(job)
        return now.hour >= hour and not (mark and mark.date() >= now.date())

    @api.model
    def _set_done(self, company, job, day=None):
        """:param day: up to which the job is done; today by default"""
        moment = datetime.combine(day or company._kpi_today(), time.min)
        self.env["kpi.watermark"]._set_values(company, [job], moment)

    # -- batches ----------------------------------------------------------------------

    @api.model
    def _run_batches(self, items, work, period=None, size=BATCH, can_stop=True):
        """Do ``work(batch)`` batch by batch, each in a transaction of its own.

        :param items: list of ids or of plain data: a commit empties all caches
        :param period: to be locked in each, and left alone once its state changes
        :param can_stop: whether to make room for other jobs when time is up
        :return: whether everything is done; if not, the next run goes on
        """
        commit = self.env["ir.cron"]._commit_progress
        state = period and period.state
        seconds = commit(remaining=len(items))
        for number, batch in enumerate(split_every(size, items)):
            if number and can_stop and not seconds:
                return False
            if period and not self._lock(period, state):
                commit(remaining=0)
                return False
            work(batch)
            seconds = commit(len(batch))
        return True

    @api.model
    def _lock(self, period, *states):
        """Whether nobody else runs the period, and it is in one of the states."""
        return (
            period.try_lock_for_update(allow_referencing=True)
            and period.state in states
        )

    # -- telling the manager ----------------------------------------------------------

    @api.model
    def _alert(self, period, title, lines):
        """Say what went wrong, and ask the manager to look: once, until he has."""
        body = self._prepare_list(title, lines)
        xmlid = "kpi_bonus.kpi_mail_activity_type_clock"
        manager = period.company_id._kpi_get_manager()
        activity = period._get_activities(xmlid, manager)[:1]
        if html2plaintext(body) in html2plaintext(activity.note or ""):
            return
        period.message_post(body=body)
        if activity:
            activity.note += body
        elif manager:
            period.activity_schedule(
                xmlid,
                user_id=manager.id,
                date_deadline=period.company_id._kpi_today(),
                note=body,
            )

    @api.model
    def _prepare_list(self, title, lines):
        shown = lines[:LISTED]
        if len(lines) > LISTED:
            more = len(lines) - LISTED
            shown.append(self.env._("… and %(count)s more", count=more))
        items = Markup().join(Markup("<li>%s</li>") % line for line in shown)
        return Markup("<p>%s</p><ul>%s</ul>") % (title, items)

from odoo import models
from odoo.exceptions import UserError

# What a head is asked to see to, by the step that his people's reports await.
ACTIVITY_TYPES = {
    "signed": "kpi_bonus.kpi_mail_activity_type_report_sign",
    "submitted": "kpi_bonus.kpi_mail_activity_type_report_submit",
    "checked": "kpi_bonus.kpi_mail_activity_type_report_check",
}


class KpiPlanReport(models.Model):
    """Who is told what: mail to the employees, one activity per period to each head.

    All of it goes to many people at once, so nothing here asks the database per person.
    """

    _inherit = "kpi.plan.report"

    def action_remind(self):
        """Write to those who have not signed, or not handed in."""
        self._check_head()
        # sudo: access is checked above; a message is all that comes of it.
        reports_sudo = self.sudo()
        unsigned = reports_sudo._get_unsigned()
        due = reports_sudo._get_due() - unsigned
        if not unsigned and not due:
            raise UserError(
                self.env._(
                    "Nobody to remind: none of these reports awaits a signature or is "
                    "to be handed in now."
                )
            )
        unsigned._notify_plan("kpi_mail_template_report_sign_reminder")
        due._notify_plan("kpi_mail_template_report_deadline")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Reminded: %(unsigned)s to sign, %(due)s to hand in.",
                    unsigned=len(unsigned),
                    due=len(due),
                ),
            },
        }

    def _remind_unsigned(self):
        """Mail to those who have not signed, an activity to their heads.

        :return: the reports concerned
        """
        unsigned = self._get_unsigned()
        unsigned._notify_plan("kpi_mail_template_report_sign_reminder")
        unsigned._schedule_for_heads("signed")
        return unsigned

    def _remind_deadline(self):
        """Mail to those who have not handed in, an activity to their heads.

        Before the deadline as after it; whoever calls this chooses the day.

        :return: the reports concerned
        """
        due = self._get_due()
        due._notify_plan("kpi_mail_template_report_deadline")
        due._schedule_for_heads("submitted")
        return due

    def _get_unsigned(self):
        return self.filtered(lambda report: report.next_step == "signed")

    def _get_due(self):
        """To be handed in, and the day has come when it can be."""
        today = {company: company._kpi_today() for company in self.company_id}
        return self.filtered(
            lambda report: (
                report.next_step in ("signed", "submitted")
                and report.submit_deadline
                and report.date_to <= today[report.company_id]
            )
        )

    def _notify_issued(self):
        """Tell people of their plan, unless it is of a month gone by."""
        reports = self.filtered(
            lambda report: (
                report.mode != "shadow"
                and report.date_to >= report.company_id._kpi_today()
            )
        )
        reports._notify_plan("kpi_mail_template_report_issued")

    def _notify_heads_to_check(self):
        """With a draw, what is to be checked is known only afterwards."""
        self.filtered(
            lambda report: report.terms["checking"] == "all"
        )._schedule_for_heads("checked")

    def _notify_plan(self, template):
        self._notify_employee(f"kpi_bonus.{template}", kind="plan")

    def _get_portal_path(self):
        pages = {"signed": "/plan", "submitted": "/report"}
        return f"/my/kpi/{self.id}{pages.get(self.next_step, '')}"

    # -- activities -------------------------------------------------------------------

    def _schedule_for_heads(self, step):
        """One activity on the period for each head, however many reports await him."""
        xmlid = ACTIVITY_TYPES[step]
        # Queued: whoever hands in must not wait for a mail to his head.
        reports = self.with_context(mail_notify_force_send=False)
        for period, head in reports._get_head_keys():
            if not period._get_activities(xmlid, head):
                period.activity_schedule(
                    xmlid, user_id=head.id, date_deadline=period.company_id._kpi_today()
                )

    def _close_head_activities(self, step):
        """The last report of a head has taken the step: nothing is left to see to."""
        for period, head in self._get_head_keys():
            activities = period._get_activities(ACTIVITY_TYPES[step], head)
            # Within the head's rights: his own sections and those below.
            if activities and not self.with_user(head).search_count(
                [("period_id", "=", period.id), ("next_step", "=", step)], limit=1
            ):
                activities.unlink()

    def _get_head_keys(self):
        """(period, head's user) of the reports; the bonus manager where none is."""
        keys = {}
        for report in self:
            head = report.department_id._kpi_get_head_user(report.employee_id)
            head = head or report.company_id._kpi_get_manager()
            if head:
                keys[report.period_id, head] = True
        return list(keys)

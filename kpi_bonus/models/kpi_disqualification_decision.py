from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .kpi_disqualification import UNDECIDED

TEXT_LENGTH = 10000


class KpiDisqualification(models.Model):
    """Answering, confirming, dropping and waiving.

    Every step locks its records first, so that of two people who decide at once the
    second is told what the first decided.
    """

    _inherit = "kpi.disqualification"

    def action_answer(self, text):
        """The employee's own words."""
        self._get_own_sudo()._do_answer(text)

    def action_record_answer(self, text):
        """A bonus manager types in what the employee wrote on paper."""
        self._get_manager_sudo()._do_answer(text)

    def _do_answer(self, text):
        self.lock_for_update()
        self.report_id._check_not_closed()
        answer = self._check_text(text)
        self._check_state("proposed")
        self._as_kpi_engine().write(
            {
                "state": "answered",
                "answer": answer,
                "answered_by_id": self.env.uid,
                "answered_on": fields.Datetime.now(),
            }
        )
        for company, records in self.grouped("company_id").items():
            records.activity_reschedule(
                ["mail.mail_activity_data_todo"], date_deadline=company._kpi_today()
            )

    def action_confirm(self, reason):
        """It acts on the bonus from now on.

        :raises UserError: the employee was not heard, or the claims fit by now
        """
        records_sudo = self._get_decision_sudo()
        for record in records_sudo:
            record._check_heard()
            record._check_claims_still_differ()
        records_sudo._decide("confirmed", reason)

    def action_drop(self, reason):
        self._get_decision_sudo()._decide("dropped", reason)

    def action_waive(self, reason):
        """The ground stands, the bonus is paid all the same."""
        records_sudo = self._get_manager_sudo()
        text = records_sudo._check_text(reason)
        records_sudo._check_state("confirmed")
        records_sudo._as_kpi_engine().write(
            {
                "state": "waived",
                "waive_reason": text,
                "waived_by_id": self.env.uid,
                "waived_on": fields.Datetime.now(),
            }
        )
        self.env["kpi.seal"]._add("waiver", records_sudo)
        records_sudo._announce(text)

    def _get_decision_sudo(self):
        """Those to be decided: a bonus manager who did not propose them himself."""
        records_sudo = self._get_manager_sudo()
        records_sudo._check_state(*UNDECIDED)
        for record in records_sudo:
            if record.proposed_by_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "%(ground)s: you proposed it, so another bonus manager "
                        "decides.",
                        ground=record.display_name,
                    )
                )
        return records_sudo

    def _get_manager_sudo(self):
        """The records with rights lifted, locked, for a bonus manager.

        :raises AccessError: no bonus manager of the company, or it is about himself
        :raises UserError: the plan-report is closed
        """
        self.check_access("read")
        if not self.env.user.has_group("kpi_bonus.group_manager"):
            raise AccessError(
                self.env._(
                    "%(ground)s: only a bonus manager may do this.",
                    ground=self[:1].display_name,
                )
            )
        # sudo: access is checked above; nobody has the right to write here.
        records_sudo = self.sudo()
        records_sudo.lock_for_update()
        records_sudo.report_id._check_not_closed()
        for record in records_sudo:
            if record.employee_id.user_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "%(ground)s: it is about yourself, so another bonus manager "
                        "decides.",
                        ground=record.display_name,
                    )
                )
        return records_sudo

    def _check_text(self, text):
        words = text.strip() if isinstance(text, str) else ""
        if not words or len(words) > TEXT_LENGTH:
            raise UserError(
                self.env._(
                    "%(ground)s: write it down, in %(length)s characters at most.",
                    ground=self[:1].display_name,
                    length=TEXT_LENGTH,
                )
            )
        return words

    def _check_state(self, *states):
        for record in self:
            if record.state not in states:
                raise UserError(
                    self.env._(
                        "%(ground)s is in state “%(state)s”: this can't be done any "
                        "more, or not yet. Reload the page.",
                        ground=record.display_name,
                        state=record._get_state_label(),
                    )
                )

    def _check_heard(self):
        """Nobody is judged unheard: an answer, or two working days without one."""
        if not self._is_heard():
            raise UserError(
                self.env._(
                    "%(ground)s: the employee may answer until %(date)s. Wait for the "
                    "answer, or confirm it afterwards.",
                    ground=self.display_name,
                    date=self.answer_deadline,
                )
            )

    def _check_claims_still_differ(self):
        """Facts may have been corrected since the proposal."""
        if not self.report_id._get_mismatches():
            raise UserError(
                self.env._(
                    "%(ground)s: every claim agrees with its fact by now. Drop it.",
                    ground=self.display_name,
                )
            )

    def _remind_decider(self):
        """An activity for a bonus manager who may decide, the day after the deadline.

        Nobody else may be found: then the check-list of the closing tells.
        """
        for record in self:
            barred = record.proposed_by_id | record.employee_id.user_id
            manager = record.company_id._kpi_get_manager()
            if manager in barred:
                manager = (record._get_managers() - barred)[:1]
            if manager:
                record.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=record.answer_deadline + timedelta(days=1),
                    summary=self.env._("Confirm or drop"),
                    user_id=manager.id,
                )

    def _get_managers(self):
        """Bonus managers of the company, the longest known first."""
        group_sudo = self.env.ref("kpi_bonus.group_manager").sudo()
        return group_sudo.all_user_ids.filtered(
            lambda user: not user.share and self.company_id in user.company_ids
        ).sorted("id")

    def _decide(self, state, reason):
        text = self._check_text(reason)
        self._as_kpi_engine().write(
            {
                "state": state,
                "decision_reason": text,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self._announce(text)

    def _announce(self, reason):
        """Pay follows at once; report and employee are told."""
        self.report_id._refresh()
        for record in self:
            record.report_id.message_post(
                body=self.env._(
                    "%(ground)s: %(state)s. %(reason)s",
                    ground=record.ground_id.name,
                    state=record._get_state_label(),
                    reason=reason,
                )
            )
        self._notify_employee("kpi_bonus.kpi_mail_template_ground_decided")

from odoo import models
from odoo.exceptions import UserError

from .kpi_attestation import GOOD_RESULTS


class KpiAttestationSession(models.Model):
    """What is done with a session: planned, held, applied, or cancelled."""

    _inherit = "kpi.attestation.session"

    def action_plan(self):
        """Tell everybody; again, to tell those who were added since.

        :raises UserError: no chair, nobody to attest, or a rule against somebody
        """
        self.check_access("write")
        for session in self:
            session._check_state("draft", "planned")
            session._check_complete()
        people = self._get_people().filtered(lambda att: att.state == "draft")
        people.action_plan()
        self._as_kpi_engine().write({"state": "planned"})
        people._notify_employee("kpi_bonus.mail_template_attestation_planned")
        return True

    def action_hold(self):
        """Make the decisions of the commission final, and tell the employees.

        :raises UserError: no quorum, or something missing for a person
        """
        self.check_access("write")
        for session in self:
            session._check_state("planned")
            session._check_complete()
            session._check_day()
            session._check_quorum()
        people = self._get_people()
        people._check_hold()
        for session in self:
            session._as_kpi_engine().write(
                {
                    "state": "held",
                    "held_on": session.company_id._kpi_today(),
                    "number": session.number or session._get_next_number(),
                }
            )
        # After the sessions: people are told until when they can object.
        people._do_hold()
        return True

    def action_apply(self):
        """Set grades, wages and posts of who passed and does not wait for an answer."""
        self.check_access("write")
        for session in self:
            session._check_state("held")
        passed = self.attestation_ids.filtered(
            lambda att: att.state == "held" and att.result in GOOD_RESULTS
        )
        passed.filtered(lambda att: att.objection_state != "open").action_apply()
        for session in self:
            waiting = session.attestation_ids.filtered(
                lambda att: att.objection_state == "open"
            )
            if not waiting:
                session._as_kpi_engine().write({"state": "done"})
        return True

    def action_cancel(self):
        """It does not take place; the people are proposed for another one."""
        self.check_access("write")
        for session in self:
            session._check_state("draft", "planned")
        people = self._get_people()._as_kpi_engine()
        people.write({"session_id": False, "state": "draft"})
        self._as_kpi_engine().write({"state": "cancelled"})
        return True

    def action_open_marks(self):
        """The rows to fill in, person by person; cards on a phone."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_attestation_mark_action"
        )
        return action | {"domain": [("session_id", "=", self.id)], "context": {}}

    def action_open_attestations(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_attestation_action"
        )
        return action | {"domain": [("session_id", "=", self.id)], "context": {}}

    # -- helpers ----------------------------------------------------------------------

    def _get_people(self):
        """Attestations that are held here, without cancelled ones."""
        return self.attestation_ids.filtered(lambda att: att.state != "cancelled")

    # -- checks -----------------------------------------------------------------------

    def _check_state(self, *states):
        if self.state in states:
            return
        labels = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "%(session)s is %(state)s: this can't be done any more, or not yet.",
                session=self.display_name,
                state=labels[self.state],
            )
        )

    def _check_complete(self):
        if not self.chair_id:
            raise UserError(
                self.env._(
                    "%(session)s: choose the chair of the commission.",
                    session=self.display_name,
                )
            )
        if not self._get_people():
            raise UserError(
                self.env._(
                    "%(session)s: add the people to be attested.",
                    session=self.display_name,
                )
            )

    def _check_day(self):
        if self.date > self.company_id._kpi_today():
            raise UserError(
                self.env._(
                    "%(session)s is not before its date. Change the date if it was "
                    "held already.",
                    session=self.display_name,
                )
            )

    def _check_quorum(self):
        if not self.has_quorum:
            raise UserError(
                self.env._(
                    "%(session)s: no quorum. Members present: %(present)s of %(total)s,"
                    " needed: %(needed)s. Hold it on another day.",
                    session=self.display_name,
                    present=self.present_count,
                    total=self.member_count,
                    needed=self.needed_count,
                )
            )

    def _get_next_number(self):
        """Protocols are numbered by company and year; numbers typed in are kept."""
        year = self.date.year
        sessions = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date", ">=", f"{year}-01-01"),
                ("date", "<=", f"{year}-12-31"),
                ("number", "!=", False),
            ]
        )
        numbers = [
            int(number) for number in sessions.mapped("number") if number.isdecimal()
        ]
        return str(max(numbers, default=0) + 1)

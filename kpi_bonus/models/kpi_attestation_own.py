from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MAX_TEXT = 10000
ACTIVITY = "mail.mail_activity_data_todo"
# Proposals are not shown: nobody has agreed to them yet.
SHOWN_STATES = ("planned", "held", "applied")


class KpiAttestation(models.Model):
    """The employee's own word: he objects to a result, and gets an answer."""

    _inherit = "kpi.attestation"

    objection_deadline = fields.Date(
        string="Objection until",
        compute="_compute_objection_deadline",
        help="Last day on which the employee can object, counted in working days from "
        "the day after the session was held.",
    )
    retake_ids = fields.One2many("kpi.attestation", "previous_id", "Retakes")

    @api.depends("held_on", "company_id.kpi_attestation_objection_days")
    def _compute_objection_deadline(self):
        """Once for the people of a day: the calendar is asked by queries."""
        self.objection_deadline = False
        held = self.filtered("held_on")
        for (company, day), records in held.grouped(
            lambda att: (att.company_id, att.held_on)
        ).items():
            days = company.kpi_attestation_objection_days
            records.objection_deadline = company._kpi_add_workdays(day, days)

    # -- the employee -----------------------------------------------------------------

    def _is_hidden_from_employee(self):
        hidden = any(attestation.state not in SHOWN_STATES for attestation in self)
        return hidden or super()._is_hidden_from_employee()

    def _get_portal_path(self):
        return "/my/kpi/career"

    def action_object(self, text):
        """The employee objects to the result; the bonus manager is to answer.

        :raises AccessError: not his own
        :raises UserError: no text, nothing to object to, twice, or too late
        """
        attestation_sudo = self._get_own_sudo()
        attestation_sudo.ensure_one()
        attestation_sudo.lock_for_update()
        text = (text or "").strip()
        attestation_sudo._check_can_object()
        if not text or len(text) > MAX_TEXT:
            raise UserError(
                self.env._("Write what is wrong with the result, in a few sentences.")
            )
        attestation_sudo._as_kpi_engine().write(
            {
                "objection": text,
                "objected_on": self.env.cr.now(),
                "objection_state": "open",
            }
        )
        attestation_sudo._schedule_answer()
        return True

    def _check_can_object(self):
        """Refuse in words that the employee reads on his page."""
        if not self._has_result():
            raise UserError(self.env._("There is no result to object to yet."))
        if self.objection_state != "none":
            raise UserError(
                self.env._("You have objected already. You find the answer here.")
            )
        if not self._is_in_time_to_object():
            raise UserError(
                self.env._(
                    "It is too late to object: the last day was %(day)s. Talk to your "
                    "head.",
                    day=self.objection_deadline or "",
                )
            )

    def _has_result(self):
        return self.state in ("held", "applied") and bool(self.result)

    def _is_in_time_to_object(self):
        deadline = self.objection_deadline
        return bool(deadline) and self.company_id._kpi_today() <= deadline

    def _schedule_answer(self):
        manager = self.company_id._kpi_get_manager()
        if manager:
            self.activity_schedule(
                ACTIVITY,
                self.company_id._kpi_today(),
                summary=self.env._("Answer the objection"),
                user_id=manager.id,
            )

    # -- the answer -------------------------------------------------------------------

    def action_reject_objection(self, answer):
        """The result stands."""
        return self._answer_objection("rejected", answer)

    def action_uphold_objection(self, answer, date=False):
        """The result falls; the person is proposed for a retake.

        :param date: of the retake
        :return: the retake
        """
        self.ensure_one()
        if self.state == "applied":
            self.check_access("write")
            raise UserError(
                self.env._(
                    "%(attestation)s is applied. Undo it first, then answer the "
                    "objection.",
                    attestation=self.display_name,
                )
            )
        self._answer_objection("upheld", answer, result="retake")
        return self._create_retake(date)

    def _answer_objection(self, state, answer, **vals):
        self.ensure_one()
        self.check_access("write")
        if self.sudo().employee_id.user_id == self.env.user:
            raise AccessError(
                self.env._(
                    "%(attestation)s is your own: somebody else must answer.",
                    attestation=self.display_name,
                )
            )
        if self.objection_state != "open":
            raise UserError(
                self.env._(
                    "%(attestation)s: there is no objection to answer.",
                    attestation=self.display_name,
                )
            )
        answer = (answer or "").strip()
        if not answer:
            raise UserError(
                self.env._(
                    "%(attestation)s: give the reasons; the employee will read them.",
                    attestation=self.display_name,
                )
            )
        self._as_kpi_engine().write(
            {"objection_state": state, "objection_answer": answer, **vals}
        )
        self.sudo().activity_unlink([ACTIVITY])
        self._notify_employee("kpi_bonus.mail_template_attestation_objection")
        return True

    # -- retakes ----------------------------------------------------------------------

    def action_retake(self):
        """Propose the person again. :return: the form of the new attestation"""
        self.ensure_one()
        self.check_access("write")
        if self.state != "held" or self.result not in ("failed", "retake"):
            raise UserError(
                self.env._(
                    "%(attestation)s: only what was failed or put off is retaken.",
                    attestation=self.display_name,
                )
            )
        return self._create_retake(self.retake_date).get_formview_action()

    def _create_retake(self, date):
        """One that is open already is taken, so that nobody is attested twice."""
        open_retake = self.retake_ids.filtered(
            lambda att: att.state in ("draft", "planned")
        )
        if open_retake:
            return open_retake[0]
        vals = self.copy_data()[0] | {
            "date": date or self.company_id._kpi_today(),
            "previous_id": self.id,
        }
        vals.pop("effective_date", None)
        return self._as_kpi_engine().create(vals).with_env(self.env)

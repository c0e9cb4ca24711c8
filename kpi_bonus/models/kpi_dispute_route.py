from odoo import models
from odoo.exceptions import AccessError, UserError

from .kpi_dispute import UNDECIDED

ACTIVITY = "mail.mail_activity_data_todo"
WITH_HEAD = ("open", "head")


class KpiDispute(models.Model):
    """Who has to act, and until when.

    The record rule says which disputes a user sees; the methods check that he is head
    or manager and not the employee himself, and then act with rights lifted, because
    nobody may write a dispute's fields.
    """

    _inherit = "kpi.dispute"

    def _get_portal_path(self):
        return f"/my/kpi/dispute/{self.id}"

    def write(self, vals):
        handed_on = {"assignee_id", "deadline"} & vals.keys()
        if handed_on and not self._is_kpi_engine():
            self._check_undecided()
        result = super().write(vals)
        if "assignee_id" in vals:
            self._check_assignee()
        if handed_on or "state" in vals:
            self._sync_activity()
        return result

    def action_take(self):
        """Begin to look into it: the head of the section, or a bonus manager."""
        for dispute in self:
            dispute_sudo = dispute._get_handler_sudo()
            is_manager = self.env.user.has_group("kpi_bonus.group_manager")
            dispute_sudo.write(
                {
                    "state": "manager" if is_manager else "head",
                    "assignee_id": self.env.uid,
                }
            )
        return True

    def action_forward(self, answer, opinion=False):
        """The head's answer, which the employee gets; the bonus manager decides.

        :param opinion: ``accept`` or ``reject``, for the manager
        """
        self.ensure_one()
        dispute_sudo = self._get_handler_sudo()
        answer = (answer or "").strip()
        if self.state not in WITH_HEAD:
            raise UserError(
                self.env._(
                    "%(dispute)s is with the bonus manager already.",
                    dispute=self.display_name,
                )
            )
        if not answer or opinion not in (False, "accept", "reject"):
            raise UserError(
                self.env._(
                    "%(dispute)s: write your answer; the employee will read it.",
                    dispute=self.display_name,
                )
            )
        dispute_sudo.write(
            {
                "head_answer": answer,
                "head_opinion": opinion,
                "answered_by_id": self.env.uid,
                "answered_on": self.env.cr.now(),
                **dispute_sudo._prepare_manager_vals(),
            }
        )
        dispute_sudo._notify_employee("kpi_bonus.kpi_mail_template_dispute_answered")
        return True

    def action_reassign(self, user_id):
        """Give it to another head of the section or to another bonus manager."""
        self.write({"assignee_id": user_id})
        return True

    # -- whose turn -------------------------------------------------------------------

    def _do_start(self):
        """A new dispute goes to the head, or to the manager if there is no other."""
        for dispute in self:
            head = dispute._find_head()
            if head:
                vals = {"assignee_id": head.id, "deadline": dispute._get_deadline()}
            else:
                vals = dispute._prepare_manager_vals()
            dispute._as_kpi_engine().write(vals)

    def _find_head(self):
        """User of the nearest head upward who is not the employee himself."""
        user = self.department_id._kpi_get_head_user(self.employee_id)
        return user.filtered(self._is_possible_assignee)

    def _find_manager(self):
        """The bonus manager in charge, another one if that is the employee himself."""
        users = self.company_id._kpi_get_manager()
        users |= self.env.ref("kpi_bonus.group_manager").all_user_ids.sorted("id")
        return next(filter(self._is_possible_assignee, users), users.browse())

    def _is_possible_assignee(self, user):
        """Whether the user is head above this section or bonus manager, and not the
        employee himself.
        """
        is_inside = user.active and self.company_id in user.company_ids
        if not is_inside or user == self.employee_id.user_id:
            return False
        seen = self.with_user(user).with_context(
            allowed_company_ids=self.company_id.ids
        )
        is_head = user.has_group("kpi_bonus.group_section_head")
        return is_head and seen.has_access("read")

    def _prepare_manager_vals(self):
        return {
            "state": "manager",
            "assignee_id": self._find_manager().id,
            "deadline": self._get_deadline(),
        }

    def _get_deadline(self):
        company = self.company_id
        return company._kpi_add_workdays(company._kpi_today(), company.kpi_dispute_days)

    def _sync_activity(self):
        """One activity, of whoever has to act."""
        # sudo: activities of others are replaced.
        disputes_sudo = self.sudo()
        disputes_sudo.activity_unlink([ACTIVITY])
        for dispute in disputes_sudo:
            if dispute.state in UNDECIDED and dispute.assignee_id:
                dispute.activity_schedule(
                    ACTIVITY,
                    dispute.deadline,
                    summary=dispute._get_activity_summary(),
                    user_id=dispute.assignee_id.id,
                )

    def _get_activity_summary(self):
        if self.state == "manager":
            return self.env._("Decide the dispute")
        return self.env._("Answer the dispute")

    # -- checks -----------------------------------------------------------------------

    def _get_handler_sudo(self):
        """This dispute with rights lifted, for a head or manager who may act on it."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("kpi_bonus.group_section_head"):
            raise AccessError(
                self.env._(
                    "%(dispute)s: only the section head and the bonus manager may do "
                    "this.",
                    dispute=self.display_name,
                )
            )
        self._check_not_own()
        self._check_undecided()
        # sudo: access is checked above; the callers write what their names say.
        return self.sudo()._as_kpi_engine()

    def _check_not_own(self):
        for dispute in self:
            if dispute.sudo().employee_id.user_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "%(dispute)s is your own: somebody else must answer and decide "
                        "it.",
                        dispute=dispute.display_name,
                    )
                )

    def _check_undecided(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for dispute in self:
            if dispute.state not in UNDECIDED:
                raise UserError(
                    self.env._(
                        "%(dispute)s is settled already: %(state)s.",
                        dispute=dispute.display_name,
                        state=labels[dispute.state],
                    )
                )

    def _check_assignee(self):
        # sudo: a manager need not read other users' groups and companies.
        for dispute in self.sudo():
            user = dispute.assignee_id
            if user and not dispute._is_possible_assignee(user):
                raise UserError(
                    self.env._(
                        "%(dispute)s: %(user)s is neither a head above this section "
                        "nor a bonus manager. Choose one of them.",
                        dispute=dispute.display_name,
                        user=user.name,
                    )
                )

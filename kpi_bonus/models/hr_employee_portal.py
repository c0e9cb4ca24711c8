from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

PORTAL_GROUPS = "hr.group_hr_user,kpi_bonus.group_manager"


class HrEmployee(models.Model):
    """A login without licence for whoever has none: his pages are ``/my/kpi``."""

    _inherit = "hr.employee"

    def action_kpi_give_portal_access(self):
        """Invite people by their work e-mail and link the login to the employee.

        The link decides whose pay a login sees. So an existing login is taken only if
        it is a portal user without an employee, and never one of the staff.

        :raises AccessError: neither HR officer nor bonus manager
        :raises UserError: names who can't be invited, and nobody is
        """
        if not self.env.user.has_groups(PORTAL_GROUPS):
            raise AccessError(
                self.env._("Only HR officers and bonus managers give portal access.")
            )
        self.check_access("read")
        problems = [
            problem for employee in self if (problem := employee._get_portal_problem())
        ]
        if problems:
            raise UserError("\n".join(problems))
        # sudo: creates logins, which are the administrator's, but portal ones only.
        for employee_sudo in self.sudo():
            employee = employee_sudo.with_company(employee_sudo.company_id)
            employee._kpi_give_portal_access()
        return self._get_portal_notification()

    def _get_portal_problem(self):
        """Why a person can't be invited; False if he can."""
        # sudo: logins, to compare addresses.
        employee = self.sudo()
        figures = {"employee": employee.name, "email": employee.work_email or ""}
        if employee.user_id:
            return self.env._("%(employee)s has a login already.", **figures)
        email = email_normalize(employee.work_email)
        if not email:
            return self.env._(
                "%(employee)s: enter a work e-mail of his own first.", **figures
            )
        user = employee._find_portal_user(email)
        if user and (not user.share or user._is_public() or not user.active):
            return self.env._(
                "%(employee)s: %(email)s is the login of somebody on the staff, or is "
                "archived. Link it on the employee's form if it is his.",
                **figures,
            )
        # Of several companies he may be an employee; in one it would be somebody else.
        company = Domain("company_id", "=", employee.company_id.id)
        others = Domain("user_id", "in", user.ids) | Domain(
            "work_email", "=ilike", email
        )
        people = employee.with_context(active_test=False)
        if people.search_count(company & others & Domain("id", "!=", employee.id)):
            return self.env._(
                "%(employee)s: %(email)s belongs to another employee, too. Enter an "
                "e-mail of his own.",
                **figures,
            )
        return False

    def _find_portal_user(self, email):
        users = self.env["res.users"].with_context(active_test=False)
        return users.search([("login", "=ilike", email)], limit=1)

    def _kpi_give_portal_access(self):
        email = email_normalize(self.work_email)
        user = self._find_portal_user(email)
        if not user:
            user = self._invite_to_portal(email)
        self.user_id = user

    def _invite_to_portal(self, email):
        """A portal user by Odoo's own wizard, which sends the invitation."""
        partner = self.work_contact_id
        # A contact may stand for several people: whoever opens it is not yet known.
        if not partner or len(partner.employee_ids) > 1 or partner.user_ids:
            partner = partner.create(
                {
                    "name": self.name,
                    "email": email,
                    "company_id": self.company_id.id,
                }
            )
        wizard = self.env["portal.wizard"].create(
            {"partner_ids": [(6, 0, partner.ids)]}
        )
        row = wizard.user_ids.filtered(lambda row: row.partner_id == partner)
        row.email = email
        partner.lang = self.lang or self.company_id.partner_id.lang
        row.action_grant_access()
        return row.user_id

    def _get_portal_notification(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Portal access given: %(people)s",
                    people=", ".join(self.mapped("name")),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

from odoo import api, models
from odoo.exceptions import AccessError


class KpiOwnMixin(models.AbstractModel):
    """Records about one employee, who may act on them without an access row.

    Portal and plain users have no rights on any KPI model: a session that may read a
    model can call all of it. What they may do are methods which check ownership here,
    once, and then act with rights lifted. The models have an ``employee_id``.
    """

    _name = "kpi.own.mixin"
    _description = "Employee's own KPI record"

    def _get_own_sudo(self):
        """These records with rights lifted, if they are about the current user.

        :raises AccessError: somebody else's, or not shown to employees (yet)
        """
        # sudo: nothing is done with the records before the check that follows. A client
        # may send any context, such as defaults or "no tracking": only this is kept.
        kept = ("lang", "tz", "allowed_company_ids")
        context = {name: self.env.context.get(name) for name in kept}
        env = self.env(context={k: v for k, v in context.items() if v})
        records_sudo = self.with_env(env).sudo().exists()
        for record in records_sudo:
            if record.employee_id.user_id != self.env.user:
                records_sudo = records_sudo.browse()
                break
        if len(records_sudo) != len(self) or records_sudo._is_hidden_from_employee():
            # One text for all causes: a stranger must not learn what exists.
            raise AccessError(
                self.env._("This is not yours, or not open to you. Ask your head.")
            )
        return records_sudo

    @api.model
    def _get_me_sudo(self):
        """The current user as an employee, in his current company if he is there."""
        # sudo: one's own record; plain users may not read hr.employee.
        employees_sudo = self.env.user.sudo().employee_ids
        here = employees_sudo.filtered(lambda emp: emp.company_id == self.env.company)
        if not employees_sudo:
            raise AccessError(
                self.env._(
                    "This is for employees. Ask HR to link your login to your employee "
                    "record."
                )
            )
        return (here or employees_sudo)[:1]

    def _is_hidden_from_employee(self):
        """Hook: whether one of the records is not for the employee's eyes."""
        return False

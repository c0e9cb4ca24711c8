from odoo import models
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

    def _is_hidden_from_employee(self):
        """Hook: whether one of the records is not for the employee's eyes."""
        return False

    # -- messages ---------------------------------------------------------------------

    def _notify_employee(self, template_xmlid):
        """Send a mail template to the employees of the records, in their language.

        Whoever has a login gets it as he gets Odoo's notifications; whoever has none,
        at his work e-mail.
        """
        # sudo: a head may not read his people's private data, nor mail templates.
        records_sudo = self.sudo()
        template_sudo = self.env.ref(template_xmlid).sudo()
        for lang, records in records_sudo.grouped(
            lambda record: record._get_employee_lang()
        ).items():
            template = template_sudo.with_context(lang=lang)
            subjects = template._render_field("subject", records.ids)
            bodies = template._render_field("body_html", records.ids)
            for record in records:
                record._deliver(subjects[record.id], bodies[record.id])

    def _get_employee_lang(self):
        employee = self.employee_id
        return employee.user_id.lang or employee.company_id.partner_id.lang

    def _deliver(self, subject, body):
        employee = self.employee_id
        sender = employee.company_id.email_formatted or self.env.user.email_formatted
        partner = employee.user_id.partner_id
        if partner:
            # Queued: a run for a thousand people must not wait for the mail server.
            self.env["mail.thread"].with_context(
                mail_notify_force_send=False
            ).message_notify(
                partner_ids=partner.ids,
                subject=subject,
                body=body,
                author_id=self.env.ref("base.partner_root").id,
                email_from=sender,
            )
        elif employee.work_email:
            self.env["mail.mail"].create(
                {
                    "subject": subject,
                    "body_html": body,
                    "email_from": sender,
                    "email_to": employee.work_email,
                }
            )

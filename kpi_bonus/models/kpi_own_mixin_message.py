from markupsafe import Markup

from odoo import models


class KpiOwnMixin(models.AbstractModel):
    """Messages to the employee whom a record is about, in the channel that he has.

    Everything is listed on his KPI pages. Beyond that, whoever has a login gets it as
    he chose for this kind of message, else as he gets Odoo's notifications: by e-mail
    or in Discuss. Whoever has no login gets it at his work e-mail.
    """

    _inherit = "kpi.own.mixin"

    # A field "kpi_notify_…" of hr.employee holds the channel chosen for it.
    _kpi_message_kind = "result"

    def _notify_employee(self, template_xmlid, kind=None):
        """Send a mail template to the employees of the records, in their language.

        :param kind: of message, if not that of the model
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
            for record in records.with_context(lang=lang):
                record._deliver(
                    subjects[record.id],
                    bodies[record.id],
                    kind or self._kpi_message_kind,
                )

    def _get_employee_lang(self):
        employee = self.employee_id
        return employee.user_id.lang or employee.company_id.partner_id.lang

    def _get_portal_path(self):
        """Hook: the page of the employee on which the record is found."""
        if "report_id" in self._fields:
            return self.report_id._get_portal_path()
        return "/my/kpi"

    def _deliver(self, subject, body, kind):
        employee = self.employee_id
        sender = employee.company_id.email_formatted or self.env.user.email_formatted
        partner = employee.user_id.partner_id
        if partner:
            # Queued: a run for a thousand people must not wait for the mail server.
            self.env["kpi.messenger"].with_context(
                mail_notify_force_send=False
            ).message_notify(
                partner_ids=partner.ids,
                subject=subject,
                body=Markup("%s%s") % (body, self._render_portal_button()),
                author_id=self.env.ref("base.partner_root").id,
                email_from=sender,
                subtype_xmlid="kpi_bonus.kpi_mail_subtype_employee",
                kpi_channel=employee[f"kpi_notify_{kind}"],
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

    def _render_portal_button(self):
        """A link to the page; only for those with a login, who can open it."""
        url = f"{self.employee_id.get_base_url()}{self._get_portal_path()}"
        return self.env["ir.qweb"]._render("kpi_bonus.message_button", {"url": url})

from odoo import models
from odoo.tools import format_datetime


class KpiPlanReport(models.Model):
    """What stands in the signature blocks of the sheet: steps taken electronically.

    A step that was not taken has an empty line, to be signed with a pen.
    """

    _inherit = "kpi.plan.report"

    def _prepare_paper_signatures(self):
        return {
            "signature": self.signature
            and f"data:image/png;base64,{self.signature.decode()}",
            "signed": self._get_paper_signed(),
            "submitted": self._get_paper_submitted(),
            "checked": self._get_paper_checked(),
        }

    def _get_paper_signed(self):
        """Who signed the plan electronically, when, from where and what."""
        if not self.signed_on:
            return []
        # sudo: the name of a login.
        login = self.signed_by_id.sudo().name
        texts = [
            self.env._(
                "Signed electronically: %(name)s, %(time)s",
                name=self.signed_name,
                time=self._format_paper_time(self.signed_on),
            )
        ]
        if self.signed_in_person:
            texts.append(
                self.env._("In person, on the device of %(login)s", login=login)
            )
        else:
            texts.append(self.env._("With the login of %(login)s", login=login))
        if self.signed_from:
            texts.append(self.env._("From address %(ip)s", ip=self.signed_from))
        texts.append(self.env._("Terms, SHA-256: %(hash)s", hash=self.terms_hash))
        return texts

    def _get_paper_submitted(self):
        if not self.submitted_on:
            return []
        text = self.env._(
            "Handed in electronically: %(time)s",
            time=self._format_paper_time(self.submitted_on),
        )
        return [text, self.env._("Late")] if self.is_late else [text]

    def _get_paper_checked(self):
        if not self.checked_on:
            return []
        time = self._format_paper_time(self.checked_on)
        # sudo: the name of a login.
        name = self.checked_by_id.sudo().name
        if not name:
            return [self.env._("Not drawn for checking: %(time)s", time=time)]
        return [self.env._("Checked: %(name)s, %(time)s", name=name, time=time)]

    def _format_paper_time(self, moment):
        zone = self.company_id._kpi_get_tz()
        return f"{format_datetime(self.env, moment, tz=zone)} ({zone})"

import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.image import binary_to_image

from ..kpi_canonical import digest

NAME_LENGTH = 128
# A signature drawn on a telephone has some 20 KB and 1500 dots.
SIGNATURE_BYTES = 500_000
SIGNATURE_SIDE = 5000


class KpiPlanReport(models.Model):
    """Signing: the person says that he knows the plan and its terms."""

    _inherit = "kpi.plan.report"

    signature = fields.Image(
        max_width=1024, max_height=1024, attachment=True, copy=False
    )
    signed_name = fields.Char(string="Signed by", copy=False)
    signed_on = fields.Datetime(string="Signed on", copy=False)
    signed_by_id = fields.Many2one(
        "res.users",
        string="Signed with the login of",
        copy=False,
        help="The employee, or the head on whose device he signed.",
        ondelete="restrict",
    )
    signed_in_person = fields.Boolean(string="Signed on the head's device", copy=False)
    signed_from = fields.Char(string="Signed from (IP address)", copy=False)

    def action_sign(self, name, signature, terms_hash=None):
        """An employee signs his own plan.

        :param name: as he writes it
        :param signature: PNG, base64, as Odoo's signature widgets send it
        :param terms_hash: ``terms_hash`` of the sheet he saw, to be sure it is this one
        :raises AccessError: not his own, or not shown to him
        :raises UserError: not to be signed (any more), no name, no drawing
        """
        report_sudo = self._get_own_sudo()
        report_sudo.ensure_one()
        if terms_hash is not None and terms_hash != report_sudo.terms_hash:
            raise UserError(
                self.env._(
                    "%(report)s: this is not the sheet that you were shown. Load the "
                    "page again, read the plan and sign it.",
                    report=report_sudo.display_name,
                )
            )
        report_sudo._do_sign(name, signature)

    def action_sign_in_person(self):
        """Open the sheet for the employee to sign on the head's device."""
        self.ensure_one()
        self._check_head()
        self._check_step("signed")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_report_sign_action"
        )
        return action | {"context": {"default_report_id": self.id}}

    def _do_sign(self, name, signature, in_person=False):
        self._check_step("signed")
        self._check_terms_hash()
        self._as_kpi_engine().write(
            {
                "state": "signed",
                "signed_name": self._parse_signed_name(name),
                "signature": self._parse_signature(signature),
                "signed_on": fields.Datetime.now(),
                "signed_by_id": self.env.uid,
                "signed_in_person": in_person,
                "signed_from": request.httprequest.remote_addr if request else False,
            }
        )
        self._refresh()
        self._close_head_activities("signed")

    def _check_terms_hash(self):
        if digest(self.terms) != self.terms_hash:
            raise UserError(
                self.env._(
                    "%(report)s: the terms are not those that were issued. Ask the "
                    "bonus manager to find out who changed them.",
                    report=self.display_name,
                )
            )

    def _parse_signed_name(self, name):
        text = name.strip() if isinstance(name, str) else ""
        if not text or len(text) > NAME_LENGTH:
            raise UserError(
                self.env._(
                    "%(report)s: write your name, in %(length)s characters at most.",
                    report=self.display_name,
                    length=NAME_LENGTH,
                )
            )
        return text

    def _parse_signature(self, signature):
        """The drawing, if it is one: it is printed, and it is shown to others."""
        try:
            # TypeError: neither text nor bytes. ValueError: no base64.
            content = base64.b64decode(signature, validate=True)
            if len(content) > SIGNATURE_BYTES:
                raise ValueError
            image = binary_to_image(content)
            if image.format != "PNG" or max(image.size) > SIGNATURE_SIDE:
                raise ValueError
            # OSError, SyntaxError: cut off, or spoilt.
            image.load()
        except (TypeError, ValueError, UserError, OSError, SyntaxError) as error:
            raise UserError(
                self.env._(
                    "%(report)s: the signature is no drawing that can be kept. Sign "
                    "once more.",
                    report=self.display_name,
                )
            ) from error
        return base64.b64encode(content)

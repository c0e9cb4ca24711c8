import base64
import binascii

from odoo import models
from odoo.exceptions import ValidationError

MAX_FILES = 10  # of one dispute
MAX_BYTES = 10 * 2**20  # a photo from a phone has 3 to 8 MB


class KpiDispute(models.Model):
    """Receipts and photos that the employee adds."""

    _inherit = "kpi.dispute"

    def action_attach(self, files):
        """Add files to the current user's own dispute while it is not decided.

        :param files: a list of ``{"name": "…", "content": "…base64…"}``
        """
        self.ensure_one()
        dispute_sudo = self._get_own_sudo()
        dispute_sudo._check_undecided()
        dispute_sudo._attach(files)
        return True

    def _attach(self, files):
        attachments = [self._decode(file) for file in files]
        if len(attachments) + len(self._get_own_files()) > MAX_FILES:
            raise ValidationError(
                self.env._(
                    "%(dispute)s: at most %(count)s files.",
                    dispute=self.display_name,
                    count=MAX_FILES,
                )
            )
        self.with_context(mail_post_autofollow_author_skip=True).message_post(
            body=self.env._("Files from the employee"),
            attachments=attachments,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _decode(self, file):
        """(name, content) of one file, whatever a client sent."""
        try:
            name = file["name"].strip()[:255]
            content = base64.b64decode(file["content"], validate=True)
        except (TypeError, KeyError, AttributeError, ValueError, binascii.Error):
            name = content = None
        if not name or not content or len(content) > MAX_BYTES:
            raise ValidationError(
                self.env._(
                    "%(dispute)s: a file is empty, damaged or larger than %(size)s MB.",
                    dispute=self.display_name,
                    size=MAX_BYTES // 2**20,
                )
            )
        return name, content

    def _get_own_files(self):
        """What the employee sent; others' attachments are not for his eyes."""
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("create_uid", "=", self.employee_id.user_id.id),
            ]
        )

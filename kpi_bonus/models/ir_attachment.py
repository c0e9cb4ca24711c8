from odoo import models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    """Signatures and photos are stored as attachments: evidence, like the figures.

    They are written through their fields, which know whether the record may change,
    and never as attachments by themselves.
    """

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation == "read" or self.env.su:
            return result
        # sudo: where an attachment belongs to is looked at, not shown.
        evidence_sudo = self.sudo().filtered(
            lambda file: file.res_field and (file.res_model or "").startswith("kpi.")
        )
        if not evidence_sudo:
            return result
        evidence = evidence_sudo.with_env(self.env)
        forbidden = evidence | result[0] if result else evidence
        return forbidden, evidence._prepare_kpi_evidence_error

    def _prepare_kpi_evidence_error(self):
        return AccessError(
            self.env._(
                "%(names)s: signatures and photos of KPI pay can't be changed as "
                "files. They belong to the record that they were made for.",
                names=", ".join(self.sudo().mapped("name")),
            )
        )

    def write(self, vals):
        result = super().write(vals)
        if {"res_model", "res_field"} & vals.keys():
            # It may have become evidence just now.
            self.check_access("write")
        return result

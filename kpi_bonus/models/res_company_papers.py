from odoo import fields, models


class ResCompany(models.Model):
    """Who signs papers for the company."""

    _inherit = "res.company"

    kpi_signer_name = fields.Char(
        string="Papers are signed by",
        help="Surname and initials of the head of the company, for orders, regulations "
        "and contracts. Empty: a line to be filled in by hand.",
    )
    kpi_signer_job = fields.Char(
        string="Post of the signer",
        translate=True,
        help="For example: general director.",
    )
    kpi_signer_basis = fields.Char(
        string="Acts on the basis of",
        translate=True,
        help="For the head of a contract: the charter, or a power of attorney with its "
        "number and date.",
    )

    def _kpi_prepare_signer(self):
        """Post and name under a paper; a blank line for what is not known."""
        self.ensure_one()
        # sudo: they stand on every paper that the reader may print.
        company_sudo = self.sudo()
        return {
            "job": company_sudo.kpi_signer_job or self.env._("Head of the company"),
            "name": company_sudo.kpi_signer_name or "",
        }

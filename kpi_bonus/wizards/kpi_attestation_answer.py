from odoo import fields, models


class KpiAttestationAnswer(models.TransientModel):
    """The bonus manager's answer to an objection.

    Everything is read with the user's own rights: a client may name any attestation.
    """

    _name = "kpi.attestation.answer"
    _description = "Answer to an objection"

    attestation_id = fields.Many2one(
        "kpi.attestation", required=True, ondelete="cascade"
    )
    objection = fields.Text(related="attestation_id.objection", related_sudo=False)
    result = fields.Selection(related="attestation_id.result", related_sudo=False)
    decision = fields.Selection(
        [("reject", "The result stands"), ("uphold", "The employee is right: retake")],
        required=True,
        default="reject",
    )
    answer = fields.Text(string="Reasons", help="The employee reads them.")
    retake_date = fields.Date(
        string="Retake on", default=lambda self: self.env.company._kpi_today()
    )

    def action_apply(self):
        self.ensure_one()
        attestation = self.attestation_id
        if self.decision == "reject":
            return attestation.action_reject_objection(self.answer)
        retake = attestation.action_uphold_objection(self.answer, self.retake_date)
        return retake.get_formview_action()

from odoo import fields, models
from odoo.exceptions import UserError


class KpiCareerUndo(models.TransientModel):
    """Asks why applied changes of post, grade or wage are undone.

    Opened on chosen records of any model with ``kpi.career.mixin``.
    """

    _name = "kpi.career.undo"
    _description = "Undo an applied change"

    reason = fields.Char(required=True, help="For the history of the person.")

    def action_undo(self):
        self.ensure_one()
        model = self.env.context.get("active_model")
        if model not in self.env["kpi.career.mixin"]._inherit_children:
            raise UserError(
                self.env._(
                    "%(model)s: nothing to be undone here. Open the change of wage, "
                    "the attestation or the apprentice contract, and undo it there.",
                    model=model or self._description,
                )
            )
        records = self.env[model].browse(self.env.context.get("active_ids") or [])
        records.action_undo(self.reason)
        return {"type": "ir.actions.act_window_close"}

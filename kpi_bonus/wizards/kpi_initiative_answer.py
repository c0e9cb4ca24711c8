from odoo import fields, models


class KpiInitiativeAnswer(models.TransientModel):
    _name = "kpi.initiative.answer"
    _description = "Answer to an initiative"

    initiative_id = fields.Many2one("kpi.initiative", required=True, ondelete="cascade")
    text = fields.Text(
        related="initiative_id.text", string="What was written", related_sudo=False
    )
    anonymous = fields.Boolean(related="initiative_id.anonymous", related_sudo=False)
    answer = fields.Text()
    is_public = fields.Boolean(
        string="Everybody reads it",
        help="Text and answer, without a name, for all employees of the company.",
    )

    def action_apply(self):
        self.ensure_one()
        return self.initiative_id.action_answer(self.answer, self.is_public)

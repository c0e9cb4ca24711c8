from odoo import api, fields, models

METHODS = {
    "answer": "action_record_answer",
    "confirm": "action_confirm",
    "drop": "action_drop",
    "waive": "action_waive",
}


class KpiGroundDecision(models.TransientModel):
    """The words that every step of a ground needs. Rights are the step's own."""

    _name = "kpi.ground.decision"
    _description = "Decision on a ground"

    step = fields.Selection(
        [
            ("propose", "Propose falsification"),
            ("answer", "Enter an answer on paper"),
            ("confirm", "Confirm"),
            ("drop", "Drop"),
            ("waive", "Waive"),
        ],
        required=True,
        readonly=True,
    )
    report_id = fields.Many2one("kpi.plan.report", "Plan-report", readonly=True)
    disqualification_ids = fields.Many2many(
        "kpi.disqualification",
        string="Grounds",
        readonly=True,
    )
    evidence = fields.Text(compute="_compute_evidence")
    text = fields.Text(required=True)

    @api.depends("disqualification_ids")
    def _compute_evidence(self):
        for wizard in self:
            only = wizard.disqualification_ids
            wizard.evidence = only.evidence if len(only) == 1 else False

    def action_apply(self):
        self.ensure_one()
        if self.step == "propose":
            ground = self.report_id.action_propose_falsification(self.text)
            return ground._get_form_action()
        getattr(self.disqualification_ids, METHODS[self.step])(self.text)
        return {"type": "ir.actions.act_window_close"}

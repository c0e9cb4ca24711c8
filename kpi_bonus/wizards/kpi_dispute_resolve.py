from odoo import api, fields, models


class KpiDisputeResolve(models.TransientModel):
    """A head's answer, or a bonus manager's decision with what follows from it.

    Everything is read with the user's own rights: a client may name any dispute.
    """

    _name = "kpi.dispute.resolve"
    _description = "Answer to a dispute"

    dispute_id = fields.Many2one("kpi.dispute", required=True, ondelete="cascade")
    report_id = fields.Many2one(related="dispute_id.report_id", related_sudo=False)
    report_state = fields.Selection(
        related="report_id.state", string="Plan-report state", related_sudo=False
    )
    card_id = fields.Many2one(related="report_id.card_id", related_sudo=False)
    reason = fields.Text(related="dispute_id.reason", related_sudo=False)
    head_answer = fields.Text(related="dispute_id.head_answer", related_sudo=False)
    is_answer = fields.Boolean(
        compute="_compute_is_answer", help="The bonus manager decides afterwards."
    )
    decision = fields.Selection(
        [("accept", "The employee is right"), ("reject", "The report is right")],
        required=True,
        default="accept",
    )
    text = fields.Text(
        string="Reasons", help="The employee and the section head read it."
    )
    outcome = fields.Selection(
        [
            ("fact", "Correct the fact of a KPI"),
            ("card", "Withdraw an entry from the card"),
            ("ground", "Waive a ground for no bonus"),
            ("adjustment", "Adjust the closed plan-report"),
            ("none", "Nothing else: it is corrected already, or needs no correction"),
        ],
        string="What follows",
        compute="_compute_outcome",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    line_id = fields.Many2one(
        "kpi.plan.report.line",
        string="KPI",
        compute="_compute_line_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('report_id', '=', report_id)]",
    )
    fact_label = fields.Char(
        related="line_id.fact_label", string="Fact now", related_sudo=False
    )
    fact = fields.Float(
        string="Right fact",
        digits=0,
        compute="_compute_fact",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    card_line_id = fields.Many2one(
        "kpi.card.line",
        string="Entry",
        domain="[('card_id', '=', card_id), ('state', '=', 'valid')]",
    )
    disqualification_id = fields.Many2one(
        "kpi.disqualification",
        string="Ground",
        domain="[('report_id', '=', report_id), ('state', '=', 'confirmed')]",
    )

    @api.depends("dispute_id")
    @api.depends_context("uid")
    def _compute_is_answer(self):
        is_manager = self.env.user.has_group("kpi_bonus.group_manager")
        for wizard in self:
            wizard.is_answer = not is_manager

    @api.depends("dispute_id")
    def _compute_outcome(self):
        outcomes = {"fact": "fact", "card": "card", "ground": "ground"}
        for wizard in self:
            if wizard.report_state == "closed":
                wizard.outcome = "adjustment"
            else:
                code = wizard.dispute_id.reason_code
                wizard.outcome = outcomes.get(code, "none")

    @api.depends("dispute_id")
    def _compute_line_id(self):
        for wizard in self:
            wizard.line_id = wizard.dispute_id.line_id

    @api.depends("line_id")
    def _compute_fact(self):
        for wizard in self:
            wizard.fact = wizard.line_id.fact

    def action_apply(self):
        self.ensure_one()
        dispute = self.dispute_id
        if self.is_answer:
            return dispute.action_forward(self.text, self.decision)
        if self.decision == "reject":
            return dispute.action_reject(self.text)
        if self.outcome == "adjustment":
            # It accepts the dispute once the amounts are agreed on.
            return dispute.report_id._open_adjustment_proposal(
                dispute=dispute, reason=self.text
            )
        return dispute.action_accept(self.text, **self._apply_outcome())

    def _apply_outcome(self):
        """Make the correction, with the user's own rights. :return: links to it"""
        if self.outcome == "fact" and self.line_id:
            self.line_id.write(
                {"fact_override": self.fact, "override_reason": self.text}
            )
            return {"corrected_line_id": self.line_id.id}
        if self.outcome == "card" and self.card_line_id:
            self.card_line_id.action_withdraw(self.text)
            return {"card_line_id": self.card_line_id.id}
        if self.outcome == "ground" and self.disqualification_id:
            self.disqualification_id.action_waive(self.text)
            return {"disqualification_id": self.disqualification_id.id}
        return {}

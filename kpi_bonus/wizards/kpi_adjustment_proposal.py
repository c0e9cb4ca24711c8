from odoo import api, fields, models

from ..models.kpi_plan_report_adjustment import GROUND_FLAGS


class KpiAdjustmentProposal(models.TransientModel):
    """What a closed plan-report comes to with the right facts.

    The new value is computed by the terms of the report, from its stored hours, plans
    and facts; only what is changed here differs. Whoever decides may enter another
    value, for instance after wrong hours. Everything is read with the user's own
    rights: a client may name any plan-report.
    """

    _name = "kpi.adjustment.proposal"
    _description = "Proposal of an adjustment"

    report_id = fields.Many2one(
        "kpi.plan.report", string="Plan-report", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="report_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="report_id.currency_id", related_sudo=False)
    dispute_id = fields.Many2one(
        "kpi.dispute", string="After a dispute", readonly=True, ondelete="cascade"
    )
    line_ids = fields.One2many("kpi.adjustment.proposal.line", "proposal_id", "KPIs")
    condition = fields.Boolean(
        string="A ground for no bonus stands",
        help="Untick it if the bonus was not accrued without reason.",
    )
    sanction = fields.Boolean(
        string="A sanction stands",
        help="Untick it if an amount was withheld without reason.",
    )
    effectiveness = fields.Float(
        string="Effectiveness, %", digits=(16, 2), compute="_compute_result"
    )
    bonus_percent = fields.Float(
        string="Bonus, %", digits=(16, 2), compute="_compute_result"
    )
    value_before = fields.Monetary(string="Before", compute="_compute_value_before")
    value_proposed = fields.Monetary(
        string="By the rules",
        compute="_compute_result",
        help="What the report comes to with the facts above.",
    )
    value_after = fields.Monetary(
        string="After",
        compute="_compute_value_after",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Bonus less what is withheld: computed, unless you enter another amount.",
    )
    amount = fields.Monetary(string="Difference", compute="_compute_amount")
    pay_period_id = fields.Many2one(
        "kpi.period",
        string="Paid in",
        domain="[('company_id', '=', company_id), ('state', '!=', 'closed')]",
    )
    reason = fields.Text(
        help="The employee and the section head read it: write no amounts.",
    )

    @api.depends("line_ids.fact_after", "condition", "sanction", "report_id")
    def _compute_result(self):
        self.effectiveness = self.bonus_percent = self.value_proposed = 0
        for proposal in self.filtered("report_id"):
            result = proposal.report_id._compute_result(
                proposal._get_changed_facts(), **proposal._get_changed_inputs()
            )
            proposal.effectiveness = result.effectiveness
            proposal.bonus_percent = result.bonus_percent
            proposal.value_proposed = result.bonus_amount - result.sanction_amount

    @api.depends("value_proposed")
    def _compute_value_after(self):
        for proposal in self:
            proposal.value_after = proposal.value_proposed

    @api.depends("report_id")
    def _compute_value_before(self):
        self.value_before = 0
        for proposal in self.filtered("report_id"):
            proposal.value_before = proposal.report_id._get_effective_bonus()

    @api.depends("value_before", "value_after")
    def _compute_amount(self):
        for proposal in self:
            proposal.amount = proposal.value_after - proposal.value_before

    def action_apply(self):
        """Make the adjustment; a dispute behind it is accepted with the same reason."""
        self.ensure_one()
        adjustment = self.env["kpi.adjustment"]._create_from(
            {
                "report_id": self.report_id.id,
                "pay_period_id": self.pay_period_id.id,
                "value_after": self.value_after,
                "reason": self.reason,
                "dispute_id": self.dispute_id.id,
            },
            self._prepare_basis(),
        )
        if self.dispute_id:
            self.dispute_id.action_accept(self.reason)
        return adjustment.get_formview_action()

    def _get_changed_facts(self):
        """{line id: fact}; the others stay the unrounded sums that are stored."""
        return {
            line.line_id.id: line.fact_after
            for line in self.line_ids
            if line.fact_after != line.line_id.fact
        }

    def _get_changed_inputs(self):
        """Hook: inputs of ``bonus_math.compute`` instead of what stands."""
        return {name: self[name] for name in GROUND_FLAGS}

    def _prepare_basis(self):
        facts = self._get_changed_facts().items()
        return {
            "facts": {str(line_id): repr(fact) for line_id, fact in facts},
            **{name: self[name] for name in GROUND_FLAGS},
        }


class KpiAdjustmentProposalLine(models.TransientModel):
    _name = "kpi.adjustment.proposal.line"
    _description = "Fact in a proposal of an adjustment"
    _order = "id"

    proposal_id = fields.Many2one(
        "kpi.adjustment.proposal", required=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "kpi.plan.report.line",
        string="KPI",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    plan_label = fields.Char(
        related="line_id.plan_label", string="Plan", related_sudo=False
    )
    fact_label = fields.Char(
        related="line_id.fact_label", string="Fact as closed", related_sudo=False
    )
    fact_after = fields.Float(
        string="Right fact", digits=0, help="Of a card: the sum of its points."
    )

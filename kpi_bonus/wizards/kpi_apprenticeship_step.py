from odoo import api, fields, models

from ..models.kpi_grade import MONEY_GROUPS


class KpiApprenticeshipStep(models.TransientModel):
    """Day, reason and money of a step that an apprentice contract takes.

    Rights are the step's own.
    """

    _name = "kpi.apprenticeship.step"
    _description = "Step of an apprentice contract"

    step = fields.Selection(
        [
            ("term", "Change the term"),
            ("let_go", "End the training"),
            ("leave", "End the duty"),
        ],
        required=True,
        readonly=True,
    )
    apprenticeship_id = fields.Many2one(
        "kpi.apprenticeship",
        string="Apprentice contract",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="apprenticeship_id.currency_id")
    date = fields.Date(
        string="Last day",
        compute="_compute_date",
        store=True,
        readonly=False,
        help="Of the training, or of work.",
    )
    days = fields.Integer(
        string="Days added", help="Negative: the training is made shorter."
    )
    good_reason = fields.Boolean(
        string="Good reason",
        compute="_compute_good_reason",
        store=True,
        readonly=False,
        help="Nothing is owed then.",
    )
    stipend_paid = fields.Monetary(
        string="Stipend paid",
        compute="_compute_stipend_paid",
        store=True,
        readonly=False,
        groups=MONEY_GROUPS,
        help="Proposed by calendar days. Correct it to what was paid.",
    )
    owed_amount = fields.Monetary(
        string="Owed to the company",
        compute="_compute_owed_amount",
        groups=MONEY_GROUPS,
    )
    reason = fields.Text(required=True)

    @api.depends("apprenticeship_id")
    def _compute_date(self):
        for wizard in self:
            contract = wizard.apprenticeship_id
            today = contract.company_id._kpi_today()
            departure = contract.employee_id.departure_date
            wizard.date = departure if wizard.step == "leave" and departure else today

    @api.depends("apprenticeship_id")
    def _compute_good_reason(self):
        """Who came to the exam and failed is not at fault until somebody says so."""
        for wizard in self:
            wizard.good_reason = (
                wizard.step == "let_go"
                and wizard.apprenticeship_id.exam_result == "failed"
            )

    @api.depends("apprenticeship_id", "date")
    def _compute_stipend_paid(self):
        for wizard in self:
            contract, day = wizard.apprenticeship_id, wizard.date
            wizard.stipend_paid = day and contract._get_stipend_until(day)

    @api.depends("date", "good_reason", "stipend_paid")
    def _compute_owed_amount(self):
        for wizard in self:
            if wizard.good_reason or not wizard.date or wizard.step == "term":
                wizard.owed_amount = 0
            else:
                wizard.owed_amount = wizard.apprenticeship_id._get_owed(
                    wizard.date, wizard.stipend_paid
                )

    def action_confirm(self):
        self.ensure_one()
        contract = self.apprenticeship_id
        if self.step == "term":
            contract.action_change_term(self.days, self.reason)
        else:
            name = "action_let_go" if self.step == "let_go" else "action_leave"
            getattr(contract, name)(
                self.date, self.reason, self.good_reason, self.stipend_paid
            )
        return {"type": "ir.actions.act_window_close"}

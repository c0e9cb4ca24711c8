from odoo import api, fields, models


class KpiAdjustmentProposal(models.TransientModel):
    """A wage that was decided too late for a closed month.

    Only the bonus is adjusted here: the salary itself is settled in payroll.
    """

    _inherit = "kpi.adjustment.proposal"

    wage_from = fields.Date(string="Other wage from", readonly=True)
    wage = fields.Monetary(
        string="Other wage",
        readonly=True,
        help="The earned salary is computed with it from that day on.",
    )

    @api.depends("wage", "wage_from")
    def _compute_result(self):
        return super()._compute_result()

    def _get_changed_inputs(self):
        inputs = super()._get_changed_inputs()
        if not self.wage_from:
            return inputs
        segments = self.report_id._get_repriced_segments(self.wage, self.wage_from)
        return {**inputs, "segments": segments}

    def _prepare_basis(self):
        basis = super()._prepare_basis()
        if self.wage_from:
            basis["wage"] = repr(self.wage)
            basis["wage_from"] = self.wage_from.isoformat()
        return basis

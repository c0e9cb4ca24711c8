from odoo import Command, fields, models
from odoo.exceptions import UserError

from .kpi_grade import MONEY_GROUPS

GROUND_FLAGS = ("condition", "sanction")


class KpiPlanReport(models.Model):
    """What a closed report comes to after its adjustments."""

    _inherit = "kpi.plan.report"

    adjustment_ids = fields.One2many(
        "kpi.adjustment", "report_id", "Adjustments", groups=MONEY_GROUPS
    )

    def _get_effective_bonus(self):
        """Bonus less what is withheld, as corrected: for who may see money.

        Whenever several reports are asked one after another, their adjustments are
        read at once.
        """
        self.ensure_one()
        amounts = self.adjustment_ids.mapped("amount")
        return self.currency_id.round(
            self.bonus_amount - self.sanction_amount + sum(amounts)
        )

    def action_propose_adjustment(self):
        """Open a proposal for this closed report."""
        return self._open_adjustment_proposal()

    def _open_adjustment_proposal(self, facts=None, dispute=None, reason=None, **vals):
        """Open the form on which an adjustment is decided.

        :param facts: {line id: right fact}, as far as it is known already
        :param vals: more values of the proposal
        """
        self.ensure_one()
        if self.state != "closed":
            raise UserError(
                self.env._(
                    "%(report)s is not closed: correct the fact, the card or the hours "
                    "themselves, and refresh it.",
                    report=self.display_name,
                )
            )
        proposal = self.env["kpi.adjustment.proposal"].create(
            {**self._prepare_proposal_vals(facts or {}, dispute, reason), **vals}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Adjust the plan-report"),
            "res_model": proposal._name,
            "res_id": proposal.id,
            "view_mode": "form",
            "target": "new",
        }

    def _prepare_proposal_vals(self, facts, dispute, reason):
        basis = self._get_basis()
        known = {int(line_id): float(fact) for line_id, fact in basis["facts"].items()}
        known |= facts
        return {
            "report_id": self.id,
            "dispute_id": dispute and dispute.id,
            "reason": reason or False,
            "pay_period_id": self._get_next_pay_period().id,
            **{name: basis[name] for name in GROUND_FLAGS},
            "line_ids": [
                Command.create(
                    {"line_id": line.id, "fact_after": known.get(line.id, line.fact)}
                )
                for line in self.line_ids
            ],
        }

    def _get_basis(self):
        """Facts and grounds that the report counts with after its last adjustment."""
        for adjustment in self.adjustment_ids.sorted("number", reverse=True):
            if adjustment.basis:
                return adjustment.basis
        flags = self._get_ground_flags().get(self.id, {})
        return {
            "facts": {},
            **{name: flags.get(name, False) for name in GROUND_FLAGS},
        }

    def _get_next_pay_period(self):
        """The first period after this one that is not closed."""
        return self.env["kpi.period"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "closed"),
                ("date_from", ">", self.date_from),
            ],
            order="date_from, frequency",
            limit=1,
        )

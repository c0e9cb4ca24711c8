from odoo import api, fields, models
from odoo.exceptions import UserError

# The way of a report: each step, the state before it and the switch that asks for it.
STEPS = {
    "signed": ("issued", "needs_signature"),
    "submitted": ("signed", "needs_submission"),
    "checked": ("submitted", "needs_submission"),
}


class KpiPlanReport(models.Model):
    """The steps from issue to closing. What the terms leave off is skipped."""

    _inherit = "kpi.plan.report"

    state = fields.Selection(group_expand="_group_expand_state")
    next_step = fields.Selection(
        [
            ("signed", "To sign"),
            ("submitted", "To hand in"),
            ("checked", "To check"),
        ],
        string="Awaits",
        compute="_compute_next_step",
        store=True,
        index=True,
        help="What the scheme asks for next. Empty: nothing before closing.",
    )
    state_before_close = fields.Char(
        copy=False, help="Technical: where a reopened period puts the report back to."
    )

    @api.model
    def _group_expand_state(self, states, domain):
        """Columns of a kanban in the order of the month, none that is empty."""
        return [
            key for key in self._fields["state"].get_values(self.env) if key in states
        ]

    @api.depends("state", "terms")
    def _compute_next_step(self):
        for report in self:
            report.next_step = report._get_next_step()

    def _get_next_step(self):
        if self.state in ("draft", "closed"):
            return False
        terms = self.terms or {}
        names = list(STEPS)
        done = names.index(self.state) + 1 if self.state in STEPS else 0
        asked = [name for name in names[done:] if terms.get(STEPS[name][1])]
        return asked[0] if asked else False

    def _get_state_before(self, step):
        """The state that a step starts from: the nearest that the terms ask for."""
        terms = self.terms
        state = STEPS[step][0]
        while state in STEPS and not terms[STEPS[state][1]]:
            state = STEPS[state][0]
        return state

    def _check_step(self, step):
        """:raises UserError: one of the reports does not await this step"""
        for report in self:
            if report.next_step != step:
                raise UserError(report._get_step_message(step))

    def _get_step_message(self, step):
        states = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(report)s is %(now)s and can't become %(next)s: its scheme does not ask "
            "for this step, or it is done, or an earlier one is missing.",
            report=self.display_name,
            now=states[self.state],
            next=states[step],
        )

    def _do_close(self):
        for state, reports in self.grouped("state").items():
            reports._as_kpi_engine().write(
                {"state": "closed", "state_before_close": state}
            )

    def _do_reopen(self):
        for state, reports in self.grouped("state_before_close").items():
            reports._as_kpi_engine().write({"state": state})

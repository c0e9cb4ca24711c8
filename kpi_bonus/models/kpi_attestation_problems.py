from odoo import api, fields, models
from odoo.fields import Domain

from .kpi_attestation import GOOD_RESULTS


class KpiAttestation(models.Model):
    """What stands in the way now, before somebody presses the button."""

    _inherit = "kpi.attestation"

    is_to_apply = fields.Boolean(
        string="To be applied",
        compute="_compute_is_to_apply",
        search="_search_is_to_apply",
    )
    problems = fields.Text(
        string="In the way",
        compute="_compute_problems",
        # Probation is for HR officers; a bonus manager is told why he can't plan.
        compute_sudo=True,
        groups="kpi_bonus.group_manager",
        help="Why it can't be planned or applied as it stands.",
    )

    @api.depends("state", "result")
    def _compute_is_to_apply(self):
        waiting = self.filtered_domain(self._get_to_apply_domain())
        for record in self:
            record.is_to_apply = record in waiting

    def _search_is_to_apply(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_to_apply_domain()
        return domain if True in value else ~domain

    @api.model
    def _get_to_apply_domain(self):
        return Domain("state", "=", "held") & Domain("result", "in", GOOD_RESULTS)

    @api.depends("state", "result", "employee_id", "kind", "date", "effective_date")
    @api.depends("target_grade_id", "target_job_id", "is_voluntary", "objection_state")
    def _compute_problems(self):
        """Together, as for a list: a few queries for all."""
        proposed = self.filtered(lambda rec: rec.state in ("draft", "planned"))
        asked = proposed.filtered(lambda rec: rec.employee_id and rec.date)
        waiting = self.filtered("is_to_apply")
        texts = asked._get_plan_problems() | waiting._get_apply_problems()
        for record in self:
            record.problems = "\n".join(texts.get(record.id, ())) or False

from odoo import models

from .kpi_disqualification import UNDECIDED


class KpiPlanReport(models.Model):
    """What became of a report that was handed in, for the employee's page."""

    _inherit = "kpi.plan.report"

    def _is_outcome_shown(self):
        """Measured and own figures side by side: not before somebody has checked."""
        return bool(self.submitted_on) and (
            self.state == "checked" or self.state == "closed"
        )

    def _prepare_outcome(self):
        """Plain values of the page: own figures, and the measured ones once checked."""
        number = self._format_number
        is_shown = self._is_outcome_shown()
        return {
            "is_checked": is_shown,
            "lines": [line._prepare_outcome(is_shown) for line in self.line_ids],
            "claimed_total": number(self.claimed_effectiveness),
            "claimed_percent": number(self.claimed_bonus_percent),
            "total": number(self.effectiveness) if is_shown else "",
            "percent": number(self.matrix_percent) if is_shown else "",
            "payable": number(self.bonus_percent) if is_shown else "",
            "own_result": self._explain_own_result() if is_shown else "",
        }

    def _prepare_grounds_for_employee(self):
        """The grounds against his bonus that he may know of, the newest first."""
        # Dropped before anybody decided: found by the system, and gone again.
        shown = self.disqualification_ids.filtered(
            lambda ground: ground.state != "dropped" or ground.decided_on
        )
        return [ground._prepare_for_employee() for ground in shown.sorted("id", True)]


class KpiPlanReportLine(models.Model):
    _inherit = "kpi.plan.report.line"

    def _prepare_outcome(self, is_shown):
        values = {
            "id": self.id,
            "name": self.indicator_id.name,
            "claimed": self.claim_label or "",
            "fact": "",
            "differs": False,
            "effectiveness": "",
            "correction": "",
        }
        if not is_shown:
            return values
        values |= {
            "fact": self.fact_label,
            "differs": self.is_mismatch and self.difference_label,
            "effectiveness": self.report_id._format_number(self.effectiveness),
        }
        if self.is_overridden:
            values["correction"] = self._explain_fact(self._get_term())
        return values


class KpiDisqualification(models.Model):
    _inherit = "kpi.disqualification"

    def _prepare_for_employee(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.ground_id.name,
            "kind": kinds[self.kind],
            "evidence": self.evidence,
            "state": self.state,
            "state_label": self._get_state_label(),
            "acts": self.state == "confirmed",
            "can_answer": self._can_be_answered(),
            "answer_deadline": self.answer_deadline
            if self.state in UNDECIDED
            else False,
            "answer": self.answer or "",
            "decision": self.waive_reason or self.decision_reason or "",
        }

    def _can_be_answered(self):
        return self.state == "proposed" and self.report_state != "closed"

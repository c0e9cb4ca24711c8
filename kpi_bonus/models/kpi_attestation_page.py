from odoo import api, models

from .kpi_attestation_own import SHOWN_STATES


class KpiAttestation(models.Model):
    """What the employee sees of his attestations."""

    _inherit = "kpi.attestation"

    @api.model
    def _search_own(self):
        """His own, newest first, with rights lifted; no proposals."""
        # sudo: his own, by the domain.
        attestations_sudo = self.sudo().search(
            [
                ("employee_id.user_id", "=", self.env.uid),
                ("state", "in", SHOWN_STATES),
            ]
        )
        return attestations_sudo.with_env(self.sudo().env)

    def _prepare_for_employee(self):
        """Plain values of one, for the person's own page: no wages.

        Marks and score are the commission's until the result is out.
        """
        self.ensure_one()
        kinds, results, objections = (
            dict(self._fields[name]._description_selection(self.env))
            for name in ("kind", "result", "objection_state")
        )
        has_result = self._has_result()
        number = self.env["kpi.plan.report"]._format_number
        return {
            "id": self.id,
            "kind": kinds[self.kind],
            "date": self.date,
            "place": self.session_id.place or "",
            "target": self._get_target_label(),
            "is_applied": self.state == "applied",
            "effective_date": self.effective_date,
            "result": self.result if has_result else "",
            "result_label": results[self.result] if has_result else "",
            "score": number(self.score) if has_result and self.score else "",
            "result_reason": (self.result_reason or "") if has_result else "",
            "condition": (self.condition or "") if has_result else "",
            "retake_date": self.retake_date if has_result else False,
            "criteria": [
                mark._prepare_for_employee(has_result) for mark in self.mark_ids
            ],
            "objection": self.objection or "",
            "objection_state": self.objection_state,
            "objection_label": objections[self.objection_state],
            "objection_answer": self.objection_answer or "",
            "objection_deadline": self.objection_deadline,
            "can_object": has_result
            and self.objection_state == "none"
            and self._is_in_time_to_object(),
        }


class KpiAttestationMark(models.Model):
    _inherit = "kpi.attestation.mark"

    def _prepare_for_employee(self, has_result):
        """:param has_result: before it only what will be looked at is shown"""
        number = self.env["kpi.plan.report"]._format_number
        return {
            "name": self.criterion_id.name,
            "description": self.criterion_id.description or "",
            "score": number(self.score) if has_result else "",
            "highest": number(self.max_score),
            "needed": number(self.min_score) if self.min_score else "",
            "note": (self.note or "") if has_result else "",
        }

from odoo import api, models


class KpiApprenticeship(models.Model):
    """What the apprentice sees of his own contract."""

    _inherit = "kpi.apprenticeship"

    @api.model
    def _search_own(self):
        """His own that have begun, newest first, with rights lifted."""
        # sudo: his own, by the domain.
        return self.sudo().search(
            [
                ("employee_id.user_id", "=", self.env.uid),
                ("state", "not in", ("draft", "cancelled")),
            ]
        )

    def _prepare_for_employee(self):
        """Plain values of one, for the person's own page; the money is his."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        target = (self.target_job_id.name, self.target_grade_id.name)
        return {
            "number": self.number,
            "state": self.state,
            "state_label": states[self.state],
            "qualification": self.qualification,
            "mentor": self.mentor_id.name or "",
            "date_from": self.date_from,
            "date_to": self.left_on if self.state == "let_go" else self.date_to,
            "target": ", ".join(filter(None, target)),
            "stipend": self.stipend,
            "duty_months": self.duty_months,
            "duty_to": self.duty_to if self.state == "hired" else False,
            "owed": self.owed_amount,
            "currency": self.currency_id,
        }

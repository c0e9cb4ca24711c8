from odoo import api, models

from ..decimal_math import to_decimal


class KpiPractice(models.Model):
    """What the employee sees of his exercises."""

    _inherit = "kpi.practice"

    @api.model
    def _get_for_employee(self):
        """Plain values for the current user: the exercise begun, and what he passed."""
        employee_sudo = self._get_me_sudo()
        # sudo: the current user's own.
        practices_sudo = self.sudo().search([("employee_id", "=", employee_sudo.id)])
        passed = practices_sudo.filtered("passed")
        begun = (practices_sudo - passed)[:1]
        return {
            "exercise": begun._prepare_exercise() if begun else None,
            "has_passed_example": "example" in passed.mapped("kind"),
            "random_count": len(passed.filtered(lambda p: p.kind == "random")),
        }

    def _prepare_exercise(self):
        number = self.env["kpi.plan.report"]._format_number
        exercise = self.exercise
        terms = exercise["terms"]
        names = self._get_kpi_names()
        return {
            "id": self.id,
            "kind": self.kind,
            "tries": self.tries,
            "earned": number(exercise["earned"]),
            "digits": terms["rounding_digits"],
            "matrix": self._format_matrix(terms["matrix"]),
            "overflow": terms["matrix"]["overflow"],
            "lines": [
                self._prepare_exercise_line(*line)
                for line in zip(names, terms["lines"], exercise["lines"], strict=True)
            ],
        }

    @api.model
    def _prepare_exercise_line(self, name, term, figures):
        number = self.env["kpi.plan.report"]._format_number
        values = {
            "name": name,
            "weight": number(term["weight"]),
            "plan": number(figures["plan"]) if to_decimal(figures["plan"]) else "",
            "fact": number(figures["fact"]),
            "rule": self.env["kpi.plan.report.line"]._explain_rule_of(term),
        }
        if term["method"] == "card":
            values["fact"] = self.env._(
                "remarks: %(remarks)s, thanks: %(thanks)s",
                remarks=figures["remarks"],
                thanks=figures["thanks"],
            )
        return values

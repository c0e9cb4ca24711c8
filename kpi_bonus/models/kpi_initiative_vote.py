from odoo import api, fields, models


class KpiInitiativeVote(models.Model):
    """One employee's vote for one idea. Nobody has rights here: only the count shows.

    Without the columns of who and when: the employee alone is what makes it one vote.
    """

    _name = "kpi.initiative.vote"
    _description = "Vote for an idea"
    _log_access = False

    initiative_id = fields.Many2one(
        "kpi.initiative", required=True, ondelete="cascade", index=True
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="initiative_id.company_id")

    _employee_unique = models.UniqueIndex(
        "(initiative_id, employee_id)", "You have voted for this idea already."
    )

    @api.model
    def _search_initiatives(self, employee, initiatives):
        """Those of the initiatives that the employee voted for."""
        votes = self.search_fetch(
            [
                ("employee_id", "=", employee.id),
                ("initiative_id", "in", initiatives.ids),
            ],
            ["initiative_id"],
        )
        return votes.initiative_id

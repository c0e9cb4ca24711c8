from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

PAGE_LENGTH = 50


class KpiInitiative(models.Model):
    """What employees see of the box, and their votes for each other's ideas."""

    _inherit = "kpi.initiative"

    vote_ids = fields.One2many(
        "kpi.initiative.vote", "initiative_id", "Votes for it", groups=fields.NO_ACCESS
    )
    vote_count = fields.Integer(
        string="Votes",
        compute="_compute_vote_count",
        # Nobody reads who voted for what; how many did, everybody does.
        compute_sudo=True,
        store=True,
    )

    @api.depends("vote_ids")
    def _compute_vote_count(self):
        counts = dict(
            self.env["kpi.initiative.vote"]._read_group(
                [("initiative_id", "in", self.ids)], ["initiative_id"], ["__count"]
            )
        )
        for initiative in self:
            initiative.vote_count = counts.get(initiative._origin, 0)

    def action_publish(self):
        """Show notes to everybody before they are answered, so that others can vote."""
        initiatives_sudo = self._get_answerer_sudo()
        initiatives_sudo.is_public = True
        return True

    def action_vote(self, is_for=True):
        """Vote for a colleague's idea, or take the vote back. Twice is once.

        :raises AccessError: no such note among those that the user may read
        :raises UserError: not an idea, or settled
        """
        self.ensure_one()
        employee_sudo = self._get_me_sudo()
        # sudo: employees have no rights here; what they may vote for is checked below.
        idea_sudo = self.sudo().with_context(active_test=False).exists()
        if not idea_sudo._is_shown_to(employee_sudo):
            raise AccessError(
                self.env._("This is not yours, or not open to you. Ask your head.")
            )
        if not idea_sudo._is_votable():
            raise UserError(
                self.env._("Votes are for ideas that everybody reads, until closed.")
            )
        mine = idea_sudo.vote_ids.filtered(lambda v: v.employee_id == employee_sudo)
        if not is_for:
            mine.unlink()
        elif not mine:
            vals = {"initiative_id": idea_sudo.id, "employee_id": employee_sudo.id}
            mine.create([vals])
        return True

    def _is_shown_to(self, employee):
        return bool(self) and (
            self.employee_id == employee
            or (self.is_public and self.company_id == employee.company_id)
        )

    def _is_votable(self):
        return self.kind == "idea" and self.is_public and self.state != "closed"

    @api.model
    def _get_kinds(self):
        """[(code, label)] to choose from."""
        return self._fields["kind"]._description_selection(self.env)

    @api.model
    def _get_for_employee(self, limit=PAGE_LENGTH):
        """Plain values for the current user: his own notes, and the public ones."""
        employee_sudo = self._get_me_sudo()
        # sudo: own notes with their answers, and public ones without their authors.
        notes = self.sudo()
        own = notes.search([("employee_id", "=", employee_sudo.id)], limit=limit)
        public = notes.search(
            [
                ("company_id", "=", employee_sudo.company_id.id),
                ("is_public", "=", True),
            ],
            limit=limit,
        )
        votes = self.env["kpi.initiative.vote"].sudo()
        voted = votes._search_initiatives(employee_sudo, own + public)
        return {
            "own": [note._prepare_for_employee(note in voted) for note in own],
            "public": [
                note._prepare_for_employee(note in voted) for note in public - own
            ],
        }

    def _prepare_for_employee(self, is_voted=False):
        kinds, states = (
            dict(self._fields[name]._description_selection(self.env))
            for name in ("kind", "state")
        )
        return {
            "id": self.id,
            "text": self.text,
            "kind": kinds[self.kind],
            "date": self.date,
            "state": states[self.state],
            "state_code": self.state,
            "is_public": self.is_public,
            "answer": self.answer or "",
            "votes": self.vote_count,
            "is_voted": is_voted,
            "is_votable": self._is_votable(),
        }

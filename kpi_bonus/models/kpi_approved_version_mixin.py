from odoo import fields, models
from odoo.exceptions import UserError, ValidationError


class KpiApprovedVersionMixin(models.AbstractModel):
    """Rules that somebody approves, that end, and that are changed by a new version.

    A model says what it lacks by ``_get_activation_problems``.
    """

    _name = "kpi.approved.version.mixin"
    _description = "Versions of approved KPI rules"
    _inherit = ["kpi.approved.mixin"]

    _kpi_approval_fields = frozenset({"state", "approved_by_id", "approved_on"})

    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("retired", "Retired")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False
    )
    approved_on = fields.Datetime(string="Approved on", readonly=True, copy=False)

    def action_activate(self):
        """Approve drafts in the name of the user: from now on they are kept as is.

        :raises ValidationError: names the record and everything that is wrong with it
        """
        self.check_access("write")
        for record in self:
            record._check_state("draft")
            record._check_activation()
        self._as_approval().write(
            {
                "state": "active",
                "approved_by_id": self.env.uid,
                "approved_on": fields.Datetime.now(),
            }
        )
        return True

    def action_new_version(self):
        """Open a draft copy."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self._create_new_version().id,
            "views": [[False, "form"]],
        }

    def _create_new_version(self):
        """Hook: the draft that is to follow this version."""
        return self.copy()

    def _get_activation_problems(self):
        """Hook: what stands in the way of approval, as a list of messages."""
        return []

    def _check_activation(self):
        problems = self._get_activation_problems()
        if problems:
            raise ValidationError(
                self.env._(
                    "%(record)s can't be activated:\n%(problems)s",
                    record=self.display_name,
                    problems="\n".join(f"- {problem}" for problem in problems),
                )
            )

    def _check_state(self, state):
        self.ensure_one()
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    'The state of %(record)s is "%(now)s"; that is for "%(needed)s". '
                    "To change it, make a new version.",
                    record=self.display_name,
                    now=labels[self.state],
                    needed=labels[state],
                )
            )

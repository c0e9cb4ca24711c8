from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class KpiAttestationPlan(models.TransientModel):
    """Attestations for many people at once.

    A bonus manager puts them into a session. A section head proposes people of his own
    departments, and the manager takes the proposals up here.
    """

    _name = "kpi.attestation.plan"
    _description = "Plan attestations"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        selection="_get_kinds", help="Empty: what comes next for each person."
    )
    date = fields.Date(required=True, default=lambda self: self._default_date())
    session_id = fields.Many2one(
        "kpi.attestation.session",
        string="Session",
        check_company=True,
        domain="[('state', 'in', ('draft', 'planned'))]",
        help="Empty: a new one.",
    )
    reason = fields.Text(help="Why these people are proposed.")
    # The public profile: heads read no employees.
    employee_ids = fields.Many2many(
        "hr.employee.public",
        string="People",
        default=lambda self: self._default_employee_ids(),
    )
    line_ids = fields.One2many(
        "kpi.attestation.plan.line",
        "plan_id",
        string="Rows",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    problem_count = fields.Integer(
        string="Left out", compute="_compute_problem_count", compute_sudo=False
    )

    @api.model
    def _get_kinds(self):
        return self.env["kpi.attestation"]._fields["kind"].selection

    @api.model
    def _default_date(self):
        return self.env.company._kpi_today()

    @api.model
    def _default_employee_ids(self):
        """Those chosen in a list; a row of grade control has the person's id."""
        ids = self.env.context.get("active_ids") or []
        model = self.env.context.get("active_model")
        if model == "kpi.attestation":
            ids = self.env["kpi.attestation"].browse(ids).employee_id.ids
        elif model not in ("hr.employee", "hr.employee.public", "kpi.grade.control"):
            ids = []
        return self.env["hr.employee.public"].browse(ids)

    @api.depends("employee_ids", "kind", "date")
    def _compute_line_ids(self):
        for plan in self:
            people = self.env["hr.employee"].browse(plan.employee_ids._origin.ids)
            rows = plan.line_ids._suggest(people, plan.date, plan.kind)
            plan.line_ids = [Command.clear(), *map(Command.create, rows)]

    @api.depends("line_ids.problem")
    def _compute_problem_count(self):
        for plan in self:
            plan.problem_count = len(plan.line_ids.filtered("problem"))

    def action_apply(self):
        """Make the attestations of the rows without a problem.

        :return: the session for a manager, else the list of what was proposed
        """
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: not line.problem)
        if not lines:
            raise UserError(
                self.env._(
                    "Attestation on %(date)s: nobody is left to be attested. Choose "
                    "other people or another day.",
                    date=self.date,
                )
            )
        session = self._get_session()
        attestations = lines._make_attestations(session)
        if session:
            return session.get_formview_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_attestation_action"
        )
        return action | {"domain": [("id", "in", attestations.ids)], "context": {}}

    def _get_session(self):
        """The session chosen, or a new one; none for a head."""
        sessions = self.env["kpi.attestation.session"]
        if not sessions.has_access("create"):
            return sessions
        return self.session_id or sessions.create(
            {"date": self.date, "company_id": self.company_id.id}
        )

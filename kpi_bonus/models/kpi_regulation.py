from datetime import timedelta

from odoo import api, fields, models


class KpiRegulation(models.Model):
    """One version of a paper that the company adopts: rules of pay in plain words.

    The addon ships samples, which belong to no company and are never changed. A company
    makes its own version of one, edits the clauses, approves it and keeps it: people
    have signed it. What a scheme, a matrix or the settings say is not typed in but put
    in by a clause's ``block`` when the paper is printed.
    """

    _name = "kpi.regulation"
    _inherit = ["mail.thread", "kpi.approved.version.mixin"]
    _description = "Regulation"
    _order = "kind, company_id nulls first, date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    kind = fields.Selection(
        [
            ("bonus", "Bonus regulation"),
            ("attestation", "Attestation regulation"),
            ("apprentice", "Apprentice contract"),
        ],
        required=True,
        default="bonus",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index=True,
        help="Empty: a sample that came with the application.",
    )
    number = fields.Char(string="No.", copy=False)
    date_from = fields.Date(string="In force from", copy=False)
    date_to = fields.Date(
        string="In force until",
        compute="_compute_date_to",
        help="The day before the version that follows. Empty: until there is one.",
    )
    previous_id = fields.Many2one(
        "kpi.regulation",
        string="Made from",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The version before, or the sample.",
    )
    next_ids = fields.One2many("kpi.regulation", "previous_id", "Followed by")
    scheme_ids = fields.Many2many(
        "kpi.scheme",
        string="Bonus schemes",
        check_company=True,
        ondelete="restrict",
        help="KPIs, weights, matrix, grounds and deadlines are printed from them.",
    )
    job_ids = fields.Many2many(
        "hr.job",
        string="Jobs",
        check_company=True,
        ondelete="restrict",
        help="Who signs that he has read it. Empty: those of the schemes; without "
        "schemes everybody.",
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        check_company=True,
        ondelete="restrict",
        help="With those below them. Empty: all.",
    )
    needs_union = fields.Boolean(
        string="Agreed with the trade union",
        help="Prints a place for the union's signature beside the approval.",
    )
    clause_ids = fields.One2many(
        "kpi.regulation.clause", "regulation_id", "Clauses", copy=True
    )
    legal_count = fields.Integer(
        string="To be checked by a lawyer", compute="_compute_legal_count"
    )

    @api.depends("name", "number", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for regulation in self:
            values = {"name": regulation.name, "number": regulation.number}
            if not regulation.name:
                name = self.env._("New regulation")
            elif regulation.number:
                name = self.env._("%(name)s No. %(number)s", **values)
            elif regulation.company_id:
                name = regulation.name
            else:
                name = self.env._("%(name)s (sample)", **values)
            regulation.display_name = name

    @api.depends("next_ids.state", "next_ids.date_from")
    def _compute_date_to(self):
        for regulation in self:
            dates = regulation.next_ids.filtered(
                lambda version: version.state != "draft" and version.company_id
            ).mapped("date_from")
            regulation.date_to = (
                min(dates) - timedelta(days=1)
                if regulation.company_id and dates
                else False
            )

    @api.depends("clause_ids.is_legal")
    def _compute_legal_count(self):
        for regulation in self:
            regulation.legal_count = len(regulation.clause_ids.filtered("is_legal"))

    def action_retire(self):
        """Out of force without a version that follows."""
        self.check_access("write")
        for regulation in self:
            regulation._check_state("active")
        self._as_approval().write({"state": "retired"})

    def _create_new_version(self):
        """In all languages; of a sample: for the own company."""
        company = self.company_id or self.env.company
        return self.copy({"company_id": company.id, "previous_id": self.id})

    @api.model
    def _get_in_force(self, kind, company, day):
        """The paper of a kind that a company goes by; without one, the sample."""
        domain = [
            ("kind", "=", kind),
            ("company_id", "=", company.id),
            ("state", "=", "active"),
            ("date_from", "<=", day),
        ]
        regulation = self.search(domain, order="date_from desc, id desc", limit=1)
        return regulation or self.search(
            [("kind", "=", kind), ("company_id", "=", False)], limit=1
        )

    def _get_activation_problems(self):
        """What stands in the way of approval, as a list of messages."""
        self.ensure_one()
        problems = []
        if not self.company_id:
            problems.append(
                self.env._("It is a sample. Make a version of your own company.")
            )
        if not self.number:
            problems.append(self.env._("It has no number. Enter that of the order."))
        if not self.date_from:
            problems.append(self.env._("It has no date to be in force from. Enter it."))
        if not self.clause_ids:
            problems.append(self.env._("It has no clauses. Add them."))
        if self.kind == "bonus" and not self.scheme_ids:
            problems.append(self.env._("It names no bonus scheme. Choose them."))
        return problems + [
            self.env._(
                "Scheme %(scheme)s is a draft and may still change. Activate it first.",
                scheme=scheme.display_name,
            )
            for scheme in self.scheme_ids
            if scheme.state == "draft"
        ]

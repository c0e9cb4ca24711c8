from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.date_utils import end_of

OPEN_STATES = ("draft", "planned", "held")
# Results that let an attestation be applied.
GOOD_RESULTS = ("passed", "conditional")


class KpiAttestation(models.Model):
    """Whether somebody gets a grade, a higher one, or the next post.

    | state | what happens | who |
    |---|---|---|
    | draft | proposed | section head, for own departments; bonus manager |
    | planned | the rules were checked, a day is set | bonus manager |
    | held | the commission has decided: result, score | its session |
    | applied | the dated contract version is made | bonus manager |
    | cancelled | nothing comes of it | bonus manager |

    A failed one stays held; a retake is another attestation.
    """

    _name = "kpi.attestation"
    _description = "Attestation"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "kpi.own.mixin",
        "kpi.career.mixin",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["employee_id.name"]
    _mail_post_access = "read"
    _check_company_auto = True
    _kpi_ready_state = "held"
    _kpi_engine_fields = frozenset(
        {
            "company_id",
            "department_id",
            "state",
            "result",
            "version_id",
            "applied_on",
            "applied_by_id",
            "change_log",
            "previous_id",
            "objection",
            "objected_on",
            "objection_state",
            "objection_answer",
        }
    )

    kind = fields.Selection(
        [
            ("entry", "First grade or exam"),
            ("grade", "Higher grade"),
            ("position", "Next post"),
        ],
        required=True,
        default="grade",
        tracking=True,
    )
    date = fields.Date(required=True, index=True, tracking=True)
    target_grade_id = fields.Many2one(
        "kpi.grade",
        string="Grade to get",
        check_company=True,
        ondelete="restrict",
        tracking=True,
    )
    target_job_id = fields.Many2one(
        "hr.job",
        string="Post to get",
        check_company=True,
        ondelete="restrict",
        tracking=True,
    )
    is_voluntary = fields.Boolean(
        string="At the employee's request",
        help="Exemptions don't stand in the way of who wants to be attested.",
    )
    reason = fields.Text(help="Why the person is proposed.")
    score = fields.Float(
        string="Score, %", digits=(16, 2), aggregator="avg", copy=False, tracking=True
    )
    result = fields.Selection(
        [
            ("passed", "Passed"),
            ("conditional", "Passed on condition"),
            ("failed", "Failed"),
            ("retake", "To be retaken"),
        ],
        copy=False,
        index=True,
        tracking=True,
    )
    condition = fields.Text(copy=False, help="What is to be done, and until when.")
    retake_date = fields.Date(string="Retake on", copy=False)
    previous_id = fields.Many2one(
        "kpi.attestation",
        string="Retake of",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
    )
    effective_date = fields.Date(
        compute="_compute_effective_date",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="First day that is paid by the new grade: unless you choose another, the "
        "first of the month after the attestation.",
    )
    state = fields.Selection(
        [
            ("draft", "Proposed"),
            ("planned", "Planned"),
            ("held", "Held"),
            ("applied", "Applied"),
            ("cancelled", "Cancelled"),
        ],
        group_expand=True,
        tracking=True,
    )
    objection = fields.Text(copy=False)
    objected_on = fields.Datetime(string="Objected on", copy=False)
    objection_state = fields.Selection(
        [
            ("none", "None"),
            ("open", "To be answered"),
            ("rejected", "Rejected"),
            ("upheld", "Upheld"),
        ],
        string="Objection state",
        required=True,
        default="none",
        copy=False,
        index=True,
        tracking=True,
    )
    objection_answer = fields.Text(string="Answer to the objection", copy=False)

    _open_unique = models.UniqueIndex(
        "(employee_id, kind) WHERE state IN ('draft', 'planned')",
        "The person has an open attestation of this kind. Hold or cancel that first.",
    )
    _score_percent = models.Constraint(
        "CHECK(score >= 0 AND score <= 100)",
        "The score of an attestation is between 0 and 100 percent.",
    )

    @api.depends("employee_id", "kind", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for attestation in self:
            attestation.display_name = self.env._(
                "%(employee)s: %(kind)s, %(date)s",
                employee=attestation.employee_id.name or "",
                kind=kinds.get(attestation.kind, ""),
                date=self._format_date(attestation.date),
            )

    @api.depends("date")
    def _compute_effective_date(self):
        for attestation in self:
            day = attestation.date
            attestation.effective_date = day and end_of(day, "month") + timedelta(1)

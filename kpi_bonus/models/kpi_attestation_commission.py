from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import float_compare, float_round

EDITABLE = ("draft", "planned")
# What the commission enters; nobody changes it once the session was held.
COMMISSION_FIELDS = frozenset(
    {
        "commission_result",
        "condition",
        "result_reason",
        "retake_date",
        "score",
        "session_id",
        "votes_against",
        "votes_for",
    }
)


class KpiAttestation(models.Model):
    """What the commission enters about a person: marks, votes, and its decision."""

    _inherit = "kpi.attestation"

    session_id = fields.Many2one(
        "kpi.attestation.session",
        string="Session",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        tracking=True,
    )
    session_state = fields.Selection(
        related="session_id.state", string="State of the session"
    )
    held_on = fields.Date(related="session_id.held_on", string="Held on")
    mark_ids = fields.One2many("kpi.attestation.mark", "attestation_id", "Marks")
    has_all_marks = fields.Boolean(
        string="All marks given", compute="_compute_has_all_marks"
    )
    score = fields.Float(
        compute="_compute_score",
        store=True,
        readonly=False,
        help="Sum of the marks in percent of the highest sum. Without criteria it is "
        "typed in.",
    )
    proposed_result = fields.Selection(
        selection="_get_results",
        string="By the score",
        compute="_compute_proposed_result",
    )
    commission_result = fields.Selection(
        selection="_get_results",
        string="Decision",
        compute="_compute_commission_result",
        store=True,
        readonly=False,
        copy=False,
        help="Another than by the score needs a reason. It becomes the result when the "
        "session is held.",
    )
    result_reason = fields.Text(
        string="Reason for another result",
        copy=False,
        help="Why the commission decides otherwise than the score says.",
    )
    votes_for = fields.Integer(string="Votes for", copy=False)
    votes_against = fields.Integer(string="Votes against", copy=False)
    voter_count = fields.Integer(
        string="Able to vote",
        compute="_compute_voter_count",
        help="Members who are present, without the person himself.",
    )

    _votes_positive = models.Constraint(
        "CHECK(votes_for >= 0 AND votes_against >= 0)",
        "The number of votes can't be negative.",
    )

    @api.model
    def _get_results(self):
        return self._fields["result"]._description_selection(self.env)

    @api.depends("mark_ids.is_given")
    def _compute_has_all_marks(self):
        for attestation in self:
            attestation.has_all_marks = all(attestation.mark_ids.mapped("is_given"))

    @api.depends("mark_ids.score", "mark_ids.max_score")
    def _compute_score(self):
        for attestation in self:
            marks = attestation.mark_ids
            highest = sum(marks.mapped("max_score"))
            if highest:
                share = sum(marks.mapped("score")) / highest * 100
                attestation.score = float_round(share, precision_digits=2)
            else:
                attestation.score = attestation.score

    @api.depends(
        "score",
        "has_all_marks",
        "mark_ids.score",
        "mark_ids.min_score",
        "session_id.pass_percent",
        "session_id.condition_percent",
    )
    def _compute_proposed_result(self):
        for attestation in self:
            attestation.proposed_result = attestation._propose_result()

    @api.depends("proposed_result")
    def _compute_commission_result(self):
        """New marks, new proposal; nothing changes once the session was held."""
        for attestation in self:
            if not attestation.result:
                attestation.commission_result = attestation.proposed_result

    @api.depends(
        "session_id.member_ids.is_present",
        "session_id.member_ids.employee_id",
        "employee_id",
    )
    def _compute_voter_count(self):
        for attestation in self:
            present = attestation.session_id.member_ids.filtered("is_present")
            voters = present.employee_id - attestation.employee_id
            attestation.voter_count = len(voters)

    @api.constrains("votes_for", "votes_against", "session_id")
    def _check_votes(self):
        for attestation in self:
            votes = attestation.votes_for + attestation.votes_against
            if votes > attestation.voter_count:
                raise ValidationError(attestation._get_votes_message(votes))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_commission_vals({name for vals in vals_list for name in vals})
        attestations = super().create(vals_list)
        attestations._follow_session()
        return attestations

    def write(self, vals):
        if not self._is_kpi_engine() and COMMISSION_FIELDS.intersection(vals):
            self.check_access("write")
            self._check_commission_vals(vals)
            self._check_draft(vals)
            if "session_id" in vals:
                self.session_id._check_draft(["attestation_ids"])
        result = super().write(vals)
        if {"session_id", "target_job_id", "employee_id"}.intersection(vals):
            self._follow_session()
        return result

    def action_leave_session(self):
        """Take people out of a session: they are proposed for another one."""
        self.check_access("write")
        self._check_commission_vals(["session_id"])
        self._check_draft(["session_id"])
        self._as_kpi_engine().write({"session_id": False, "state": "draft"})
        return True

    # -- the session ------------------------------------------------------------------

    def _follow_session(self):
        """The session says when, and by which criteria."""
        if not self._is_kpi_engine():
            self.session_id._check_draft(["attestation_ids"])
        for session, attestations in self.grouped("session_id").items():
            moved = attestations.filtered(lambda att, day=session.date: att.date != day)
            if session and moved:
                moved.write({"date": session.date})
        self._sync_marks()

    def _sync_marks(self):
        """A row for each criterion of the session that is for the person's job.

        The job held and the one to get both count. Rows that are no longer needed go,
        with their marks.
        """
        vals_list, superfluous = [], self.mark_ids.browse()
        # sudo: rows are made by criteria and jobs that a head need not see.
        for attestation in self.sudo().filtered(lambda att: att.state in EDITABLE):
            jobs = (attestation.employee_id.job_id, attestation.target_job_id)
            needed = attestation.session_id.criterion_ids.filtered(
                lambda criterion, jobs=jobs: criterion._is_for_job(*jobs)
            )
            marks = attestation.mark_ids
            superfluous |= marks.filtered(
                lambda mark, needed=needed: mark.criterion_id not in needed
            )
            vals_list += [
                attestation._prepare_mark_vals(criterion)
                for criterion in needed - marks.criterion_id
            ]
        superfluous.sudo().unlink()
        self.mark_ids.sudo()._as_kpi_engine().create(vals_list)

    def _prepare_mark_vals(self, criterion):
        return {
            "attestation_id": self.id,
            "criterion_id": criterion.id,
            "sequence": criterion.sequence,
            "max_score": criterion.max_score,
            "min_score": criterion.min_score,
        }

    def _propose_result(self):
        """The result by the marks; False as long as there is none."""
        session = self.session_id
        is_marked = self.has_all_marks and (self.mark_ids or self.score)
        if not session or not is_marked:
            return False
        if any(mark._is_below_minimum() for mark in self.mark_ids):
            return "failed"
        for result, needed in (
            ("passed", session.pass_percent),
            ("conditional", session.condition_percent),
        ):
            if float_compare(self.score, needed, precision_digits=2) >= 0:
                return result
        return "failed"

    # -- checks -----------------------------------------------------------------------

    def _check_draft(self, names):
        """:param names: of fields that are about to change; marks are "line_ids"."""
        for attestation in self:
            if names and attestation.state not in EDITABLE:
                raise UserError(
                    self.env._(
                        "%(attestation)s is decided: marks, votes and result can't "
                        "change. Plan a retake.",
                        attestation=attestation.display_name,
                    )
                )

    @api.model
    def _check_commission_vals(self, names):
        """A head proposes people; what the commission finds, the manager enters."""
        entered = COMMISSION_FIELDS.intersection(names)
        if not entered or self.env.su or self._is_kpi_engine():
            return
        if not self.env.user.has_group("kpi_bonus.group_manager"):
            raise AccessError(
                self.env._(
                    "%(fields)s of an attestation are entered by the bonus manager.",
                    fields=", ".join(
                        sorted(
                            self._fields[name]._description_string(self.env)
                            for name in entered
                        )
                    ),
                )
            )

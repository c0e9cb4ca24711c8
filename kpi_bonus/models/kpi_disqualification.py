from odoo import api, fields, models
from odoo.exceptions import UserError

# A ground that still needs somebody's decision.
UNDECIDED = ("proposed", "answered")


class KpiDisqualification(models.Model):
    """A ground for no bonus that stands, or stood, against one plan-report.

    What the system finds is confirmed at once and dropped as soon as it no longer
    holds. Falsification goes four steps between two people and the employee:

    | state | what comes next | who |
    |---|---|---|
    | proposed | the employee answers, within two working days | head |
    | answered | it is confirmed or dropped | the employee |
    | confirmed, dropped | it acts on the bonus, or is done with | another person |
    | waived | it stands and does not act | bonus manager, with a reason |

    Only methods write here: there is nothing that a form or an import could change.
    """

    _name = "kpi.disqualification"
    _description = "Ground against a bonus"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "kpi.own.mixin",
        "kpi.report.record.mixin",
        "kpi.locked.mixin",
    ]
    _order = "report_id desc, id"
    _rec_names_search = ["employee_id.name", "ground_id.name"]
    _mail_post_access = "read"
    _check_company_auto = True
    _kpi_engine_fields = frozenset(
        {
            "report_id",
            "employee_id",
            "company_id",
            "period_id",
            "department_id",
            "ground_id",
            "ground",
            "kind",
            "is_found",
            "evidence",
            "state",
            "proposed_by_id",
            "proposed_on",
            "answer_deadline",
            "answer",
            "answered_by_id",
            "answered_on",
            "decided_by_id",
            "decided_on",
            "decision_reason",
            "waived_by_id",
            "waived_on",
            "waive_reason",
        }
    )

    ground_id = fields.Many2one(
        "kpi.ground", string="Ground", required=True, ondelete="restrict"
    )
    ground = fields.Char(
        related="ground_id.code", string="Code", store=True, precompute=True
    )
    kind = fields.Selection(
        [("condition", "Condition"), ("sanction", "Sanction")],
        required=True,
        help="As of issue. Condition: the bonus is not accrued. Sanction: the bonus is "
        "accrued and an amount of it withheld, within the limit of the scheme.",
    )
    is_found = fields.Boolean(
        string="Found by the system",
        help="It appears and goes with the figures behind it, until the period closes.",
    )
    evidence = fields.Text(required=True)
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("answered", "Answered"),
            ("confirmed", "Confirmed"),
            ("dropped", "Dropped"),
            ("waived", "Waived"),
        ],
        required=True,
        default="proposed",
        index=True,
        tracking=True,
    )
    proposed_by_id = fields.Many2one(
        "res.users", string="Proposed by", ondelete="restrict"
    )
    proposed_on = fields.Datetime(string="Found or proposed on", required=True)
    answer_deadline = fields.Date(
        string="Answer until",
        help="Two working days after the proposal. From the day after, it can be "
        "decided without an answer.",
    )
    answer = fields.Text(string="Employee's answer")
    answered_by_id = fields.Many2one(
        "res.users",
        string="Answer entered by",
        help="The employee, or who typed in what he wrote on paper.",
        ondelete="restrict",
    )
    answered_on = fields.Datetime(string="Answered on")
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", ondelete="restrict"
    )
    decided_on = fields.Datetime(string="Decided on")
    decision_reason = fields.Text(string="Reason of the decision")
    waived_by_id = fields.Many2one("res.users", string="Waived by", ondelete="restrict")
    waived_on = fields.Datetime(string="Waived on")
    waive_reason = fields.Text(string="Reason of the waiver")
    is_mine_to_decide = fields.Boolean(
        compute="_compute_is_mine_to_decide",
        help="The current user may decide: a bonus manager who neither proposed it "
        "nor is the employee.",
    )
    is_mine_to_waive = fields.Boolean(compute="_compute_is_mine_to_decide")
    is_heard = fields.Boolean(
        compute="_compute_is_heard",
        help="The employee has answered, or had two working days to do so.",
    )

    _found_unique = models.UniqueIndex(
        "(report_id, ground_id) WHERE is_found",
        "The system has found this ground already.",
    )
    _proposed_unique = models.UniqueIndex(
        "(report_id, ground_id) WHERE NOT is_found AND state != 'dropped'",
        "This ground has been proposed for the plan-report already.",
    )

    @api.depends("ground_id", "report_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._(
                "%(ground)s: %(report)s",
                ground=record.ground_id.name or "",
                report=record.report_id.display_name or "",
            )

    @api.depends("state", "report_id.state", "proposed_by_id", "employee_id.user_id")
    @api.depends_context("uid")
    def _compute_is_mine_to_decide(self):
        is_manager = self.env.user.has_group("kpi_bonus.group_manager")
        for record in self:
            may_act = (
                is_manager
                and record.report_state != "closed"
                # sudo: who is behind an employee is compared, not shown.
                and record.employee_id.sudo().user_id != self.env.user
            )
            record.is_mine_to_waive = may_act and record.state == "confirmed"
            record.is_mine_to_decide = (
                may_act
                and record.state in UNDECIDED
                and record.proposed_by_id != self.env.user
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_made(self):
        for record in () if self._is_kpi_engine() else self:
            raise UserError(
                self.env._(
                    "%(ground)s: grounds are not deleted. Drop it, or waive it.",
                    ground=record.display_name,
                )
            )

    @api.depends("state", "answer_deadline")
    def _compute_is_heard(self):
        for record in self:
            record.is_heard = record._is_heard()

    def _is_heard(self):
        if self.state != "proposed" or not self.answer_deadline:
            return True
        return self.company_id._kpi_today() > self.answer_deadline

    def action_open_decision(self):
        """Ask for the words that the step in the context needs."""
        self.check_access("read")
        step = self.env.context.get("default_step")
        selection = self.env["kpi.ground.decision"]._fields["step"]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_ground_decision_action"
        )
        return action | {
            "name": dict(selection._description_selection(self.env)).get(step),
            "context": {
                "default_step": step,
                "default_disqualification_ids": self.ids,
            },
        }

    def _is_hidden_from_employee(self):
        return self.report_id._is_hidden_from_employee()

    def _get_form_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _get_state_label(self):
        selection = self._fields["state"]._description_selection(self.env)
        return dict(selection)[self.state]

    def _prepare_seal_payload(self):
        """What the chain of closed history keeps: no names of people."""
        return {
            "id": self.id,
            "report_id": self.report_id.id,
            "ground": self.ground,
            "kind": self.kind,
            "is_found": self.is_found,
            "evidence": self.evidence,
            "answer": self.answer or None,
            "state": self.state,
            "decision_reason": self.decision_reason or None,
            "waive_reason": self.waive_reason or None,
            "waived_by_id": self.waived_by_id.id or None,
            "waived_on": self.waived_on and self.waived_on.isoformat() or None,
        }

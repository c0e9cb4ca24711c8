from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

# Items of the closing check-list, in the order in which they are settled, and what
# their records are. Days are no records.
CHECKS = {
    "not_ready": "kpi.plan.report",
    "without_scheme": "hr.employee",
    "days_not_measured": "kpi.fact",
    "missing_facts": "kpi.plan.report.line",
    "unsigned": "kpi.plan.report",
    "unsubmitted": "kpi.plan.report",
    "unchecked": "kpi.plan.report",
    "open_falsifications": "kpi.disqualification",
    "open_disputes": "kpi.dispute",
}
# Their bonus can't be computed: there is nothing that could be closed.
NOT_WAIVABLE = frozenset({"not_ready"})
SAMPLE_SIZE = 5


class KpiPeriodCheck(models.Model):
    """An item of a period's closing check-list.

    Green: nothing found. Red: found. Waived: a bonus manager said why it may stay so;
    that counts for the records found then, and no others.
    """

    _name = "kpi.period.check"
    _description = "Item of the closing check-list"
    _inherit = ["kpi.locked.mixin"]
    _order = "period_id, sequence, id"
    _rec_name = "code"
    _kpi_engine_fields = frozenset(
        {
            "period_id",
            "company_id",
            "sequence",
            "code",
            "state",
            "found",
            "waived",
            "count",
            "waive_reason",
            "waived_by_id",
            "waived_on",
        }
    )

    period_id = fields.Many2one(
        "kpi.period", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="period_id.company_id", store=True)
    period_state = fields.Selection(related="period_id.state", string="Period state")
    sequence = fields.Integer()
    code = fields.Selection(
        [
            ("not_ready", "Plan-reports not ready"),
            ("without_scheme", "People without a plan-report"),
            ("days_not_measured", "Days that are not over"),
            ("missing_facts", "KPIs without facts"),
            ("unsigned", "Plan-reports not signed"),
            ("unsubmitted", "Plan-reports not handed in"),
            ("unchecked", "Plan-reports not checked"),
            ("open_falsifications", "Falsifications not decided"),
            ("open_disputes", "Open disputes"),
        ],
        string="Check",
        required=True,
    )
    state = fields.Selection(
        [("red", "To settle"), ("waived", "Waived"), ("green", "In order")],
        required=True,
        default="green",
    )
    # Ids of records; of days their dates.
    found = fields.Json()
    waived = fields.Json()
    count = fields.Integer(
        string="To settle", help="Found and not waived.", aggregator=None
    )
    advice = fields.Char(compute="_compute_advice")
    sample = fields.Char(string="Such as", compute="_compute_sample")
    details = fields.Text(string="What to do", compute="_compute_details")
    waive_reason = fields.Char(string="Waived because")
    waived_by_id = fields.Many2one("res.users", string="Waived by", ondelete="restrict")
    waived_on = fields.Datetime(string="Waived on")
    is_waivable = fields.Boolean(compute="_compute_is_waivable")

    _code_unique = models.UniqueIndex(
        "(period_id, code)", "The check-list has this item already."
    )

    @api.depends("code", "period_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for check in self:
            check.display_name = check._get_code_label()

    @api.depends("state", "code", "period_state")
    def _compute_is_waivable(self):
        for check in self:
            check.is_waivable = (
                check.state == "red"
                and check.code not in NOT_WAIVABLE
                and check.period_state != "closed"
            )

    @api.depends("code", "state")
    @api.depends_context("lang")
    def _compute_advice(self):
        advice = self._get_advice()
        for check in self:
            check.advice = advice[check.code] if check.state == "red" else False

    @api.model
    def _get_advice(self):
        return {
            "not_ready": self.env._(
                "Go back to the running month, mend what each of them says, issue it; "
                "or delete the draft."
            ),
            "without_scheme": self.env._(
                "Add their job to a scheme and prepare the missing drafts; or waive "
                "those who take no part."
            ),
            "days_not_measured": self.env._(
                "Wait until the period is over; or waive days without work."
            ),
            "missing_facts": self.env._(
                "Enter or import the facts, or correct the fact in the plan-report. "
                "Waived, it counts as execution 0."
            ),
            "unsigned": self.env._("Remind them, or let them sign on your device."),
            "unsubmitted": self.env._(
                "Remind them. Waived, the scheme decides whether there is a bonus."
            ),
            "unchecked": self.env._("Let the section heads check them, or check them."),
            "open_falsifications": self.env._("Confirm or drop them."),
            "open_disputes": self.env._(
                "Decide them. Waived, they can still be won: by an adjustment later."
            ),
        }

    @api.depends("found", "waived")
    @api.depends_context("lang")
    def _compute_sample(self):
        for check in self:
            keys = check._get_open_keys()
            if check.code == "days_not_measured":
                check.sample = check._format_days(keys)
                continue
            names = check._get_names(keys[:SAMPLE_SIZE])
            if len(keys) > SAMPLE_SIZE:
                names.append("…")
            check.sample = ", ".join(names)

    @api.depends("state", "sample", "advice", "waive_reason", "waived_by_id")
    @api.depends_context("lang")
    def _compute_details(self):
        """Of whom, and what to do; or why it was let pass, and by whom."""
        for check in self:
            parts = []
            if check.state == "red":
                parts = [f"{check.count}: {check.sample}", check.advice]
            elif check.state == "waived":
                parts = [check.waive_reason, check.waived_by_id.name]
            check.details = "\n".join(filter(None, parts))

    def _get_open_keys(self):
        """Found and not waived: ids, or dates as texts."""
        waived = set(self.waived or ())
        return [key for key in self.found or () if key not in waived]

    def _get_names(self, keys):
        # sudo: names, for those who may read the check-list.
        records = self.env[CHECKS[self.code]].sudo().browse(keys).exists()
        return [self._get_name(record) for record in records]

    @api.model
    def _get_name(self, record):
        """Whose it is; the period is the same for all."""
        if record._name == "kpi.plan.report":
            return record.employee_id.name
        if record._name == "kpi.plan.report.line":
            return f"{record.indicator_id.name}: {record.employee_id.name}"
        return record.display_name

    def _format_days(self, keys):
        """Days from one on to the last of the period."""
        days = [
            format_date(self.env, fields.Date.to_date(key))
            for key in dict.fromkeys([*keys[:1], *keys[-1:]])
        ]
        return " – ".join(days)

    def _get_code_label(self):
        selection = self._fields["code"]._description_selection(self.env)
        return dict(selection).get(self.code)

    def copy_data(self, default=None):
        self._refuse_change()
        return super().copy_data(default)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_found(self):
        self._refuse_change()

    def _refuse_change(self):
        """Not even red ones: what was waived, and why, stays readable."""
        for check in self:
            raise UserError(
                self.env._(
                    "%(period)s, %(check)s: the check-list is the system's own; settle "
                    "the item, or waive it.",
                    period=check.period_id.name,
                    check=check._get_code_label(),
                )
            )

    # -- actions ----------------------------------------------------------------------

    def action_list(self):
        """Open what was found."""
        self.ensure_one()
        self.check_access("read")
        if self.code == "days_not_measured":
            return self.period_id.action_open_facts()
        return {
            "type": "ir.actions.act_window",
            "name": self._get_code_label(),
            "res_model": CHECKS[self.code],
            "view_mode": "list,kanban,form",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("id", "in", self.found or [])],
            # Leavers are archived.
            "context": {"active_test": False, "create": False},
        }

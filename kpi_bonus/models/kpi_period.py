from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

MONTHS = {"month": 1, "quarter": 3}
# CLDR: month or quarter with its year, in the nominative of the reader's language.
DISPLAY_FORMATS = {"month": "LLLL y", "quarter": "QQQ y"}


class KpiPeriod(models.Model):
    """A month or quarter of KPI pay.

    ``draft`` (plans are prepared) → ``open`` (issued, facts come in) → ``review``
    (measured once more, corrections) → ``closed`` (immutable, to be paid).
    """

    _name = "kpi.period"
    _description = "KPI period"
    _inherit = ["mail.thread", "mail.activity.mixin", "kpi.locked.mixin"]
    _order = "date_from desc, frequency, id"
    _check_company_auto = True
    _kpi_engine_fields = frozenset(
        {"state", "measured_at", "corrected_at"}
        | {"audit_seed", "audit_hash", "audit_drawn_on"}
    )

    name = fields.Char(
        compute="_compute_name",
        store=True,
        help="Language-neutral name, for imports: 2026-10 or 2026-Q4.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    frequency = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter")], required=True, default="month"
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._default_date_from(),
        help="First day of the month or quarter.",
    )
    date_to = fields.Date(string="To", compute="_compute_date_to", store=True)
    mode = fields.Selection(
        [("shadow", "Shadow"), ("pilot", "Pilot"), ("live", "Live")],
        required=True,
        default="live",
        tracking=True,
        help="Shadow: computed, paid 0, hidden from employees. Pilot: a fixed percent "
        "for taking part, the computed result beside it. Live: the result is paid.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Open"),
            ("review", "Review"),
            ("closed", "Closed"),
        ],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    measured_at = fields.Datetime(string="Measured on", copy=False, readonly=True)
    report_ids = fields.One2many("kpi.plan.report", "period_id", "Plan-reports")
    card_ids = fields.One2many("kpi.card", "period_id", "Cards")
    target_ids = fields.One2many("kpi.target", "period_id", "Targets")
    report_count = fields.Integer(
        string="Number of plan-reports", compute="_compute_report_figures"
    )
    effectiveness = fields.Float(
        string="Average effectiveness",
        digits=(16, 2),
        compute="_compute_report_figures",
    )
    card_count = fields.Integer(string="Number of cards", compute="_compute_counts")
    target_count = fields.Integer(string="Number of targets", compute="_compute_counts")

    _period_unique = models.UniqueIndex(
        "(company_id, frequency, date_from)",
        "The company has a period of this frequency for these dates already.",
    )
    _period_aligned = models.Constraint(
        """CHECK(EXTRACT(day FROM date_from) = 1 AND (
            frequency = 'month' OR EXTRACT(month FROM date_from) IN (1, 4, 7, 10)))""",
        "A period begins on the first day of a month or of a calendar quarter.",
    )

    @api.model
    def _default_date_from(self):
        return fields.Date.context_today(self).replace(day=1)

    @api.depends("date_from", "frequency")
    def _compute_name(self):
        for period in self:
            date = period.date_from
            if not date:
                period.name = False
            elif period.frequency == "quarter":
                period.name = f"{date:%Y}-Q{(date.month + 2) // 3}"
            else:
                period.name = f"{date:%Y-%m}"

    @api.depends("date_from", "frequency")
    def _compute_date_to(self):
        for period in self:
            period.date_to = period.date_from and period.date_from + relativedelta(
                months=MONTHS[period.frequency or "month"], days=-1
            )

    @api.depends("date_from", "frequency")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for period in self:
            if not period.date_from:
                period.display_name = self.env._("New period")
                continue
            pattern = DISPLAY_FORMATS[period.frequency]
            text = format_date(self.env, period.date_from, date_format=pattern)
            period.display_name = text[:1].upper() + text[1:]

    @api.depends("report_ids.effectiveness")
    def _compute_report_figures(self):
        figures = {
            period: (count, average)
            for period, count, average in self.env["kpi.plan.report"]._read_group(
                [("period_id", "in", self.ids)],
                ["period_id"],
                ["__count", "effectiveness:avg"],
            )
        }
        for period in self:
            count, average = figures.get(period._origin, (0, 0))
            period.report_count, period.effectiveness = count, average

    @api.depends("card_ids", "target_ids")
    def _compute_counts(self):
        domain = [("period_id", "in", self.ids)]
        cards, targets = (
            dict(self.env[model]._read_group(domain, ["period_id"], ["__count"]))
            for model in ("kpi.card", "kpi.target")
        )
        for period in self:
            period.card_count = cards.get(period._origin, 0)
            period.target_count = targets.get(period._origin, 0)

    @api.constrains("date_from", "frequency", "mode", "company_id")
    def _check_draft_only(self):
        """What people signed or are paid by can't change under them."""
        for period in self:
            if period.state != "draft":
                raise ValidationError(
                    self.env._(
                        "Period %(period)s is %(state)s: its dates, company and mode "
                        "can't be changed any more.",
                        period=period.name,
                        state=period._get_state_label(),
                    )
                )

    @api.constrains("date_from", "frequency", "mode", "company_id")
    def _check_nothing_issued(self):
        """A head may issue while the period is a draft: terms hold mode and dates."""
        issued = self.env["kpi.plan.report"].search(
            [("period_id", "in", self.ids), ("state", "!=", "draft")], limit=1
        )
        if issued:
            raise ValidationError(
                self.env._(
                    "%(report)s is issued: the dates, company and mode of its period "
                    "can't be changed any more.",
                    report=issued.display_name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self.new(vals)._check_overlap()
        return super().create(vals_list)

    def write(self, vals):
        if {"company_id", "frequency", "date_from"} & vals.keys():
            for period in self:
                self.new(vals, origin=period)._check_overlap()
        return super().write(vals)

    def _check_overlap(self):
        """Name the twin before the database refuses without names.

        Periods are aligned, so two overlap only if they begin on the same day.
        """
        twin = self.search(
            [
                ("id", "!=", self._origin.id),
                ("company_id", "=", self.company_id.id),
                ("frequency", "=", self.frequency),
                ("date_from", "=", self.date_from),
            ],
            limit=1,
        )
        if twin:
            raise ValidationError(
                self.env._(
                    "%(company)s has the period %(period)s already. Open that one, or "
                    "choose other dates.",
                    company=twin.company_id.name,
                    period=twin.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        for period in self:
            if period.state != "draft" or period.report_ids:
                raise UserError(
                    self.env._(
                        "Period %(period)s has plan-reports. Only an empty draft "
                        "period can be deleted.",
                        period=period.name,
                    )
                )

    def _get_state_label(self):
        selection = self._fields["state"]._description_selection(self.env)
        return dict(selection)[self.state]

    def _get_activities(self, xmlid, user):
        """What a user is asked to do about the period, of one activity type."""
        activity_type = self.env.ref(xmlid)
        return self.activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id == activity_type and activity.user_id == user
            )
        )

    def action_open_reports(self):
        return self._get_period_action("kpi_bonus.kpi_plan_report_action")

    def action_open_cards(self):
        return self._get_period_action("kpi_bonus.kpi_card_action")

    def action_open_targets(self):
        return self._get_period_action("kpi_bonus.kpi_target_action")

    def action_open_facts(self):
        action = self._get_period_action("kpi_bonus.kpi_fact_action")
        domain = [("date", ">=", self.date_from), ("date", "<=", self.date_to)]
        return action | {"domain": domain}

    def _get_period_action(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return action | {
            "domain": [("period_id", "=", self.id)],
            "context": {"default_period_id": self.id},
        }

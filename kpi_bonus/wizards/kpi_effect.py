from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date
from odoo.tools.date_utils import start_of

MONTHS = 12  # shown at first, and listed at most


class KpiEffect(models.TransientModel):
    """What the system has changed: who leaves, and how bonuses are distributed.

    Leavers of the complete months chosen are compared with as many months before the
    start of the system. Bonuses are those of closed plan-reports of people who worked,
    by the percent that is paid; shadow periods don't count.
    """

    _name = "kpi.effect"
    _description = "Effect of the system"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    start_date = fields.Date(string="Start of the system", compute="_compute_start")
    date_from = fields.Date(
        string="From",
        required=True,
        compute="_compute_dates",
        store=True,
        precompute=True,
        readonly=False,
    )
    date_to = fields.Date(
        string="To",
        required=True,
        compute="_compute_dates",
        store=True,
        precompute=True,
        readonly=False,
    )
    month_count = fields.Integer(string="Months with it", compute="_compute_leavers")
    month_count_before = fields.Integer(
        string="Months before it", compute="_compute_leavers"
    )
    leavers = fields.Float(
        string="Leavers per month, with it",
        digits=(16, 2),
        compute="_compute_leavers",
    )
    leavers_before = fields.Float(
        string="Leavers per month, before",
        digits=(16, 2),
        compute="_compute_leavers",
    )
    leavers_change = fields.Float(
        string="Change of leavers, %",
        digits=(16, 2),
        compute="_compute_leavers",
        help="Below 0: fewer people leave.",
    )
    turnover = fields.Float(
        string="Turnover per month, with it, %",
        digits=(16, 2),
        compute="_compute_leavers",
        help="Leavers in percent of the average headcount.",
    )
    turnover_before = fields.Float(
        string="Turnover per month, before, %",
        digits=(16, 2),
        compute="_compute_leavers",
        help="Leavers in percent of the average headcount.",
    )
    months = fields.Json(compute="_compute_leavers")
    report_count = fields.Integer(string="Plan-reports", compute="_compute_bands")
    bands = fields.Json(compute="_compute_bands")
    without_months = fields.Integer(related="company_id.kpi_no_bonus_months")
    without_ids = fields.Many2many(
        "kpi.plan.report",
        string="Without a bonus",
        compute="_compute_without",
        help="The newest plan-report of each.",
    )
    chart = fields.Html(compute="_compute_chart", sanitize=False)

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for effect in self:
            if effect.date_from > effect.date_to:
                raise ValidationError(
                    self.env._(
                        "Effect of the system: %(start)s lies after %(end)s. Choose "
                        "another period.",
                        start=format_date(self.env, effect.date_from),
                        end=format_date(self.env, effect.date_to),
                    )
                )

    @api.depends("company_id")
    def _compute_display_name(self):
        for effect in self:
            effect.display_name = self.env._("Effect of the system")

    @api.depends("company_id")
    def _compute_start(self):
        starts = self.company_id._kpi_get_start_dates()
        for effect in self:
            effect.start_date = starts.get(effect.company_id.id)

    @api.depends("company_id")
    def _compute_dates(self):
        """The last twelve complete months, as far as the system was there."""
        for effect in self:
            today = (effect.company_id or self.env.company)._kpi_today()
            end = start_of(today, "month") - relativedelta(days=1)
            start = start_of(end, "month") - relativedelta(months=MONTHS - 1)
            if effect.start_date and effect.start_date <= end:
                start = max(start, start_of(effect.start_date, "month"))
            effect.date_from, effect.date_to = start, end

    # -- who leaves -------------------------------------------------------------------

    @api.depends("company_id", "date_from", "date_to")
    def _compute_leavers(self):
        for effect in self:
            before, after = effect._read_months()
            effect.month_count, effect.month_count_before = len(after), len(before)
            effect.leavers = _get_leavers(after)
            effect.leavers_before = _get_leavers(before)
            effect.leavers_change = _get_change(before, after)
            effect.turnover = _get_turnover(after)
            effect.turnover_before = _get_turnover(before)
            effect.months = [*before, *after]

    def _read_months(self):
        """Complete months, oldest first: (as many before the start, those chosen)."""
        groups = self.env["kpi.turnover"]._read_group(
            [("company_id", "=", self.company_id.id), ("is_complete", "=", True)],
            ["date:month", "stage"],
            ["leavers:sum", "headcount:avg"],
            order="date:month",
        )
        rows = [
            {
                "date": month.isoformat(),
                "stage": stage,
                "leavers": int(leavers),
                "headcount": float(headcount),
            }
            for month, stage, leavers, headcount in groups
        ]
        after = [row for row in rows if self._is_chosen(row)]
        before = [row for row in rows if row["stage"] == "before"]
        return before[-(len(after) or MONTHS) :], after

    def _is_chosen(self, row):
        if row["stage"] == "before" or not (self.date_from and self.date_to):
            return False
        first = start_of(self.date_from, "month").isoformat()
        return first <= row["date"] <= self.date_to.isoformat()

    # -- bonuses ----------------------------------------------------------------------

    @api.depends("company_id", "date_from", "date_to")
    def _compute_bands(self):
        labels = self._get_band_labels()
        for effect in self:
            groups = self.env["kpi.plan.report"]._read_group(
                effect._get_report_domain(), ["bonus_band"], ["__count"]
            )
            counts = dict(groups)
            total = sum(counts.values())
            effect.report_count = total
            effect.bands = [
                {
                    "key": key,
                    "label": label,
                    "count": counts.get(key, 0),
                    "share": counts.get(key, 0) * 100 / total if total else 0,
                }
                for key, label in labels
            ]

    def _get_band_labels(self):
        field = self.env["kpi.plan.report"]._fields["bonus_band"]
        return field._description_selection(self.env)

    def _get_report_domain(self):
        """Closed plan-reports of the period whose people worked."""
        if not (self.date_from and self.date_to):
            return [("id", "=", False)]  # being typed
        return [
            ("company_id", "=", self.company_id.id),
            ("date_from", ">=", self.date_from),
            ("date_to", "<=", self.date_to),
            ("state", "=", "closed"),
            ("period_id.mode", "!=", "shadow"),
            ("worked_hours", ">", 0),
        ]

    @api.depends("company_id")
    def _compute_without(self):
        clock = self.env["kpi.clock"]
        for effect in self:
            periods = clock._get_months_running(effect.company_id)
            effect.without_ids = clock._find_without_bonus(periods)

    # -- page -------------------------------------------------------------------------

    @api.depends("months", "bands")
    @api.depends_context("lang")
    def _compute_chart(self):
        for effect in self:
            effect.chart = self.env["ir.qweb"]._render(
                "kpi_bonus.effect_chart", effect._prepare_chart()
            )

    def _prepare_chart(self):
        number = self.env["kpi.plan.report"]._format_number
        months = self.months or []
        most = max((row["leavers"] for row in months), default=0)
        return {
            "months": [
                {
                    "label": format_date(self.env, row["date"], date_format="LLL yyyy"),
                    "is_after": row["stage"] == "after",
                    "leavers": row["leavers"],
                    "width": row["leavers"] * 100 / most if most else 0,
                }
                for row in months
            ],
            "bands": [
                {**band, "text": number(band["share"], 1)} for band in self.bands or []
            ],
            "report_count": self.report_count,
        }

    def action_open_turnover(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_turnover_action"
        )
        return action | {"domain": [("company_id", "=", self.company_id.id)]}

    def action_open_reports(self):
        """The plan-reports behind the distribution, by band."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bonus distribution"),
            "res_model": "kpi.plan.report",
            "view_mode": "list,graph,pivot,form",
            "domain": self._get_report_domain(),
            "context": {"group_by": ["bonus_band"]},
        }


def _get_leavers(months):
    """How many leave a month."""
    return sum(row["leavers"] for row in months) / (len(months) or 1)


def _get_change(before, after):
    """Percent by which more or fewer leave a month, from unrounded figures."""
    leavers = _get_leavers(before)
    return (_get_leavers(after) / leavers - 1) * 100 if after and leavers else 0


def _get_turnover(months):
    """Leavers in percent of the headcount, a month."""
    people = sum(row["headcount"] for row in months)
    return sum(row["leavers"] for row in months) * 100 / people if people else 0

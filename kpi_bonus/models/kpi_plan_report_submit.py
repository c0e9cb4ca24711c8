from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

# Far above any turnover or percentage, and far below what a column holds.
FACT_LIMIT = 10**12
PERCENT_LIMIT = 10**6


class KpiPlanReport(models.Model):
    """Handing in: the person's own facts and his own result, once per cycle."""

    _inherit = "kpi.plan.report"

    claimed_effectiveness = fields.Float(
        string="Claimed effectiveness", digits=(16, 2), copy=False
    )
    claimed_bonus_percent = fields.Float(
        string="Claimed bonus, %", digits=(16, 2), copy=False
    )
    submitted_on = fields.Datetime(
        string="Handed in on",
        copy=False,
        help="For the first time; a report returned for correction keeps it.",
    )
    resubmitted_on = fields.Datetime(string="Handed in again on", copy=False)
    is_late = fields.Boolean(string="Handed in late", copy=False)

    def action_submit(self, facts, effectiveness, bonus_percent):
        """An employee hands in his own report.

        :param facts: {line id: fact} for every KPI; ids may be texts, as in Json. Of a
            KPI by the card: the sum of its points (two remarks of −20: −40)
        :param effectiveness: the total he computed, percent
        :param bonus_percent: what the matrix gives for it, percent
        :raises AccessError: not his own, or not shown to him
        :raises UserError: not to be handed in (yet, or any more), no figures
        """
        report_sudo = self._get_own_sudo()
        report_sudo.ensure_one()
        report_sudo._check_submit()
        claims = report_sudo._parse_claims(facts)
        vals = {
            "claimed_effectiveness": report_sudo._parse_percent(effectiveness),
            "claimed_bonus_percent": report_sudo._parse_percent(bonus_percent),
        }
        report_sudo._do_submit(claims, vals)

    def _check_submit(self):
        self._check_step("submitted")
        period = self.period_id
        if period.state not in ("open", "review"):
            raise UserError(
                self.env._(
                    "%(report)s can't be handed in: the period is %(state)s.",
                    report=self.display_name,
                    state=period._get_state_label(),
                )
            )
        if self.company_id._kpi_today() < period.date_to:
            raise UserError(
                self.env._(
                    "%(report)s can be handed in from %(date)s on, the last day of the "
                    "period.",
                    report=self.display_name,
                    date=format_date(self.env, period.date_to),
                )
            )

    def _do_submit(self, claims, vals):
        report = self._as_kpi_engine()
        for line, claim in claims.items():
            line._as_kpi_engine().fact_claimed = claim
        report.write(vals | self._prepare_submit_vals())
        self._refresh()
        self._notify_heads_to_check()

    def _prepare_submit_vals(self):
        now = fields.Datetime.now()
        vals = {"state": "submitted", "return_reason": False}
        if self.submitted_on:
            return vals | {"resubmitted_on": now}
        is_late = self.company_id._kpi_today() > self.submit_deadline
        return vals | {"submitted_on": now, "is_late": is_late}

    # -- what a client sends is not to be trusted -------------------------------------

    def _parse_claims(self, facts):
        """:return: {line: claimed fact} for every line"""
        lines = {str(line.id): line for line in self.line_ids}
        claims = {}
        if isinstance(facts, dict):
            claims = {str(key): value for key, value in facts.items()}
        # The same line as a number and as a text makes two facts of one claim.
        if claims.keys() != lines.keys() or len(claims) != len(facts):
            raise UserError(
                self.env._(
                    "%(report)s: enter one fact for each of its KPIs: %(names)s.",
                    report=self.display_name,
                    names=", ".join(self.line_ids.indicator_id.mapped("name")),
                )
            )
        return {
            line: self._parse_number(
                claims[key], -FACT_LIMIT, FACT_LIMIT, line.indicator_id.name
            )
            for key, line in lines.items()
        }

    def _parse_percent(self, value):
        name = self.env._("Effectiveness and bonus")
        return self._parse_number(value, 0, PERCENT_LIMIT, name)

    def _parse_number(self, value, low, high, name):
        # A truth value is a number to Python; NaN lies between no two numbers.
        if type(value) not in (int, float) or not low <= value <= high:
            raise UserError(
                self.env._(
                    "%(report)s, %(name)s: enter a number from %(low)s to %(high)s.",
                    report=self.display_name,
                    name=name,
                    low=low,
                    high=high,
                )
            )
        return value

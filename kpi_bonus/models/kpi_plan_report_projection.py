from odoo import models
from odoo.tools import SQL, format_date

from .. import bonus_math
from ..decimal_math import CONTEXT, ZERO, round_half_up, to_decimal

PROJECTED_DIGITS = 2


class KpiPlanReport(models.Model):
    """Where the month ends if the days left bring what the days so far brought."""

    _inherit = "kpi.plan.report"

    def _get_projection(self):
        """An estimate at the last day, or None when there is nothing to estimate.

        Facts that add up grow with the shifts left: own ones with the shifts he still
        works (leaves count as missed), those of a section, shop or company with the
        shifts of his calendar. Averages, shares, scores and the card stay as they are,
        as do corrected facts.

        :return: dict(result=bonus_math.ReportResult, facts={line id: fact}, day, left)
        """
        self.ensure_one()
        day = self.period_state == "open" and self._get_last_fact_day()
        if not day or day >= self.date_to:
            return None
        own, shared, left = self._get_growth(day)
        if not left:
            return None
        terms, inputs = self._prepare_stored_month(submitted=True)
        facts = {}
        try:
            result = bonus_math.compute(terms, inputs)
            for term, data, line in zip(
                terms["lines"], inputs["lines"], result.lines, strict=True
            ):
                growth = own if term["scope"] == "employee" else shared
                is_fixed = data["override"] is not None or line.fact is None
                if growth and bonus_math.is_additive(term) and not is_fixed:
                    fact = CONTEXT.multiply(line.fact, growth)
                    data["override"] = round_half_up(fact, PROJECTED_DIGITS)
                    facts[term["line_id"]] = data["override"]
            result = bonus_math.compute(terms, inputs)
        except bonus_math.BonusMathError:
            return None
        return {"result": result, "facts": facts, "day": day, "left": left}

    def _get_last_fact_day(self):
        """Up to which day there are figures of the report's KPIs, whoever's."""
        self.env["kpi.fact"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT MAX(date) FROM kpi_fact
                WHERE company_id = %s AND indicator_id IN %s
                    AND date BETWEEN %s AND %s""",
                self.company_id.id,
                tuple(self.line_ids.indicator_id.ids),
                self.date_from,
                self.date_to,
            )
        )
        return rows[0][0]

    def _get_growth(self, day):
        """By how much own and shared facts grow to the end, and the shifts left.

        The calendar tells the share of the shifts that is over; the totals are those of
        the report, so that entered hours count.
        """
        segments = self.env["kpi.hours"]._get_segments(
            self.employee_id, self.date_from, day
        )
        done = segments.get(self.employee_id.id, [])
        scheduled = sum((to_decimal(row["scheduled_shifts"]) for row in done), ZERO)
        missed = sum((to_decimal(row["missed_shifts"]) for row in done), ZERO)
        total = to_decimal(self.scheduled_shifts)
        worked, all_worked = scheduled - missed, total - to_decimal(self.missed_shifts)
        return (
            CONTEXT.divide(max(all_worked, worked), worked) if worked > 0 else None,
            CONTEXT.divide(max(total, scheduled), scheduled) if scheduled > 0 else None,
            max(all_worked - worked, ZERO),
        )

    def _prepare_projection(self):
        """The estimate as texts for a page."""
        projection = self._get_projection()
        if not projection:
            return None
        result = projection["result"]
        return {
            "effectiveness": self._format_number(result.effectiveness),
            "percent": self._format_number(result.bonus_percent),
            "bonus": self._format_money(float(result.bonus_amount)),
            "basis": self.env._(
                "From the figures up to %(day)s; shifts left: %(left)s. Card, scores "
                "and shares stay as they are.",
                day=format_date(self.env, projection["day"]),
                left=self._format_number(projection["left"]),
            ),
        }

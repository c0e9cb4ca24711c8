from decimal import Decimal

from odoo import Command, models

from .. import bonus_math, practice_math
from ..decimal_math import round_half_up, to_decimal

# Facts of the worked example in the README: one plan overfulfilled, the others missed.
FIRST_SHARE = Decimal("1.2")
OTHER_SHARE = Decimal("0.904134")
EXAMPLE_SCORE = Decimal(92)
EXAMPLE_REMARKS, EXAMPLE_THANKS = 3, 1
# For lines without a default plan.
UNIT_PLANS = {"money": 2000000, "quantity": 20, "percent": 5, "score": 90}
OWN_MONEY_PLAN = 500000


class KpiScheme(models.Model):
    """A month with made-up figures, to explain the scheme's own formulas."""

    _inherit = "kpi.scheme"

    def _prepare_example(self):
        """A plan-report that is not saved, computed like any other by ``bonus_math``.

        Its ``_explain…`` sentences are the worked example of the bonus regulation.
        """
        self.ensure_one()
        report = self.env["kpi.plan.report"].new(
            {
                "scheme_id": self.id,
                "company_id": self.company_id.id,
                "line_ids": [Command.create(vals) for vals in self._get_example_vals()],
                "period_id": self.env["kpi.period"].new({"mode": "live"}),
                "card_id": self.env["kpi.card"].new(
                    {"remark_count": EXAMPLE_REMARKS, "thanks_count": EXAMPLE_THANKS}
                ),
            }
        )
        terms = report._prepare_terms()
        for number, line in enumerate(terms["lines"]):
            line["line_id"] = number  # not saved, so there is none
        report.terms = terms
        self._fill_example(report, terms)
        return report

    def _get_example_vals(self):
        return [
            {
                "indicator_id": line.indicator_id.id,
                "weight": line.weight,
                "plan": float(line._get_example_plan()),
            }
            for line in self.line_ids
        ]

    def _fill_example(self, report, terms):
        """The results of made-up facts."""
        facts = self._get_example_facts(report)
        exercise = {
            "terms": terms,
            "earned": practice_math.EXAMPLE_EARNED,
            "lines": [
                {"plan": repr(line.plan), "fact": str(fact)}
                for line, fact in zip(report.line_ids, facts, strict=True)
            ],
        }
        result = practice_math.solve(exercise)
        for line, fact, figures in zip(
            report.line_ids, facts, result.lines, strict=True
        ):
            line.update(
                {
                    "plan_adjusted": line.plan,
                    "fact": float(fact),
                    "has_data": True,
                    "execution": float(figures.execution),
                    "effectiveness": float(figures.effectiveness),
                }
            )
        report.update(
            {
                "effectiveness": float(result.effectiveness),
                "matrix_percent": float(result.matrix_percent),
                "bonus_percent": float(result.bonus_percent),
                "earned_salary": float(result.earned_salary),
                "bonus_amount": float(result.bonus_amount),
            }
        )

    def _get_example_facts(self, report):
        facts, share = [], FIRST_SHARE
        for line in report.line_ids:
            facts.append(line.indicator_id._get_example_fact(line.plan, share))
            if line.method in bonus_math.PLANNED_METHODS:
                share = OTHER_SHARE
        return facts


class KpiSchemeLine(models.Model):
    _inherit = "kpi.scheme.line"

    def _get_example_plan(self):
        indicator = self.indicator_id
        if indicator.method not in bonus_math.PLANNED_METHODS:
            return 0
        if self.default_plan:
            return self.default_plan
        if indicator.unit == "money" and indicator.scope == "employee":
            return OWN_MONEY_PLAN
        return UNIT_PLANS[indicator.unit]


class KpiIndicator(models.Model):
    _inherit = "kpi.indicator"

    def _get_example_fact(self, plan, share):
        if self.method == "card":
            remarks = EXAMPLE_REMARKS * to_decimal(self.remark_points)
            return remarks + EXAMPLE_THANKS * to_decimal(self.thanks_points)
        if self.method == "score":
            return EXAMPLE_SCORE
        return round_half_up(
            to_decimal(plan) * share, 2 if self.unit == "percent" else 0
        )

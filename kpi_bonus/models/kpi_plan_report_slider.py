from decimal import Decimal

from odoo import models

from ..decimal_math import ZERO, to_decimal

SLIDER_STEPS = 100
SCORE_TOP = 100


class KpiPlanReport(models.Model):
    """What there is to try on the month page."""

    _inherit = "kpi.plan.report"

    def _prepare_sliders(self, lines):
        """{"facts": [dict per KPI], "card": dict or nothing}"""
        cards = lines.filtered(lambda line: line.method == "card")
        card = cards and {
            "name": cards[0].indicator_id.name,
            "remarks": self.card_id.remark_count,
            "thanks": self.card_id.thanks_count,
        }
        facts = [line._prepare_slider() for line in lines - cards]
        return {"facts": facts, "card": card}


class KpiPlanReportLine(models.Model):
    _inherit = "kpi.plan.report.line"

    def _prepare_slider(self):
        """Range and step of a slider: round figures around plan and fact."""
        fact = to_decimal(self.fact) if self.has_data else ZERO
        plan = to_decimal(self.plan_adjusted)
        top = max(2 * plan, fact * 3 / 2, to_decimal(1))
        if self.method == "score":
            top = max(to_decimal(SCORE_TOP), fact)
        step = self._get_round_step(top)
        steps = (top / step).to_integral_value("ROUND_CEILING")
        return {
            "id": self.id,
            "name": self.indicator_id.name,
            "plan": self._get_portal_plan(),
            "value": format(fact.normalize(), "f"),
            "max": format(steps * step, "f"),
            "step": format(step, "f"),
            "unit": self._get_unit_label(),
        }

    def _get_round_step(self, top):
        """1, 2 or 5 with zeros, so that about a hundred of them fill the range."""
        rough = top / SLIDER_STEPS
        power = Decimal(1).scaleb(rough.adjusted())
        smallest = Decimal(1) if self.unit == "quantity" else Decimal("0.01")
        step = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= rough)
        return max(step, smallest)

    def _get_unit_label(self):
        if self.unit == "money":
            return self.currency_id.symbol
        return "%" if self.unit in ("percent", "score") else ""

from datetime import timedelta
from statistics import fmean

from odoo import api, models

from ..board_math import TREND_DAYS
from .kpi_board_data import group
from .kpi_board_snapshot import BoardLine

# KPIs whose plan is told beside the fact.
PLANNED_METHODS = ("proportional", "inverse")


class KpiBoard(models.Model):
    """Figures of one line, or of several as one: a section, a shop."""

    _inherit = "kpi.board"

    @api.model
    def _get_units(self, snapshot, indicator, people):
        """[(section or shop, lines that make it up)]"""
        own = [
            (person, snapshot.lines[indicator.id, subject_id])
            for person in people
            for subject_id in [snapshot.subjects.get(person.id, {}).get(indicator.id)]
            if subject_id is not None
        ]
        if indicator.scope != "employee":
            units = {line.subject_id: line for _person, line in own}
            return [(unit_id, [line]) for unit_id, line in units.items()]
        return [
            (section_id, [line for _person, line in members])
            for section_id, members in group(own, lambda pair: pair[0].section_id)
        ]

    @api.model
    def _prepare_figures(self, snapshot, indicator, lines):
        line = lines[0] if len(lines) == 1 else self._add_up(snapshot, indicator, lines)
        trend = self._get_trend(snapshot, indicator, lines)
        return {
            "day": trend[-1] if trend else None,
            "month": _short(line.fact),
            "plan": _short(line.plan) if indicator.method in PLANNED_METHODS else None,
            "percent": line.percent,
            "before": line.before,
            "trend": trend,
        }

    @api.model
    def _add_up(self, snapshot, indicator, lines):
        """Sums have a sum as plan; where nothing adds up, the mean percent is told."""
        if indicator.is_additive:
            plan = sum(line.plan for line in lines)
            return BoardLine(
                *(indicator.id, 0, plan),
                *self._execute_sum(indicator, plan, [line.fact for line in lines]),
                *self._execute_sum(
                    indicator, plan, [line.fact_before for line in lines]
                ),
            )
        plans = {line.plan for line in lines}
        plan = plans.pop() if len(plans) == 1 else None
        if indicator._uses_base() and (plan or indicator.method not in PLANNED_METHODS):
            return BoardLine(
                *(indicator.id, 0, plan),
                *self._execute_quotient(indicator, plan, lines, snapshot.totals),
                *self._execute_quotient(indicator, plan, lines, snapshot.before),
            )
        return BoardLine(
            *(indicator.id, 0, plan, None),
            _mean([line.percent for line in lines]),
            None,
            _mean([line.before for line in lines]),
        )

    @api.model
    def _execute_sum(self, indicator, plan, facts):
        known = [fact for fact in facts if fact is not None]
        if not known:
            return None, None
        return sum(known), self._execute(indicator, plan, sum(known))

    @api.model
    def _execute_quotient(self, indicator, plan, lines, totals):
        """Of Σ value / Σ base over the lines: the mean of quotients is another one."""
        keys = [(indicator.id, line.subject_id) for line in lines]
        found = [totals[key] for key in keys if key in totals]
        value = float(sum(one.value for one in found))
        base = float(sum(one.base for one in found))
        quotient = self._get_figure(indicator, (value, base))
        if quotient is None:
            return None, None
        return quotient, self._execute(indicator, plan or 0, quotient)

    @api.model
    def _get_trend(self, snapshot, indicator, lines):
        """Figures of the last days, oldest first; a day without facts is None."""
        if not snapshot.day:
            return []
        days = {}
        for line in lines:
            found = snapshot.days.get((indicator.id, line.subject_id), {})
            for day, (value, base) in found.items():
                sums = days.setdefault(day, [0.0, 0.0])
                sums[0] += value
                sums[1] += base
        dates = (
            snapshot.day - timedelta(days=number)
            for number in reversed(range(TREND_DAYS))
        )
        return [_short(self._get_figure(indicator, days.get(date))) for date in dates]

    @api.model
    def _get_figure(self, indicator, figures):
        """A value, or a quotient; None if there is nothing to divide by."""
        value, base = figures or (None, 0)
        if value is None or not indicator._uses_base():
            return value
        is_percent = indicator.ratio and indicator.unit == "percent"
        return value / base * (100 if is_percent else 1) if base else None


def _mean(percents):
    known = [percent for percent in percents if percent is not None]
    return round(fmean(known), 1) if known else None


def _short(figure):
    """No more digits than anybody reads: thousands of figures travel to the wall."""
    return None if figure is None else round(figure, 2)

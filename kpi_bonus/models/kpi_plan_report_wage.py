from datetime import timedelta

from odoo import models

from ..decimal_math import ZERO, to_decimal
from .kpi_plan_report_adjustment import GROUND_FLAGS


class KpiPlanReport(models.Model):
    """The stored hours of a report at another wage from a day on. Writes nothing."""

    _inherit = "kpi.plan.report"

    def _prepare_proposal_vals(self, facts, dispute, reason):
        """The wage of the last adjustment counts on, as its facts do."""
        vals = super()._prepare_proposal_vals(facts, dispute, reason)
        basis = self._get_basis()
        if "wage" in basis:
            vals |= {"wage": float(basis["wage"]), "wage_from": basis["wage_from"]}
        return vals

    def _is_settled_with_wage(self, wage, day):
        """Whether an adjustment counts with the wage already, or none would differ."""
        basis = self._get_basis()
        if (basis.get("wage"), basis.get("wage_from")) == (repr(wage), day.isoformat()):
            return True
        result = self._compute_result(
            {int(line_id): float(fact) for line_id, fact in basis["facts"].items()},
            segments=self._get_repriced_segments(wage, day),
            **{name: basis[name] for name in GROUND_FLAGS},
        )
        amount = float(result.bonus_amount - result.sanction_amount)
        before = self._get_effective_bonus()
        return not self.currency_id.compare_amounts(amount, before)

    def _get_repriced_segments(self, wage, day):
        """Segments for ``bonus_math.compute``: [(wage, worked hours, norm hours)].

        A segment with the day in it is cut there. What follows keeps a wage of its own
        if another one was set in between.
        """
        self.ensure_one()
        segments, old_wage = [], None
        for segment in self.segment_ids.sorted("date_from"):
            worked = to_decimal(segment.worked_hours)
            norm = segment.norm_hours
            if segment.date_to < day:
                segments.append((segment.wage, worked, norm))
                continue
            if old_wage is None:
                old_wage = segment.wage
            before = segment._get_hours_before(day)
            if before:
                segments.append((segment.wage, before, norm))
            own = wage if segment.wage == old_wage else segment.wage
            segments.append((own, worked - before, norm))
        return segments


class KpiPlanReportSegment(models.Model):
    _inherit = "kpi.plan.report.segment"

    def _get_hours_before(self, day):
        """The worked hours of the days before; corrected ones are shared out alike.

        Where the calendar has no hours, by days.
        """
        if day <= self.date_from:
            return ZERO
        before = self._get_calendar_hours(self.date_from, day - timedelta(days=1))
        after = self._get_calendar_hours(day, self.date_to)
        if not before + after:
            before = to_decimal((day - self.date_from).days)
            after = to_decimal((self.date_to - day).days + 1)
        return to_decimal(self.worked_hours) * before / (before + after)

    def _get_calendar_hours(self, date_from, date_to):
        employee = self.report_id.employee_id
        rows = self.env["kpi.hours"]._get_segments(employee, date_from, date_to)
        return sum(
            (to_decimal(row["worked_hours"]) for row in rows.get(employee.id, ())), ZERO
        )

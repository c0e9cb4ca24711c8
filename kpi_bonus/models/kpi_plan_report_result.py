from odoo import models

from .. import bonus_math
from ..bonus_math import Figures, Part, Shifts
from ..decimal_math import ZERO, to_decimal

ONE = to_decimal(1)
NO_FIGURES = Figures(ZERO, ZERO, 0)


class KpiPlanReport(models.Model):
    """The result with other facts, from what is stored. Writes nothing."""

    _inherit = "kpi.plan.report"

    def _compute_result(self, facts=None, **flags):
        """What the report comes to with these facts instead of the stored ones.

        Hours, plans and the other facts stay as of the last refresh, so that it works
        for closed reports as well.

        :param facts: {line id: fact, or None for "no data"}
        :param flags: ``submitted``, ``condition``, ``sanction`` instead of what stands
        :return: bonus_math.ReportResult
        :raises BonusMathError: hours without a norm
        """
        return bonus_math.compute(*self._prepare_stored_month(facts, **flags))

    def _prepare_stored_month(self, facts=None, **flags):
        """Terms and inputs of ``bonus_math.compute``, as of the last refresh."""
        self.ensure_one()
        terms = self.terms
        lines = self.line_ids.grouped("id")
        inputs = {
            "segments": [
                (segment.wage, segment.worked_hours, segment.norm_hours)
                for segment in self.segment_ids
            ],
            "shifts": self._get_stored_shifts(),
            "lines": [
                lines[term["line_id"]]._prepare_stored_inputs(term, facts or {})
                for term in terms["lines"]
            ],
            **self._get_flags(terms),
            **flags,
        }
        return terms, inputs

    def _get_stored_shifts(self):
        return Shifts(
            to_decimal(self.scheduled_shifts),
            to_decimal(self.calendar_shifts),
            to_decimal(self.excused_shifts),
        )

    def _get_flags(self, terms):
        """Steps and grounds as they stand: flags of ``bonus_math.compute``."""
        return {
            # Where nothing is to be handed in, taking part is being there.
            "submitted": not terms["needs_submission"] or bool(self.submitted_on),
            **self._get_ground_flags().get(self.id, {}),
        }


class KpiPlanReportLine(models.Model):
    _inherit = "kpi.plan.report.line"

    def _prepare_stored_inputs(self, term, facts):
        """One line's inputs of ``bonus_math.compute``, as of the last refresh."""
        corrected = self.fact_override if self.is_overridden else None
        override = facts.get(self.id, corrected)
        no_data = self.id in facts and override is None
        return {
            "parts": self._prepare_stored_parts(term, no_data),
            "override": None if override is None else to_decimal(override),
        }

    def _prepare_stored_parts(self, term, no_data):
        if self.parts:  # after a transfer: one per section
            return [
                Part(*map(to_decimal, (shifts, plan)), _parse_figures(figures, no_data))
                for _unit, shifts, plan, *figures in self.parts
            ]
        # The sums, not their quotient: a stored quotient has lost digits.
        figures = (self.value_measured, self.base_measured, int(self.has_data))
        plan = to_decimal(term["plan"])
        return [Part(ONE, plan, _parse_figures(figures, no_data))]


def _parse_figures(figures, no_data):
    value, base, count = figures
    if no_data:
        return NO_FIGURES
    return Figures(to_decimal(value), to_decimal(base), int(count))

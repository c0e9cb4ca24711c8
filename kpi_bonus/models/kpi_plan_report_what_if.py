from math import isfinite

from odoo import models
from odoo.exceptions import UserError

from .. import bonus_math
from ..decimal_math import to_decimal

MAX_FACT = 10**12
MAX_ENTRIES = 99  # of a card: the field has room for two digits


class KpiPlanReport(models.Model):
    """The result with other facts, for the employee to play with. Saves nothing."""

    _inherit = "kpi.plan.report"

    def _what_if(self, facts, remarks=None, thanks=None):
        """The result with facts that the employee tries. In sudo, see his controller.

        :param facts: {line id, as number or text: figure}; the others stay
        :param remarks: entries on the card, instead of those that are there
        :param thanks: the same
        :return: texts for the page
        :raises UserError: no figures, or figures out of all bounds
        """
        self.ensure_one()
        return self._prepare_what_if(self._parse_tried(facts, remarks, thanks))

    def _prepare_what_if(self, facts):
        try:
            result = self._compute_result(facts, submitted=True)
        except bonus_math.BonusMathError as error:
            raise UserError(
                self.env._(
                    "%(report)s: nothing can be computed with the hours as they are. "
                    "Ask the head of your section.",
                    report=self.display_name,
                )
            ) from error
        number = self._format_number
        row = result.matrix_threshold
        return {
            "effectiveness": number(result.effectiveness),
            "row": "" if row is None else number(row),
            "matrix_percent": number(result.matrix_percent),
            "percent": number(result.bonus_percent),
            "bonus": self._format_money(float(result.bonus_amount)),
            "lines": {
                str(term["line_id"]): {
                    "execution": number(line.execution),
                    "effectiveness": number(line.effectiveness),
                }
                for term, line in zip(self.terms["lines"], result.lines, strict=True)
            },
        }

    def _parse_tried(self, facts, remarks, thanks):
        """{line id: fact} of what came from a browser."""
        lines = {str(line.id): line for line in self.line_ids}
        if not isinstance(facts, dict) or len(facts) > len(lines):
            raise UserError(self._get_tried_message())
        tried = {}
        for key, value in facts.items():
            line = lines.get(str(key))
            if line is None or line.method == "card":
                raise UserError(self._get_tried_message())
            tried[line.id] = self._parse_figure(value, -MAX_FACT, MAX_FACT)
        for line in self.line_ids:
            if line.method == "card" and (remarks is not None or thanks is not None):
                tried[line.id] = line._get_tried_points(remarks, thanks)
        return tried

    def _parse_figure(self, value, low, high):
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not is_number or not isfinite(value) or not low <= value <= high:
            raise UserError(self._get_tried_message())
        return value

    def _get_tried_message(self):
        return self.env._(
            "%(report)s: these are no figures to compute with. Load the page again.",
            report=self.display_name,
        )


class KpiPlanReportLine(models.Model):
    _inherit = "kpi.plan.report.line"

    def _get_tried_points(self, remarks, thanks):
        """Points of the card with other counts: entries added or taken at the usual
        points, those that stand keep their own.
        """
        report, term = self.report_id, self._get_term()
        card = report.card_id
        points = to_decimal(self.fact)
        for count, stored, name in (
            (remarks, card.remark_count, "remark_points"),
            (thanks, card.thanks_count, "thanks_points"),
        ):
            if count is not None:
                wanted = report._parse_figure(count, 0, MAX_ENTRIES)
                points += (int(wanted) - stored) * to_decimal(term[name])
        return points

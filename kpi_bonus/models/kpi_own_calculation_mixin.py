from odoo import api, models

from .. import bonus_math
from ..number_text import parse_number

FIGURE_LIMIT = 10**12  # far above any turnover; beyond, decimals lose digits


class KpiOwnCalculationMixin(models.AbstractModel):
    """What an employee computes himself: reading his figures, pointing at slips."""

    _name = "kpi.own.calculation.mixin"
    _description = "An employee's own calculation"

    @api.model
    def _parse_number_text(self, text):
        """The number a text means in the reader's language; None if it is none."""
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        number = parse_number(text, lang.decimal_point or ".", lang.thousands_sep or "")
        return None if number is None or abs(number) > FIGURE_LIMIT else number

    @api.model
    def _format_matrix(self, matrix):
        number = self.env["kpi.plan.report"]._format_number
        return [
            tuple(map(number, row))
            for row in sorted(bonus_math.parse_rows(matrix["rows"]))
        ]

    @api.model
    def _explain_slips(self, slips, kpis, answer, tells=False):
        """What does not add up, by the input of the step; no more, unless ``tells``.

        :param slips: of slip_math.find_slips
        :param kpis: [(end of the names of its inputs, its name)], one for each line
        :param answer: slip_math.Answer that they were found in
        :param tells: also what the steps come to
        :return: {name of the input: sentence}
        """
        names = [name for _key, name in kpis]
        return {
            slip.step
            if slip.index is None
            else f"{slip.step}_{kpis[slip.index][0]}": self._explain_slip(
                slip, names, answer, tells
            )
            for slip in slips
        }

    @api.model
    def _explain_slip(self, slip, names, answer, tells):
        name = names[slip.index] if slip.index is not None else ""
        text = self._get_slip_text(slip, name, answer)
        if not tells:
            return text
        right = self.env["kpi.plan.report"]._format_number(slip.right)
        return self.env._("%(slip)s It comes to %(figure)s.", slip=text, figure=right)

    @api.model
    def _get_slip_text(self, slip, name, answer):
        if slip.step == "execution":
            return self.env._(
                "%(kpi)s, execution: it does not follow from the plan and the fact. "
                "Look at the division and at the rounding.",
                kpi=name,
            )
        if slip.step == "effectiveness" and answer.lines[slip.index].execution is None:
            return self.env._(
                "%(kpi)s, effectiveness: it does not follow from your fact, the plan "
                "and the weight.",
                kpi=name,
            )
        if slip.step == "effectiveness":
            return self.env._(
                "%(kpi)s, effectiveness: it is not your execution times the weight. "
                "Look at the product and at the rounding.",
                kpi=name,
            )
        if slip.step == "total":
            return self.env._("Effectiveness in total: it is not the sum of the KPIs.")
        if slip.step == "percent":
            return self.env._(
                "Bonus percent: for your total, the bonus matrix gives another one."
            )
        return self.env._(
            "Bonus in money: it is not the earned salary times your percent."
        )

from odoo import models

from .. import step_math


class KpiPlanReport(models.Model):
    """What is missing to the next row of the matrix, in sentences."""

    _inherit = "kpi.plan.report"

    def _get_next_steps(self, lines=None):
        """One step per KPI that reaches the next row by itself, his own KPIs first.

        As of the last refresh. Nothing once the report is closed, or at the top of the
        matrix.

        :param lines: of this report, if they are at hand
        :return: [dict] with ``line_id``, ``name`` of the KPI, ``text`` (what to do) and
            ``sentence`` (the same with the KPI's name), ``threshold`` and ``percent``
            of the row, and as numbers ``fact``, ``change`` and ``thanks``
        """
        self.ensure_one()
        if self.state in ("draft", "closed"):
            return []
        terms = self.terms
        by_id = (lines or self.line_ids).grouped("id")
        inputs = {
            "segments": [],  # pay is of no concern here
            "shifts": self._get_stored_shifts(),
            "lines": [
                by_id[term["line_id"]]._prepare_stored_inputs(term, {})
                for term in terms["lines"]
            ],
        }
        row, found = step_math.next_steps(terms, inputs)
        steps = [
            (term, by_id[term["line_id"]]._prepare_next_step(term, step, row))
            for term, step in zip(terms["lines"], found, strict=True)
            if step
        ]
        steps.sort(key=lambda pair: pair[0]["scope"] != "employee")
        return [step for _term, step in steps]


class KpiPlanReportLine(models.Model):
    _inherit = "kpi.plan.report.line"

    def _prepare_next_step(self, term, step, row):
        text = self._explain_next_step(term, step)
        return {
            "line_id": self.id,
            "name": self.indicator_id.name,
            "text": text,
            "sentence": self.env._(
                "%(indicator)s: %(step)s", indicator=self.indicator_id.name, step=text
            ),
            "threshold": float(row.threshold),
            "percent": float(row.bonus_percent),
            "fact": float(step.fact),
            "change": None if step.change is None else float(step.change),
            "thanks": step.thanks,
        }

    def _explain_next_step(self, term, step):
        figures = {"fact": self._format_fact(step.fact)}
        if step.thanks:
            number = self.report_id._format_number(step.thanks)
            return self.env._("Thanks on the card: %(count)s more", count=number)
        if step.change is not None:
            figures["change"] = self._format_fact(abs(step.change))
            if step.change < 0:
                return self.env._("%(change)s less, down to %(fact)s", **figures)
            return self.env._("%(change)s more, to %(fact)s", **figures)
        if step.now is not None:
            figures["now"] = self._format_fact(step.now)
        if term["method"] == "inverse":
            if step.now is None:
                return self.env._("at most %(fact)s, no data yet", **figures)
            return self.env._("at most %(fact)s, now %(now)s", **figures)
        if step.now is None:
            return self.env._("at least %(fact)s, no data yet", **figures)
        return self.env._("at least %(fact)s, now %(now)s", **figures)

    def _format_fact(self, value):
        """A figure for the eye: money with its sign, the rest without needless zeros.

        Points of a card are points, although the unit of the result is a score.
        """
        if self.unit == "money":
            return self._format_quantity(float(value))
        text = self.report_id._format_number(value)
        is_share = self.unit in ("percent", "score") and self.method != "card"
        return f"{text} %" if is_share else text

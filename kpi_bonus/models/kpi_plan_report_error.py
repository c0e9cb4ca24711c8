from odoo import fields, models
from odoo.tools import SQL, float_compare

from .. import bonus_math, ground_math


class KpiPlanReport(models.Model):
    """The ground ``error``: own facts right, own sum wrong.

    What the own facts come to is worked out when they are handed in, with the plans
    that the employee saw: a leave approved later changes a plan, and must not turn a
    right sum into a wrong one.
    """

    _inherit = "kpi.plan.report"

    own_effectiveness = fields.Float(
        string="Effectiveness of the own facts",
        digits=(16, 2),
        copy=False,
        help="What the employee's own facts come to, with the plans as of handing in.",
    )
    own_percent = fields.Float(
        string="Matrix percent of the own facts", digits=(16, 2), copy=False
    )

    def _prepare_submit_vals(self):
        """Before the figures are refreshed: the plans are those that he saw."""
        return super()._prepare_submit_vals() | self._prepare_own_result_vals()

    def _prepare_own_result_vals(self):
        self.ensure_one()
        facts = {line.id: line.fact_claimed for line in self.line_ids}
        try:
            result = self._compute_result(facts)
        except bonus_math.BonusMathError:
            return {}  # hours without a norm: closing is refused until they are mended
        return {
            "own_effectiveness": float(result.effectiveness),
            "own_percent": float(result.matrix_percent),
        }

    def _read_claims(self, months):
        """{report id: {line id: claimed fact}} of those whose own sum is judged."""
        judged = [
            report.id for report in self if _is_error_judged(months[report.id].terms)
        ]
        if not judged:
            return {}
        lines = self.env["kpi.plan.report.line"]
        lines.flush_model(["fact_claimed"])
        query = SQL(
            "SELECT report_id, id, fact_claimed FROM kpi_plan_report_line "
            "WHERE report_id IN %s",
            tuple(judged),
        )
        claims = {}
        for report_id, line_id, claimed in self.env.execute_query(query):
            claims.setdefault(report_id, {})[line_id] = claimed or 0
        return claims

    def _find_error(self, situation):
        """Of checked reports; where a sample is checked, of those drawn only."""
        terms, row = situation.terms, situation.row
        is_judged = _is_error_judged(terms) and row.is_submitted and row.is_checked
        if not is_judged or not (terms["checking"] == "all" or row.is_drawn):
            return False
        if not situation.month.result or self._has_wrong_claim(situation):
            return False  # wrong facts are a matter of falsification
        if _is_equal(row.claimed_effectiveness, row.own_effectiveness) and _is_equal(
            row.claimed_bonus_percent, row.own_percent
        ):
            return False
        return self._explain_own_result(row)

    def _explain_own_result(self, row=None):
        """:param row: values of the fields named below, by default the report's"""
        row, number = row or self, self._format_number
        return self.env._(
            "Claimed are %(claimed_total)s %% and a bonus of %(claimed_percent)s %%; "
            "the claimed facts come to %(total)s %% and %(percent)s %%",
            total=number(row.own_effectiveness),
            percent=number(row.own_percent),
            claimed_total=number(row.claimed_effectiveness),
            claimed_percent=number(row.claimed_bonus_percent),
        )

    def _has_wrong_claim(self, situation):
        tolerance = situation.terms["mismatch_tolerance"]
        return any(
            ground_math.is_mismatch(
                situation.claims.get(term["line_id"], 0), line.fact or 0, tolerance
            )
            for term, line in zip(
                situation.terms["lines"], situation.month.result.lines, strict=True
            )
        )


def _is_error_judged(terms):
    return bool(terms["error_forfeits"]) and "error" in terms["grounds"]


def _is_equal(claimed, own):
    return float_compare(claimed or 0, own or 0, precision_digits=2) == 0

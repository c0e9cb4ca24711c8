from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..decimal_math import to_decimal


class KpiPlanReportLine(models.Model):
    """What the employee says the fact is, beside the fact. Pay never depends on it."""

    _inherit = "kpi.plan.report.line"

    fact_claimed = fields.Float(string="Claimed fact", digits=0, copy=False)
    claim_difference = fields.Float(
        string="Claimed minus fact", digits=0, compute="_compute_claim"
    )
    claim_label = fields.Char(string="Claimed (text)", compute="_compute_claim")
    difference_label = fields.Char(
        string="Difference (text)",
        compute="_compute_claim",
        help="Empty within the tolerance.",
    )
    is_mismatch = fields.Boolean(
        string="Claim differs",
        compute="_compute_claim",
        search="_search_is_mismatch",
        help="From the fact by more percent of it than the scheme tolerates. From a "
        "fact of 0 any other claim differs.",
    )

    @api.depends("fact", "fact_claimed", "unit", "report_id.submitted_on")
    @api.depends_context("lang")
    def _compute_claim(self):
        query = SQL("%s AND line.id = ANY(%s)", self._get_mismatch_sql(), self.ids)
        mismatched = {row[0] for row in self.env.execute_query(query)}
        for line in self:
            line.is_mismatch = line._origin.id in mismatched
            difference, labels = 0, (False, False)
            if line.report_id.submitted_on:
                difference = to_decimal(line.fact_claimed) - to_decimal(line.fact)
                labels = line._get_claim_labels(difference)
            line.claim_difference = float(difference)
            line.claim_label, line.difference_label = labels

    def _get_claim_labels(self, difference):
        number = self.report_id._format_number
        if self.method == "card":
            points = number(self.fact_claimed)
            claimed = self.env._("points: %(points)s", points=points)
        else:
            claimed = self._format_quantity(self.fact_claimed)
        if not self.is_mismatch:
            return claimed, False
        sign = "+" if difference > 0 else ""
        return claimed, sign + number(difference)

    @api.model
    def _search_is_mismatch(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("id", "in", SQL("(%s)", self._get_mismatch_sql()))
        return domain if True in value else ~domain

    @api.model
    def _get_mismatch_sql(self):
        """Ids of the lines whose claim differs, as a query to be narrowed with AND.

        In decimals by way of the shortest text, as ``to_decimal`` reads a float: 1 % of
        a fact of 500 000 is 5 000, and a claim of 505 000 does not exceed it.
        """
        self.flush_model(["fact", "fact_claimed", "report_id"])
        self.env["kpi.plan.report"].flush_model(["submitted_on", "terms"])
        return SQL(
            """SELECT line.id
            FROM kpi_plan_report_line AS line
            JOIN kpi_plan_report AS report ON report.id = line.report_id
            CROSS JOIN LATERAL (SELECT
                COALESCE(line.fact, 0)::text::numeric AS fact,
                COALESCE(line.fact_claimed, 0)::text::numeric AS claimed,
                (report.terms->>'mismatch_tolerance')::numeric AS percent
            ) AS figures
            WHERE report.submitted_on IS NOT NULL
                AND ABS(claimed - figures.fact) * 100 > ABS(figures.fact) * percent"""
        )

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class KpiPlanReport(models.Model):
    """In which band the paid percent lies, to see how bonuses are distributed."""

    _inherit = "kpi.plan.report"

    bonus_band = fields.Selection(
        [
            ("none", "No bonus"),
            ("below", "Below 100 %"),
            ("reached", "100 to 120 %"),
            ("above", "Above 120 to 200 %"),
            ("top", "Above 200 %"),
        ],
        string="Bonus band",
        compute="_compute_bonus_band",
        search="_search_bonus_band",
        help="Of the percent that is paid. 100 and 120 belong to the third band, and "
        "200 to the next.",
    )

    @api.depends("bonus_percent")
    def _compute_bonus_band(self):
        for report in self:
            report.bonus_band = get_band(report.bonus_percent)

    @api.model
    def _search_bonus_band(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.flush_model(["bonus_percent"])
        band = self._get_band_sql(SQL.identifier("report", "bonus_percent"))
        found = SQL(
            "(SELECT report.id FROM kpi_plan_report AS report WHERE %s = ANY(%s))",
            band,
            [key for key in value if key],
        )
        return Domain("id", "in", found)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Graphs and lists group by it; nothing is stored, because a refresh writes its
        figures past the ORM.
        """
        if field_expr != "bonus_band":
            return super()._field_to_sql(alias, field_expr, query)
        return self._get_band_sql(super()._field_to_sql(alias, "bonus_percent", query))

    @api.model
    def _get_band_sql(self, percent):
        """The same rule as :func:`get_band`."""
        return SQL(
            """CASE WHEN COALESCE(%(percent)s, 0) <= 0 THEN 'none'
                WHEN %(percent)s < 100 THEN 'below'
                WHEN %(percent)s <= 120 THEN 'reached'
                WHEN %(percent)s <= 200 THEN 'above'
                ELSE 'top' END""",
            percent=percent,
        )


def get_band(percent):
    """A bonus of exactly 100 % is reached, 120 and 200 are not above themselves."""
    if percent <= 0:
        return "none"
    if percent < 100:
        return "below"
    if percent <= 120:
        return "reached"
    return "above" if percent <= 200 else "top"

from odoo import api, fields, models
from odoo.tools import SQL

from .. import bonus_math
from .kpi_grade import MONEY_GROUPS


class KpiPlanReport(models.Model):
    """Pilot and shadow periods: what people would have earned, beside what is paid."""

    _inherit = "kpi.plan.report"

    matrix_amount = fields.Monetary(
        string="Would have earned",
        compute="_compute_matrix_amount",
        groups=MONEY_GROUPS,
        help="Earned salary by the percent of the matrix row reached, as in a live "
        "period without grounds for no bonus.",
    )
    pilot_feedback = fields.Text(
        string="Feedback",
        compute="_compute_pilot_feedback",
        groups="kpi_bonus.group_section_head",
        help="What the employee wrote about the pilot, under his name.",
    )

    @api.depends("earned_salary", "matrix_percent")
    def _compute_matrix_amount(self):
        for report in self:
            report.matrix_amount = bonus_math.bonus_amount(
                report.earned_salary,
                report.matrix_percent,
                report.currency_id.rounding,
            )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Lists and pivots sum it up; nothing is stored, because a refresh writes its
        figures past the ORM.
        """
        if field_expr != "matrix_amount":
            return super()._field_to_sql(alias, field_expr, query)
        # Who may not read the salary is refused by the line that reads it.
        return SQL(
            """ROUND(
                %(earned)s * %(percent)s / 100,
                (SELECT currency.decimal_places FROM res_currency AS currency
                    JOIN res_company AS company ON company.currency_id = currency.id
                    WHERE company.id = %(company)s))""",
            earned=super()._field_to_sql(alias, "earned_salary", query),
            percent=super()._field_to_sql(alias, "matrix_percent", query),
            company=super()._field_to_sql(alias, "company_id", query),
        )

    def _compute_pilot_feedback(self):
        notes = self.env["kpi.initiative"].search(
            [
                ("kind", "=", "pilot"),
                ("employee_id", "in", self.employee_id.ids),
                ("period_id", "in", self.period_id.ids),
            ],
            order="date, id",
        )
        texts = notes.grouped(lambda note: (note.employee_id.id, note.period_id.id))
        for report in self:
            own = texts.get((report.employee_id.id, report.period_id.id), notes[:0])
            report.pilot_feedback = "\n".join(own.mapped("text"))

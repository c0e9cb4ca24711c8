from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .kpi_grade import MONEY_GROUPS


class KpiGradeWage(models.Model):
    """What a grade is worth from a day on: one row of a dated wage table.

    People are paid by their contract, not by this table; it says what to write there.
    Rows that were in force in a closed month are evidence and stay.
    """

    _name = "kpi.grade.wage"
    _description = "Wage of a grade"
    _order = "grade_id, date_from desc"

    grade_id = fields.Many2one("kpi.grade", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="grade_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="grade_id.currency_id")
    job_id = fields.Many2one(related="grade_id.job_id", store=True)
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    wage = fields.Monetary(
        required=True,
        aggregator="avg",
        groups=MONEY_GROUPS,
        help="Monthly wage at full hours.",
    )
    wage_min = fields.Monetary(
        string="Lowest pay",
        aggregator=None,
        groups=MONEY_GROUPS,
        help="Grade control lists who is paid less. 0: no limit.",
    )
    wage_max = fields.Monetary(
        string="Highest pay",
        aggregator=None,
        groups=MONEY_GROUPS,
        help="Grade control lists who is paid more. 0: no limit.",
    )

    _date_unique = models.UniqueIndex(
        "(grade_id, date_from)",
        "The grade has a wage from this day already. Change that one.",
    )
    _wage_positive = models.Constraint(
        "CHECK(wage >= 0)", "A grade's wage can't be negative."
    )
    _limits_ordered = models.Constraint(
        """CHECK(wage_min >= 0 AND wage_max >= 0
            AND (wage_max = 0 OR wage_min <= wage_max))""",
        "The lowest pay of a grade can't be above the highest, nor below 0.",
    )

    @api.depends("grade_id", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            day = format_date(self.env, row.date_from) if row.date_from else ""
            row.display_name = f"{row.grade_id.display_name or ''}, {day}"

    @api.constrains("wage", "wage_min", "wage_max")
    def _check_limits(self):
        for row in self:
            above = row.wage_max and row.wage > row.wage_max
            if above or row.wage < row.wage_min:
                raise ValidationError(
                    self.env._(
                        "%(row)s: the wage lies outside the limits of pay. Change the "
                        "wage or the limits.",
                        row=row.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        grade_ids = [vals["grade_id"] for vals in vals_list if vals.get("grade_id")]
        others = self.search([("grade_id", "in", grade_ids)])
        others._check_days_free(vals_list)
        rows = super().create(vals_list)
        # The first wages of a grade change none, so they may begin in the past.
        rows.filtered(lambda row: row.grade_id in others.grade_id)._check_open()
        return rows

    def write(self, vals):
        self.check_access("write")
        self._check_open()
        result = super().write(vals)
        self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_open()

    def _check_days_free(self, vals_list):
        """Before the index does, which names no grade.

        :param vals_list: of rows to be made beside these
        """
        taken = {(row.grade_id.id, row.date_from): row for row in self}
        for vals in vals_list:
            day = fields.Date.to_date(vals.get("date_from"))
            row = taken.get((vals.get("grade_id"), day))
            if row:
                raise ValidationError(
                    self.env._(
                        "%(row)s: the grade has a wage from this day already. Change "
                        "that one.",
                        row=row.display_name,
                    )
                )

    def _check_open(self):
        """No row appears, changes or goes that was in force in a closed month."""
        if not self:
            return
        closed = self._get_closed_days()
        for row in self:
            day = closed.get(row.company_id)
            if day and row.date_from <= day:
                raise UserError(
                    self.env._(
                        "Wage of %(row)s: months up to %(closed)s are closed and were "
                        "paid by the wages they had. A wage can change from %(free)s "
                        "on: add one from that day or later.",
                        row=row.display_name,
                        closed=format_date(self.env, day),
                        free=format_date(self.env, day + timedelta(days=1)),
                    )
                )

    def _get_closed_days(self):
        """{company: the last day of its last closed period}"""
        # sudo: a closed month binds everybody, whoever may read it.
        periods = self.env["kpi.period"].sudo()
        groups = periods._read_group(
            [("company_id", "in", self.company_id.ids), ("state", "=", "closed")],
            ["company_id"],
            ["date_to:max"],
        )
        return {company.sudo(False): day for company, day in groups}

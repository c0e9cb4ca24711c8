from odoo import api, fields, models
from odoo.tools import format_amount, format_date, formatLang

from .. import bonus_math

# Execution before floor, cap and rounding is shown to 4 digits, for the eye.
EYE_DIGITS = 4


class KpiPlanReport(models.Model):
    """The calculation in words and figures, to be followed with a pocket calculator.

    It shows stored figures and repeats only the last step of each, so that what a
    payroll officer checks is what is paid.
    """

    _inherit = "kpi.plan.report"

    calculation = fields.Html(
        string="How it is computed", compute="_compute_calculation", sanitize=False
    )

    @api.depends("effectiveness", "bonus_percent", "segment_ids", "line_ids")
    @api.depends("disqualification_ids.state", "missed_shifts", "worked_hours")
    @api.depends_context("lang", "uid")
    def _compute_calculation(self):
        for report in self:
            report.calculation = report.terms and self.env["ir.qweb"]._render(
                "kpi_bonus.plan_report_calculation",
                {
                    "lines": report.line_ids,
                    "absence": report._explain_absence(),
                    "total": report._explain_total(),
                    "grounds": report._explain_grounds(),
                    "pay": report._explain_pay(),
                },
            )

    def _explain_total(self):
        self.ensure_one()
        sentences = [
            self.env._(
                "Effectiveness: %(sum)s = %(total)s %%",
                sum=" + ".join(
                    self._format_number(line.effectiveness) for line in self.line_ids
                ),
                total=self._format_number(self.effectiveness),
            ),
            self._explain_matrix(),
        ]
        if self.submitted_on:
            sentences.append(self._explain_own_result())
        if self.mode == "pilot":
            sentences.append(
                self.env._(
                    "Pilot: whoever takes part gets %(percent)s %%, whatever the "
                    "result.",
                    percent=self._format_number(self.terms["pilot_percent"]),
                )
            )
        elif self.mode == "shadow":
            sentences.append(self.env._("Shadow period: nothing is paid."))
        return sentences

    def _explain_matrix(self):
        rows = bonus_math.parse_rows(self.terms["matrix"]["rows"])
        total = bonus_math.to_decimal(self.effectiveness)
        row = bonus_math.matrix_row(total, rows)
        next_row = next((item for item in rows if item.threshold > total), None)
        figures = {
            "total": self._format_number(total),
            "row": self._format_number(row.threshold) if row else "",
            "next": self._format_number(next_row.threshold) if next_row else "",
            "percent": self._format_number(self.matrix_percent),
        }
        if not row:
            return self.env._(
                "Bonus matrix: %(total)s does not reach the first row, %(next)s: "
                "%(percent)s %%",
                **figures,
            )
        if next_row:
            return self.env._(
                "Bonus matrix: %(total)s reaches row %(row)s and not row %(next)s: "
                "%(percent)s %%",
                **figures,
            )
        if self.terms["matrix"]["overflow"] == "slope":
            return self.env._(
                "Bonus matrix: %(total)s reaches the last row, %(row)s, from which it "
                "goes on in whole steps of the last two rows: %(percent)s %%",
                **figures,
            )
        return self.env._(
            "Bonus matrix: %(total)s reaches the last row, %(row)s: %(percent)s %%",
            **figures,
        )

    def _explain_pay(self):
        """Sentences with money, for those who may see it.

        In sudo, too: what a person's own sheet shows him, once it is known to be his.
        """
        if not self._has_field_access(self._fields["earned_salary"], "read"):
            return []
        sentences = [segment._explain() for segment in self.segment_ids]
        sentences.append(
            self.env._(
                "Earned salary, rounded once: %(amount)s",
                amount=self._format_money(self.earned_salary),
            )
        )
        sentences.append(
            self.env._(
                "Bonus: %(earned)s · %(percent)s / 100 = %(amount)s",
                earned=self._format_money(self.earned_salary),
                percent=self._format_number(self.bonus_percent),
                amount=self._format_money(self.bonus_amount),
            )
        )
        if self.sanction_amount:
            sentences.append(self._explain_withheld())
        return sentences

    def _format_money(self, amount):
        return format_amount(self.env, amount, self.currency_id)

    @api.model
    def _format_number(self, value, digits=2):
        """A figure in the reader's language, without needless zeros."""
        number = bonus_math.round_half_up(value or 0, digits)
        exponent = number.normalize().as_tuple().exponent
        return formatLang(self.env, float(number), digits=max(-exponent, 0))


class KpiPlanReportSegment(models.Model):
    _inherit = "kpi.plan.report.segment"

    def _explain(self):
        self.ensure_one()
        number = self.report_id._format_number
        sentence = self.env._(
            "%(start)s – %(end)s: %(wage)s · %(worked)s / %(norm)s hours = %(pay)s",
            start=format_date(self.env, self.date_from),
            end=format_date(self.env, self.date_to),
            wage=number(self.wage),
            worked=number(self.worked_hours),
            norm=number(self.norm_hours),
            pay=number(self.pay),
        )
        if not self.is_overridden:
            return sentence
        return self.env._(
            "%(sentence)s (hours entered: %(reason)s)",
            sentence=sentence,
            reason=self.override_reason,
        )

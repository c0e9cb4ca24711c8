from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from .. import bonus_math, step_math

MONTHS_SHOWN = 13
# What the page of a month reads, so that it does so in one query each.
MONTH_FIELDS = (
    "period_id",
    "company_id",
    "department_id",
    "card_id",
    "date_from",
    "date_to",
    "state",
    "next_step",
    "terms",
    "submit_deadline",
    "submitted_on",
    "problem",
    "effectiveness",
    "matrix_percent",
    "bonus_percent",
    "earned_salary",
    "bonus_amount",
    "sanction_amount",
    "scheduled_shifts",
    "calendar_shifts",
    "missed_shifts",
    "excused_shifts",
)
LINE_FIELDS = (
    "report_id",
    "indicator_id",
    "department_id",
    "weight",
    "plan",
    "plan_adjusted",
    "value_measured",
    "base_measured",
    "parts",
    "fact",
    "fact_override",
    "is_overridden",
    "has_data",
    "execution",
    "effectiveness",
)


class KpiPlanReport(models.Model):
    """What the employee sees of his months: texts and numbers for the pages."""

    _inherit = "kpi.plan.report"

    @api.model
    def _get_own_domain(self):
        """The reports of the current user that are open to him, in all his companies.

        Somebody who left keeps his history, hence also of archived employees.
        """
        return (
            Domain("employee_id.user_id", "=", self.env.uid)
            & Domain("state", "!=", "draft")
            & Domain("period_id.mode", "!=", "shadow")
        )

    @api.model
    def _search_own(self, domain=(), limit=None, fields=()):
        """Own reports, newest first, with rights lifted.

        :param fields: to be read in the same query
        """
        # sudo: his own, by the domain; the rest of it only narrows.
        reports_sudo = self.sudo().with_context(active_test=False)
        found = reports_sudo.search_fetch(
            self._get_own_domain() & Domain(list(domain)),
            fields,
            order="date_from desc, id desc",
            limit=limit,
        )
        return found.with_env(self.sudo().env)

    @api.model
    def _search_current(self):
        """The month that runs, else the newest; next month may be issued already."""
        started = [("date_from", "<=", fields.Date.context_today(self))]
        return self._search_own(started, limit=1) or self._search_own(limit=1)

    @api.model
    def _search_own_month(self, report_id):
        """A month and those to choose from instead, in one query.

        :return: (report, or none if it is not his or not open to him; reports)
        """
        reports_sudo = self._search_own(limit=MONTHS_SHOWN, fields=MONTH_FIELDS)
        report_sudo = reports_sudo.filtered(lambda report: report.id == report_id)
        return report_sudo or self._search_own([("id", "=", report_id)]), reports_sudo

    def _get_month_choices(self):
        """[(report id, name)] of these reports."""
        many = len(self.company_id) > 1
        return [
            (
                report.id,
                f"{report.period_id.display_name}, {report.company_id.name}"
                if many
                else report.period_id.display_name,
            )
            for report in self
        ]

    @api.model
    def _count_own(self):
        # sudo: a number of his own
        reports_sudo = self.sudo().with_context(active_test=False)
        return reports_sudo.search_count(self._get_own_domain())

    def _prepare_month(self):
        """The month page. In sudo: the current user's own, see the controller."""
        self.ensure_one()
        hidden = self._hides_result()
        running = self._is_running()
        lines = self._search_lines()
        return {
            "report": self,
            "state": self._get_state_label(),
            "running": running,
            "hidden": hidden,
            "measured": self._format_measured(),
            "lines": [line._prepare_portal() for line in lines],
            "todos": self._get_todos(),
            "notes": self._get_month_notes(),
            "figures": {} if hidden else self._prepare_month_figures(),
            "ladder": {} if hidden else self._prepare_ladder(),
            "steps": self._get_next_steps(lines) if running and not hidden else [],
            "sliders": None if hidden else self._prepare_sliders(lines),
        }

    def _search_lines(self):
        """The lines with what a page shows of them, in one query."""
        lines = self.env["kpi.plan.report.line"]
        return lines.search_fetch([("report_id", "=", self.id)], LINE_FIELDS)

    def _hides_result(self):
        """Whether the employee is to compute the result himself, and is about to.

        Where a wrong sum costs the bonus, whoever finds it on a screen would not
        compute it; the printed sheet has blanks as well.
        """
        is_due = self.next_step == "submitted" and self._is_over()
        return is_due and "error" in self.terms["grounds"]

    def _is_running(self):
        """Whether work can still change the figures."""
        today = self.company_id._kpi_today()
        return self.period_state == "open" and today <= self.date_to

    def _format_measured(self):
        if not self.measured_at:
            return False
        timezone = self.company_id._kpi_get_tz()
        return format_datetime(
            self.env, self.measured_at, tz=timezone, dt_format="d MMMM, HH:mm"
        )

    def _prepare_month_figures(self):
        number, money = self._format_number, self._format_money
        accrued = self.bonus_amount - self.sanction_amount
        # Only what is closed can have been corrected.
        corrected = self._get_effective_bonus() if self.state == "closed" else accrued
        is_corrected = self.currency_id.compare_amounts(corrected, accrued) != 0
        return {
            "effectiveness": number(self.effectiveness),
            "matrix_percent": number(self.matrix_percent),
            "percent": number(self.bonus_percent),
            "is_matrix_paid": self.bonus_percent == self.matrix_percent,
            "bonus": money(self.bonus_amount),
            "earned": money(self.earned_salary),
            "withheld": self.sanction_amount and money(self.sanction_amount),
            "corrected": is_corrected and money(corrected),
            "total": money(self.earned_salary + corrected),
        }

    def _prepare_ladder(self):
        """The row reached, the next one, and how far from nothing to it, in percent."""
        matrix = self.terms["matrix"]
        total = bonus_math.to_decimal(self.effectiveness)
        row = bonus_math.matrix_row(total, matrix["rows"])
        above = step_math.next_row(total, matrix["rows"], matrix["overflow"])
        number = self._format_number
        return {
            "row": row and number(row.threshold),
            "next": above and number(above.threshold),
            "next_percent": above and number(above.bonus_percent),
            "missing": above and number(above.threshold - total),
            "width": float(100 * total / above.threshold) if above else 100.0,
        }

    def _get_month_notes(self):
        """What stands in the way of the bonus, and what else is to be known."""
        notes = self._get_paper_notes(self.terms) + self._explain_grounds()
        if self.problem:
            notes.append(
                self.env._(
                    "The figures are not complete: %(problem)s", problem=self.problem
                )
            )
        return notes

    def _get_todos(self):
        """What the employee is asked for now: [dict(text, button, url)]."""
        url = f"/my/kpi/{self.id}"
        todos = [
            self._get_step_todo(url),
            self._get_card_todo(),
            self._get_ground_todo(url),
        ]
        return [todo for todo in todos if todo]

    def _get_step_todo(self, url):
        if self.next_step == "signed":
            return {
                "text": self.env._("Read your plan and sign it."),
                "button": self.env._("Plan"),
                "url": f"{url}/plan",
            }
        if self.next_step == "submitted" and self._is_over():
            deadline = format_date(self.env, self.submit_deadline)
            return {
                "text": self.env._("Hand in your report by %(date)s.", date=deadline),
                "button": self.env._("Report"),
                "url": f"{url}/report",
            }
        return None

    def _get_card_todo(self):
        count = self.card_id.unanswered_count
        if not count or self.state == "closed":
            return None
        return {
            "text": self.env._(
                "Entries on your card that wait for your answer: %(count)s",
                count=count,
            ),
            "button": self.env._("Card"),
            "url": "/my/kpi/card",
        }

    def _get_ground_todo(self, url):
        grounds = self.disqualification_ids
        if "proposed" not in grounds.mapped("state"):
            return None
        return {
            "text": self.env._("A ground against your bonus waits for your answer."),
            "button": self.env._("Answer"),
            "url": f"{url}/report",
        }

    def _is_over(self):
        """Whether the report may be handed in: on the last day, or later."""
        return self.company_id._kpi_today() >= self.date_to

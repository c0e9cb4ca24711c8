from num2words import num2words

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, formatLang

from ..decimal_math import to_decimal
from .kpi_regulation_paper import BLANK

ORDER_STATES = ("review", "closed")
SUMS = ("earned_salary", "bonus_amount", "sanction_amount")


class KpiPeriod(models.Model):
    """The order on bonuses: people by section with percent, bonus and total.

    After the unified form T-11a. What is withheld for a sanction stands in a column of
    its own: a bonus that was not earned is no sanction.
    """

    _inherit = "kpi.period"

    def _prepare_order(self):
        """Texts and rows of the order, for the template.

        :raises AccessError: without the right to money
        :raises UserError: the figures are not final yet
        """
        self.ensure_one()
        self._check_order()
        # sudo: names, to sort by; a payroll officer need not read employees.
        reports = self.report_ids.sorted(
            lambda report: (
                report.sudo().department_id.complete_name or "",
                report.sudo().employee_id.name,
            )
        )
        adjustments = self.env["kpi.adjustment"].search(
            [("pay_period_id", "=", self.id)], order="employee_id, number"
        )
        return {
            **self._prepare_order_head(),
            "is_draft": self.state != "closed",
            "basis": self._get_order_basis(),
            "table": self._prepare_order_table(reports)["table"],
            "adjustments": adjustments
            and self._prepare_order_adjustments(adjustments)["table"],
            "total": self._get_order_total(reports, adjustments),
        }

    def _prepare_order_head(self):
        company = self.company_id
        return {
            "company": company.name,
            "signer": company._kpi_prepare_signer(),
            "city": company.city or "",
            "blank": BLANK,
            "subject": self.env._(
                "On bonuses for the period: %(period)s", period=self.display_name
            ),
            "cause": self.env._(
                "By the results of work from %(start)s to %(end)s, under:",
                start=format_date(self.env, self.date_from),
                end=format_date(self.env, self.date_to),
            ),
            "footer": self.env._(
                "%(company)s. Order on bonuses, %(period)s",
                company=company.name,
                period=self.display_name,
            ),
        }

    def _check_order(self):
        self.check_access("read")
        reports = self.env["kpi.plan.report"]
        if not reports._has_field_access(reports._fields["bonus_amount"], "read"):
            raise AccessError(
                self.env._(
                    "The order on bonuses of %(period)s shows everybody's money. Ask "
                    "the bonus manager or a payroll officer to print it.",
                    period=self.display_name,
                )
            )
        if self.state not in ORDER_STATES:
            raise UserError(
                self.env._(
                    "%(period)s is under way, its bonuses may change every day. Start "
                    "the review; then the order can be printed.",
                    period=self.display_name,
                )
            )

    def _get_order_basis(self):
        """Names of the regulations that pay by the period's schemes."""
        schemes = self.report_ids.scheme_id
        regulations = self.env["kpi.regulation"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "active"),
                ("scheme_ids.code", "in", schemes.mapped("code")),
                ("date_from", "<=", self.date_to),
            ]
        )
        in_force = regulations.filtered(
            lambda item: not item.date_to or item.date_to >= self.date_from
        )
        return [
            self.env._(
                "%(name)s of %(date)s",
                name=regulation.display_name,
                date=format_date(self.env, regulation.date_from),
            )
            for regulation in in_force
        ] or schemes.mapped("name")

    def _prepare_order_table(self, reports):
        rows, number = [], 0
        for department, people in reports.grouped("department_id").items():
            # sudo: the names of a section and of the people; access is checked above.
            name = department.sudo().name or self.env._("Without section")
            rows.append({"title": name})
            for report in people:
                number += 1
                rows.append(report._prepare_order_row(number))
            label = self.env._("Total of %(section)s", section=name)
            rows.append(self._prepare_order_sums(label, people))
        rows.append(self._prepare_order_sums(self.env._("Total"), reports))
        return self.env["kpi.regulation"]._make_table(
            [
                (self.env._("No."), 4, "mid"),
                (self.env._("Surname, name; job"), 26, ""),
                (self.env._("Effectiveness, %"), 15, "num"),
                (self.env._("Bonus, %"), 8, "num"),
                (self.env._("Earned salary"), 13, "num"),
                (self.env._("Bonus"), 12, "num"),
                (self.env._("Withheld"), 10, "num"),
                (self.env._("To be paid"), 12, "num"),
            ],
            rows,
        )

    def _prepare_order_sums(self, label, reports):
        earned, bonus, withheld = (_add(reports.mapped(name)) for name in SUMS)
        amounts = (earned, bonus, withheld, bonus - withheld)
        cells = ["", label, "", "", *(self._format_order(value) for value in amounts)]
        return {"cells": cells, "bold": True}

    def _prepare_order_adjustments(self, adjustments):
        rows = [
            [
                str(number),
                adjustment.sudo().employee_id.name,
                adjustment.sudo().report_id.period_id.display_name,
                adjustment.reason,
                self._format_order(adjustment.amount),
            ]
            for number, adjustment in enumerate(adjustments, start=1)
        ]
        total = _add(adjustments.mapped("amount"))
        label = self.env._("Total")
        rows.append(
            {"cells": ["", label, "", "", self._format_order(total)], "bold": True}
        )
        return self.env["kpi.regulation"]._make_table(
            [
                (self.env._("No."), 5, "mid"),
                (self.env._("Surname, name"), 28, ""),
                (self.env._("For the period"), 18, ""),
                (self.env._("Reason"), 34, ""),
                (self.env._("Difference"), 15, "num"),
            ],
            rows,
        )

    def _get_order_total(self, reports, adjustments):
        """What the order comes to: bonuses less what is withheld, and adjustments."""
        bonus = _add(reports.mapped("bonus_amount"))
        withheld = _add(reports.mapped("sanction_amount"))
        payable = bonus - withheld + _add(adjustments.mapped("amount"))
        return self.env._(
            "In all by this order: %(total)s (%(words)s).",
            total=self._format_order(payable),
            words=self._spell_amount(payable),
        )

    def _spell_amount(self, amount):
        """An amount in words, with the grammar of the reader's language."""
        lang, currency = self.env.lang or "en", self.currency_id
        try:
            words = num2words(amount, lang=lang, to="currency", currency=currency.name)
        except NotImplementedError:  # of this language or currency
            return currency.amount_to_text(float(amount))
        return words[:1].upper() + words[1:]

    def _format_order(self, amount):
        """Two decimals, always: columns are compared."""
        digits = self.currency_id.decimal_places
        return formatLang(self.env, float(amount), digits=digits)


class KpiPlanReport(models.Model):
    _inherit = "kpi.plan.report"

    def _prepare_order_row(self, number):
        # sudo: names; access is checked by the order.
        report_sudo = self.sudo()
        who = ", ".join(
            filter(None, (report_sudo.employee_id.name, report_sudo.job_id.name))
        )
        bonus, withheld = map(to_decimal, (self.bonus_amount, self.sanction_amount))
        amounts = (self.earned_salary, bonus, withheld, bonus - withheld)
        return [
            str(number),
            who,
            self._format_number(self.effectiveness),
            self._format_number(self.bonus_percent),
            *(self.period_id._format_order(amount) for amount in amounts),
        ]


def _add(values):
    """A sum as on paper: floats of many cents do not add up to cents."""
    return sum(map(to_decimal, values), to_decimal(0))

from odoo import api, fields, models

from ..decimal_math import HUNDRED, round_half_up, to_decimal

REPORT_FIELDS = (
    "employee_id",
    "company_id",
    "date_from",
    "date_to",
    "bonus_percent",
    "earned_salary",
    "bonus_amount",
    "sanction_amount",
)
PERCENT_DIGITS = 2


class HrEmployee(models.Model):
    """What payroll asks, whichever application makes the payslips.

    Due in a span of days is what closed plan-reports come to whose period ends in it,
    and the adjustments to be paid with a closed period that ends in it. So half a month
    carries no bonus, and a quarter is paid with the month that ends it.
    """

    _inherit = "hr.employee"

    @api.private
    def kpi_bonus_batch(self, date_from, date_to):
        """KPI pay due in a span, in a fixed number of queries.

        Made for the rules and batches of a payroll: not to be called by RPC.

        :return: {employee_id: {``report_id``, ``percent``, ``earned_salary``,
            ``bonus``, ``sanction``, ``adjustments``}}; nobody else has a key. To pay is
            bonus − sanction + adjustments, in the currency of the company. Who has
            adjustments only has ``report_id`` False.
        """
        reports, adjustments = self._kpi_get_payable(date_from, date_to)
        due = self._kpi_group_payable(reports, adjustments)
        companies = {employee.id: employee.company_id for employee in self.sudo()}
        return {
            employee.id: self._kpi_sum_payable(*records)
            for (employee, company), records in due.items()
            # Another company's months are in its currency, on its own payslips.
            if company == companies[employee.id]
        }

    @api.private
    def kpi_bonus(self, date_from, date_to):
        """``kpi_bonus_batch`` for one employee. :return: {} if nothing is due"""
        self.ensure_one()
        return self.kpi_bonus_batch(date_from, date_to).get(self.id, {})

    def _kpi_get_payable(self, date_from, date_to):
        """:return: (plan-reports, adjustments) due in the span, paid already or not"""
        first, last = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        # sudo: who makes payslips need not have rights of KPI pay; asked is about the
        # employees that the caller holds, by server code only.
        reports_sudo = self.env["kpi.plan.report"].sudo()
        adjustments_sudo = self.env["kpi.adjustment"].sudo()
        reports = reports_sudo.search_fetch(
            [
                ("employee_id", "in", self.ids),
                ("state", "=", "closed"),
                ("date_to", ">=", first),
                ("date_to", "<=", last),
            ],
            REPORT_FIELDS,
            # Of a month and a quarter that end together, the month is the last.
            order="date_to, date_from, id",
        )
        adjustments = adjustments_sudo.search_fetch(
            [
                ("employee_id", "in", self.ids),
                ("pay_period_id.state", "=", "closed"),
                ("pay_period_id.date_to", ">=", first),
                ("pay_period_id.date_to", "<=", last),
            ],
            ["employee_id", "company_id", "amount"],
            order="id",
        )
        return reports, adjustments

    @api.model
    def _kpi_group_payable(self, reports, adjustments):
        """{(employee, company): (reports, adjustments)}"""

        def get_key(record):
            return record.employee_id, record.company_id

        reports_by_key = reports.grouped(get_key)
        adjustments_by_key = adjustments.grouped(get_key)
        return {
            key: (
                reports_by_key.get(key, reports.browse()),
                adjustments_by_key.get(key, adjustments.browse()),
            )
            for key in reports_by_key | adjustments_by_key
        }

    @api.model
    def _kpi_sum_payable(self, reports, adjustments):
        """What one person's reports and adjustments come to."""
        earned, bonus, sanction = (
            _sum(reports, name)
            for name in ("earned_salary", "bonus_amount", "sanction_amount")
        )
        percent = reports.bonus_percent if len(reports) == 1 else _share(bonus, earned)
        return {
            "report_id": reports[-1:].id,
            "percent": percent,
            "earned_salary": earned,
            "bonus": bonus,
            "sanction": sanction,
            "adjustments": _sum(adjustments, "amount"),
        }


def _sum(records, name):
    """Amounts as on paper: floats of many cents do not add up to cents."""
    return float(sum(map(to_decimal, records.mapped(name)), to_decimal(0)))


def _share(part, whole):
    """Percent, for several reports at once."""
    if not whole:
        return 0.0
    share = to_decimal(part) * HUNDRED / to_decimal(whole)
    return float(round_half_up(share, PERCENT_DIGITS))

from odoo import fields, models


class KpiSeller(models.Model):
    """What a seller may see at the till, from facts; nothing is measured for it."""

    _inherit = "kpi.seller"

    def _get_progress(self):
        """Own sales by the plan-report that runs today.

        :return: dict of ``name`` (the seller's), ``period`` (its name), ``unit``
            ("money" or "quantity"), ``today``, ``month`` (the period so far), ``plan``,
            ``execution`` (percent), ``measured_on`` (UTC) and ``next_step``: False, or
            a dict of ``amount`` (own sales that are missing) and ``effectiveness`` (of
            the next row, percent). All but the name are False without a plan-report
        """
        self.ensure_one()
        line_sudo = self._get_own_sales_line_sudo()
        names = "period", "unit", "today", "month", "plan", "execution", "measured_on"
        progress = dict.fromkeys((*names, "next_step"), False) | {"name": self.name}
        if not line_sudo:
            return progress
        period_sudo = line_sudo.report_id.period_id
        return progress | {
            "period": period_sudo.display_name,
            "unit": line_sudo.indicator_id.unit,
            "today": self._get_own_sales(line_sudo, self.company_id._kpi_today()),
            "month": line_sudo.fact,
            "plan": line_sudo.plan_adjusted,
            "execution": line_sudo.execution,
            "measured_on": fields.Datetime.to_string(period_sudo.measured_at),
            "next_step": self._get_next_step(line_sudo),
        }

    def _get_own_sales_line_sudo(self):
        """The line of own sales in the report that runs today; empty if none."""
        # sudo: the caller has checked who asks; only what the till shows leaves here.
        reports_sudo = self.env["kpi.plan.report"].sudo()
        today = self.company_id._kpi_today()
        reports_sudo = reports_sudo.search(
            [
                ("employee_id", "=", self.id),
                ("company_id", "=", self.company_id.id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
                ("state", "!=", "draft"),
                ("mode", "!=", "shadow"),
            ]
        )
        lines_sudo = reports_sudo.line_ids
        return lines_sudo.filtered(
            lambda line: line.indicator_id.source == "pos_personal"
        )[:1]

    def _get_own_sales(self, line_sudo, date_from):
        """Sum of the facts from a day on; added up by the database, exactly."""
        [[total]] = (
            self.env["kpi.fact"]
            .sudo()
            ._read_group(
                [
                    ("indicator_id", "=", line_sudo.indicator_id.id),
                    ("employee_id", "=", self.id),
                    ("date", ">=", date_from),
                    ("date", "<=", line_sudo.report_id.date_to),
                ],
                aggregates=["value:sum"],
            )
        )
        return total or 0.0

    def _get_next_step(self, line_sudo):
        """What own sales alone lack to the next row; False: they can't reach it."""
        for step in line_sudo.report_id._get_next_steps():
            if step["line_id"] == line_sudo.id and step["change"] is not None:
                return {"amount": step["change"], "effectiveness": step["threshold"]}
        return False

from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    kpi_dispute_days = fields.Integer(
        string="Working days to answer a dispute",
        default=3,
        help="For the head to answer, and again for the bonus manager to decide.",
    )

    _kpi_dispute_days_positive = models.Constraint(
        "CHECK(kpi_dispute_days > 0)",
        "There must be at least one working day to answer a dispute.",
    )

    def _kpi_add_workdays(self, day, count):
        """The last day of a deadline of so many working days, ``day`` not counted.

        Working days are those of the company's calendar, net of public holidays; a
        company without a calendar works every day.
        """
        self.ensure_one()
        # sudo: an employee without rights gets the same deadline as everybody.
        calendar_sudo = self.sudo().resource_calendar_id
        timezone = pytz.timezone(calendar_sudo.tz or "UTC")
        start = timezone.localize(datetime.combine(day + timedelta(days=1), time.min))
        # Odoo's own choice of holidays would take those of other companies as well.
        holidays = [
            ("time_type", "=", "leave"),
            ("company_id", "in", [False, self.id]),
        ]
        end = calendar_sudo and calendar_sudo.plan_days(
            count, start, compute_leaves=True, domain=holidays
        )
        return end.date() if end else day + timedelta(days=count)

from datetime import datetime, time, timedelta

import pytz

from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _kpi_localize(self, moment):
        """:return: the naive local time of a naive UTC one"""
        timezone = pytz.timezone(self._kpi_get_tz())
        return pytz.utc.localize(moment).astimezone(timezone).replace(tzinfo=None)

    def _kpi_count_workdays(self, date_from, date_to):
        """Days worked by the company's calendar, public holidays not counted."""
        # sudo: boards are made for people who may not read calendars.
        calendar_sudo = self.sudo().resource_calendar_id
        if not calendar_sudo:
            return (date_to - date_from).days + 1
        timezone = pytz.timezone(calendar_sudo.tz or "UTC")
        # Odoo's own choice of holidays would take those of other companies as well.
        holidays = [
            ("time_type", "=", "leave"),
            ("company_id", "in", [False, self.id]),
        ]
        return calendar_sudo.get_work_duration_data(
            timezone.localize(datetime.combine(date_from, time.min)),
            timezone.localize(datetime.combine(date_to + timedelta(days=1), time.min)),
            domain=holidays,
        )["days"]

from odoo import api, models

from odoo.addons.hr_holidays.models.hr_version import HrVersion as HolidaysVersion

from .kpi_locked_mixin import KPI_ENGINE


class HrVersion(models.Model):
    """Versions made for many people at once."""

    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        """Without a query each, where the working hours stay as they are.

        Time off makes versions one by one, with a search each, to move the leaves of
        people who get other working hours. The engine copies the hours with the rest.
        """
        is_engine = self.env.context.get("kpi_engine") is KPI_ENGINE
        if is_engine and not self._has_create_before_time_off():
            return super(HolidaysVersion, self).create(vals_list)
        return super().create(vals_list)

    @api.model
    def _has_create_before_time_off(self):
        """Whether an addon between ours and time off would be stepped over as well."""
        classes = type(self).__mro__
        between = classes[classes.index(HrVersion) + 1 : classes.index(HolidaysVersion)]
        return any("create" in vars(other) for other in between)

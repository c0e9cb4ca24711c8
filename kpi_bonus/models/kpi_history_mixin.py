from odoo import api, models
from odoo.exceptions import UserError


class KpiHistoryMixin(models.AbstractModel):
    """Records that are made once: never changed, copied or deleted by anybody.

    Access is checked first, so that a stranger learns nothing from the refusal.
    """

    _name = "kpi.history.mixin"
    _description = "KPI history"

    def write(self, vals):
        self.check_access("write")
        self._refuse_change()
        return super().write(vals)

    def copy_data(self, default=None):
        self._refuse_change()
        return super().copy_data(default)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        self._refuse_change()

    def _refuse_change(self):
        for record in self:
            raise UserError(record._get_change_refusal())

    def _get_change_refusal(self):
        """Hook: why this record stays as it is, and what to do instead."""
        raise NotImplementedError

from odoo import models


class KpiMessenger(models.AbstractModel):
    """Odoo's notifications, by a channel that may be given."""

    _name = "kpi.messenger"
    _description = "Messages of KPI pay"
    _inherit = ["mail.thread"]

    def _get_notify_valid_parameters(self):
        return super()._get_notify_valid_parameters() | {"kpi_channel"}

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """:param kpi_channel: ``email`` or ``inbox``; empty: as the user has it set"""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if channel := kwargs.get("kpi_channel"):
            for recipient in recipients:
                recipient["notif"] = channel
        return recipients

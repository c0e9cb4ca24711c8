from odoo import api, fields, models
from odoo.fields import Domain

CHANNELS = [("email", "By e-mail"), ("inbox", "On the KPI pages and in Discuss")]
CHANNEL_GROUPS = "hr.group_hr_user,kpi_bonus.group_manager"
CHANNEL_HELP = "Empty: as the other notifications of Odoo."
CHANNEL_FIELDS = (
    "kpi_notify_plan",
    "kpi_notify_card",
    "kpi_notify_result",
    "kpi_notify_dispute",
)
SWITCHES = ("kpi_board_daily", "kpi_board_hidden")


class HrEmployee(models.Model):
    """Which messages of KPI pay a person gets where.

    None of them is lost: all are listed on his KPI pages.
    """

    _inherit = "hr.employee"

    kpi_notify_plan = fields.Selection(
        CHANNELS,
        string="Plans, signing, deadlines",
        groups=CHANNEL_GROUPS,
        help=CHANNEL_HELP,
    )
    kpi_notify_card = fields.Selection(
        CHANNELS,
        string="Remarks and thanks",
        groups=CHANNEL_GROUPS,
        help=CHANNEL_HELP,
    )
    kpi_notify_result = fields.Selection(
        CHANNELS,
        string="Checks and results",
        groups=CHANNEL_GROUPS,
        help=CHANNEL_HELP,
    )
    kpi_notify_dispute = fields.Selection(
        CHANNELS,
        string="Disputes and ideas",
        groups=CHANNEL_GROUPS,
        help=CHANNEL_HELP,
    )

    @api.model
    def _kpi_set_preferences(self, choices):
        """The current user chooses for himself.

        :param choices: {field: channel, or nothing; or yes or no for a switch};
            anything else is left alone
        """
        allowed = dict(CHANNELS)
        vals = {
            name: choices[name] if choices[name] in allowed else False
            for name in CHANNEL_FIELDS
            if name in choices
        }
        vals |= {name: bool(choices[name]) for name in SWITCHES if name in choices}
        if vals:
            # sudo: one's own records, and only these fields of them.
            self.env.user.sudo().employee_ids.write(vals)

    @api.model
    def _kpi_get_messages_sudo(self, limit):
        """Messages of KPI pay to the current user, the newest first; he reads them."""
        subtype = self.env.ref("kpi_bonus.kpi_mail_subtype_employee")
        partner = self.env.user.partner_id
        # sudo: messages to oneself; portal users read only those of their documents.
        messages_sudo = self.env["mail.message"].sudo()
        return messages_sudo.search(
            Domain("subtype_id", "=", subtype.id)
            & Domain("notified_partner_ids", "in", partner.ids),
            limit=limit,
        )

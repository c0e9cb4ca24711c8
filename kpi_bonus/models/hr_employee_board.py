from odoo import fields, models


class HrEmployee(models.Model):
    """What a person chooses about the daily board."""

    _inherit = "hr.employee"

    kpi_board_hidden = fields.Boolean(
        string="Not on daily boards",
        groups="hr.group_hr_user,kpi_bonus.group_manager",
        help="The person's own row is not shown to others, unless a board shows "
        "everybody.",
    )
    kpi_board_daily = fields.Boolean(
        string="Message of the day",
        groups="hr.group_hr_user,kpi_bonus.group_manager",
        help="Every morning: own figures and place on the daily board.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "kpi_board_hidden" in vals:
            # sudo: whoever hides himself is gone from all boards at once.
            boards_sudo = self.env["kpi.board"].sudo()
            boards_sudo.search(
                [("company_id", "in", self.company_id.ids)]
            )._refresh_content()
        return result

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

WITHDRAWAL_TIME = timedelta(hours=24)


class KpiCardLine(models.Model):
    """Taking an entry back: it stays visible and counts no more."""

    _inherit = "kpi.card.line"

    withdrawn_by_id = fields.Many2one(
        "res.users", string="Withdrawn by", readonly=True, ondelete="restrict"
    )
    withdrawn_on = fields.Datetime(string="Withdrawn on", readonly=True)
    withdraw_reason = fields.Char(string="Reason of withdrawal", readonly=True)
    can_withdraw = fields.Boolean(compute="_compute_can_withdraw")

    @api.depends("state", "author_id", "card_id.state")
    @api.depends_context("uid")
    def _compute_can_withdraw(self):
        for line in self:
            # sudo: controllers read no periods.
            line.can_withdraw = (
                line.state == "valid"
                and line.card_id.sudo().state != "closed"
                and line._is_withdrawal_allowed()
            )

    def action_open_withdrawal(self):
        """Ask for the reason."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take back"),
            "res_model": "kpi.card.withdraw",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_ids": self.ids},
        }

    def action_withdraw(self, reason):
        """Take entries back: the author within 24 hours, a bonus manager any time."""
        self.check_access("read")
        reason = str(reason or "").strip()
        for line in self:
            line._check_withdrawable(reason)
        # sudo: a controller has no write access, so that he can't rewrite an entry.
        lines_sudo = self.sudo()
        lines_sudo._as_kpi_engine().write(
            {
                "state": "withdrawn",
                "withdrawn_by_id": self.env.uid,
                "withdrawn_on": fields.Datetime.now(),
                "withdraw_reason": reason,
            }
        )
        lines_sudo.activity_unlink(["mail.mail_activity_data_todo"])
        lines_sudo._notify_of("kpi_bonus.kpi_mail_template_card_line_withdrawn")

    def _is_withdrawal_allowed(self):
        """The 24 hours include their last instant."""
        self.ensure_one()
        if self._is_bonus_manager():
            return True
        is_author = self.author_id == self.env.user
        return bool(
            is_author
            and self.create_date
            and self.env.cr.now() - self.create_date <= WITHDRAWAL_TIME
        )

    def _check_withdrawable(self, reason):
        label = {"date": self.date, "card": self.card_id.display_name}
        if not reason:
            raise UserError(
                self.env._(
                    "Entry of %(date)s on %(card)s: say why it is taken back.",
                    **label,
                )
            )
        if self.state != "valid":
            raise UserError(
                self.env._(
                    "Entry of %(date)s on %(card)s is withdrawn already.", **label
                )
            )
        if not self._is_withdrawal_allowed():
            raise AccessError(
                self.env._(
                    "Entry of %(date)s on %(card)s: its author may take it back for 24 "
                    "hours; later, ask a bonus manager.",
                    **label,
                )
            )

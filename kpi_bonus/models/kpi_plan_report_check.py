from odoo import api, fields, models
from odoo.exceptions import UserError

REASON_LENGTH = 2000


class KpiPlanReport(models.Model):
    """Checking: measured and claimed side by side; accepted, or returned.

    Pay is always computed from facts. Checking decides nothing but grounds.
    """

    _inherit = "kpi.plan.report"

    checked_on = fields.Datetime(string="Checked on", copy=False)
    checked_by_id = fields.Many2one(
        "res.users",
        string="Checked by",
        copy=False,
        help="Empty if the draw left the report out.",
        ondelete="restrict",
    )
    return_reason = fields.Text(string="Returned because", copy=False)
    mismatch_count = fields.Integer(
        string="Claims that differ", compute="_compute_mismatch_count"
    )

    awaits_card = fields.Boolean(
        string="Card not received",
        compute="_compute_awaits_card",
        # The scheme and one tick of the card, for roles that see no cards.
        compute_sudo=True,
    )

    @api.depends("scheme_id.needs_card", "scheme_id.card_form", "card_id.presented")
    @api.depends("state", "mode")
    def _compute_awaits_card(self):
        for report in self:
            scheme = report.scheme_id
            report.awaits_card = (
                report.state not in ("draft", "closed")
                and report.mode != "shadow"
                and scheme.needs_card
                and scheme.card_form == "paper"
                and not report.card_id.presented
            )

    @api.depends("line_ids.is_mismatch")
    def _compute_mismatch_count(self):
        for report in self:
            report.mismatch_count = len(report._get_mismatches())

    def _get_mismatches(self):
        """The lines whose claim differs from the fact beyond the tolerance."""
        return self.line_ids.filtered("is_mismatch")

    def action_check(self):
        """Accept the reports, as head of their section or bonus manager."""
        self._check_may_check()
        # sudo: access is checked above, and nothing but the step is written.
        self.sudo()._do_check(self.env.user)

    def action_return(self, reason):
        """Give reports back for correction; the employee is told why.

        :raises UserError: not handed in, checked already, no reason
        """
        self._check_may_check()
        text = reason.strip() if isinstance(reason, str) else ""
        if not text or len(text) > REASON_LENGTH:
            raise UserError(
                self.env._(
                    "Write what is to be corrected, in %(length)s characters at most.",
                    length=REASON_LENGTH,
                )
            )
        # sudo: as above.
        self.sudo()._do_return(text)

    def action_receive_card(self):
        """The head got the paper cards, at check at the latest."""
        self._check_head()
        self._check_not_own()
        # sudo: access is checked above; the cards of the reports, and only the tick.
        reports_sudo = self.sudo()
        reports_sudo.card_id.action_present()
        reports_sudo._refresh()

    def action_open_return(self):
        """Ask for the reason."""
        self._check_may_check()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_report_return_action"
        )
        return action | {"context": {"default_report_ids": self.ids}}

    def _check_may_check(self):
        self._check_head()
        self._check_step("checked")
        self._check_not_own()

    def _check_not_own(self):
        for report in self:
            # sudo: a head may not read which login his people have.
            if report.sudo().employee_id.user_id == self.env.user:
                raise UserError(
                    self.env._(
                        "%(report)s is your own. Somebody else has to check it: the "
                        "head above you, or a bonus manager.",
                        report=report.display_name,
                    )
                )

    def _do_check(self, user):
        """:param user: who checked; empty for reports that the draw left out"""
        self._as_kpi_engine().write(
            {
                "state": "checked",
                "checked_on": fields.Datetime.now(),
                "checked_by_id": user.id,
            }
        )
        self._refresh()
        self._close_head_activities("checked")
        self._notify_employee("kpi_bonus.kpi_mail_template_report_checked")

    def _do_return(self, reason):
        for state, reports in self.grouped(
            lambda report: report._get_state_before("submitted")
        ).items():
            reports._as_kpi_engine().write({"state": state, "return_reason": reason})
        self._refresh()
        for report in self:
            report.message_post(
                body=self.env._("Returned for correction: %(reason)s", reason=reason)
            )
        self._close_head_activities("checked")
        self._notify_employee("kpi_bonus.kpi_mail_template_report_returned")

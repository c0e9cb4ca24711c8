from odoo import api, models
from odoo.exceptions import UserError, ValidationError


class KpiAdjustment(models.Model):
    """What may be adjusted, by whom, and where it may be paid."""

    _inherit = "kpi.adjustment"

    @api.model
    def _check_report(self, report):
        report.ensure_one()
        report.check_access("read")
        if report.state != "closed":
            raise UserError(
                self.env._(
                    "%(report)s is not closed: correct the fact, the card or the hours "
                    "themselves, and refresh it.",
                    report=report.display_name,
                )
            )
        if report.employee_id.sudo().user_id == self.env.user:
            raise UserError(
                self.env._(
                    "%(report)s is your own: another bonus manager must adjust it.",
                    report=report.display_name,
                )
            )
        if report.sudo().terms["currency"] != report.currency_id.name:
            raise UserError(
                self.env._(
                    "%(report)s was computed in %(old)s, and the company counts in "
                    "%(new)s now. Pay the difference outside of KPI pay.",
                    report=report.display_name,
                    old=report.sudo().terms["currency"],
                    new=report.currency_id.name,
                )
            )

    @api.model
    def _check_pay_period(self, report, period):
        if not period:
            raise UserError(
                self.env._(
                    "%(report)s: choose the open period that the adjustment is paid "
                    "in, or create the next one.",
                    report=report.display_name,
                )
            )
        period.check_access("read")
        if period.company_id != report.company_id:
            raise ValidationError(
                self.env._(
                    "%(report)s: %(period)s belongs to another company. Choose a "
                    "period of %(company)s.",
                    report=report.display_name,
                    period=period.display_name,
                    company=report.company_id.name,
                )
            )
        # sudo: a lock, so that nobody closes the period in the meantime.
        if not period.sudo().try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._(
                    "%(report)s: somebody else is closing %(period)s, or adjusts "
                    "something else in it, at this moment. Try again.",
                    report=report.display_name,
                    period=period.display_name,
                )
            )
        if period.state == "closed":
            raise UserError(
                self.env._(
                    "%(report)s: %(period)s is closed and paid. Choose a period that "
                    "is still open.",
                    report=report.display_name,
                    period=period.display_name,
                )
            )

    @api.model
    def _check_reason(self, report, vals):
        if not (vals.get("reason") or "").strip():
            raise UserError(
                self.env._(
                    "%(report)s: say why it is adjusted.", report=report.display_name
                )
            )
        dispute = self.env["kpi.dispute"].browse(vals.get("dispute_id"))
        if dispute and dispute.report_id != report:
            raise ValidationError(
                self.env._(
                    "%(report)s: the dispute is about another plan-report. Choose one "
                    "of this.",
                    report=report.display_name,
                )
            )

    @api.model
    def _check_value(self, report, before, after):
        if after < 0:
            raise ValidationError(
                self.env._(
                    "%(report)s: a bonus can't be negative. Enter 0 or more.",
                    report=report.display_name,
                )
            )
        if not report.currency_id.compare_amounts(before, after):
            raise UserError(
                self.env._(
                    "%(report)s comes to this already: there is nothing to adjust.",
                    report=report.display_name,
                )
            )

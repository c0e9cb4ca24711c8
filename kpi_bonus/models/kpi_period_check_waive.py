from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date


class KpiPeriodCheck(models.Model):
    """Waiving: what was found may stay so, for a reason that is sealed."""

    _inherit = "kpi.period.check"

    def action_open_waive(self):
        """Ask for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Waive"),
            "res_model": "kpi.period.waive",
            "view_mode": "form",
            "target": "new",
            "context": {"default_check_id": self.id},
        }

    def action_waive(self, reason):
        """Let pass what was found so far, of these items. For bonus managers.

        :param reason: it is sealed
        """
        self.check_access("read")
        if not self.env.user.has_group("kpi_bonus.group_manager"):
            raise AccessError(
                self.env._("Only a bonus manager may waive items of the check-list.")
            )
        # sudo: nobody writes the check-list but the engine; access is checked above.
        for check in self.sudo()._as_kpi_engine():
            check._do_waive((reason or "").strip())
        return True

    def _do_waive(self, reason):
        self.period_id._hold_open()
        self._check_waivable(reason)
        self.write(
            {
                "waived": self.found,
                "waive_reason": reason,
                "waived_by_id": self.env.uid,
                "waived_on": fields.Datetime.now(),
                "state": "waived",
                "count": 0,
            }
        )
        self.env["kpi.seal"]._add("waiver", self)
        self.period_id.message_post(
            body=self.env._(
                "%(check)s (%(count)s): waived. %(reason)s",
                check=self._get_code_label(),
                count=len(self.found),
                reason=reason,
            )
        )

    def _check_waivable(self, reason):
        label = {"check": self._get_code_label(), "period": self.period_id.name}
        if not self.is_waivable:
            raise UserError(
                self.env._(
                    "%(period)s, %(check)s: there is nothing that could be waived.",
                    **label,
                )
            )
        if not reason:
            raise UserError(
                self.env._("%(period)s, %(check)s: say why it is waived.", **label)
            )
        deadline = self._get_deadline()
        if deadline and deadline >= self.company_id._kpi_today():
            raise UserError(
                self.env._(
                    "%(period)s, %(check)s: they may hand in until %(date)s. Wait "
                    "until then.",
                    date=format_date(self.env, deadline),
                    **label,
                )
            )

    def _get_deadline(self):
        """Until when people may still settle it themselves; None if nobody may."""
        if self.code != "unsubmitted":
            return None
        reports = self.env["kpi.plan.report"].browse(self._get_open_keys())
        return max(filter(None, reports.mapped("submit_deadline")), default=None)

    def _prepare_seal_payload(self):
        return {
            "period_id": self.period_id.id,
            "code": self.code,
            "waived": sorted(self.waived or []),
            "waive_reason": self.waive_reason,
            "waived_by_id": self.waived_by_id.id,
            "waived_on": self.waived_on.isoformat(),
        }

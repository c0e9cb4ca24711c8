from odoo import api, models

from ..isolation import run_isolated
from .kpi_dispute_route import WITH_HEAD


class KpiDispute(models.Model):
    _inherit = "kpi.dispute"

    def _do_escalate(self):
        """Pass on to the manager what the heads did not answer in time."""
        for dispute in self:
            dispute._as_kpi_engine().write(dispute._prepare_manager_vals())
            dispute.message_post(
                body=self.env._("Not answered in time, so the bonus manager decides.")
            )


class KpiClock(models.AbstractModel):
    """With the reminders: disputes that wait for a head longer than they may."""

    _inherit = "kpi.clock"

    @api.model
    def _cron_remind(self, company):
        result = super()._cron_remind(company)
        self._do_escalate_disputes(company)
        return result

    @api.model
    def _do_escalate_disputes(self, company):
        late = self.env["kpi.dispute"].search(
            [
                ("company_id", "=", company.id),
                ("state", "in", WITH_HEAD),
                ("deadline", "<", company._kpi_today()),
            ]
        )
        run_isolated(self.env, late, lambda part: part._do_escalate())

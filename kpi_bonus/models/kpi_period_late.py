from odoo import models


class KpiPeriod(models.Model):
    _inherit = "kpi.period"

    def action_find_late_facts(self):
        """List what would be measured otherwise now on the days of a closed period."""
        self.check_access("write")
        late = self.env["kpi.late.fact"]
        # sudo: measuring reads records of all kinds; figures are what it gives away.
        for period_sudo in self.sudo():
            period_sudo._check_state("closed")
            rows = self.env["kpi.source"]._find_late(
                period_sudo.company_id,
                period_sudo._get_indicators(),
                period_sudo.date_from,
                period_sudo.date_to,
            )
            late += late.create([{"period_id": period_sudo.id, **row} for row in rows])
        if not late:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "success",
                    "message": self.env._(
                        "Every closed day would be measured as it was."
                    ),
                },
            }
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_late_fact_action"
        )
        return action | {"domain": [("id", "in", late.ids)]}

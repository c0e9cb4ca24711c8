from odoo import models


class KpiPeriod(models.Model):
    """The results of a pilot, and what people say about it."""

    _inherit = "kpi.period"

    def action_open_pilot_results(self):
        action = self._get_period_action("kpi_bonus.kpi_plan_report_action_pilot")
        action["domain"].append(("state", "!=", "draft"))
        return action

    def action_open_initiatives(self):
        action = self._get_period_action("kpi_bonus.kpi_initiative_action")
        action["context"]["default_kind"] = "pilot"
        return action

from odoo import models

# Bars end here, so that the plan's mark stands at two thirds; more fills the bar.
BAR_TOP = 150


class KpiPlanReportLine(models.Model):
    """A KPI on the pages of its employee: texts and numbers."""

    _inherit = "kpi.plan.report.line"

    def _prepare_portal(self):
        number = self.report_id._format_number
        return {
            "id": self.id,
            "name": self.indicator_id.name,
            "scope": self._get_scope_label(),
            "plan": self._get_portal_plan(),
            "fact": self._get_portal_fact(),
            "has_data": self.has_data or self.method == "card",
            "execution": number(self.execution),
            "is_reached": self.execution >= 100,
            "width": min(self.execution, BAR_TOP) * 100 / BAR_TOP,
            "weight": number(self.weight),
            "effectiveness": number(self.effectiveness),
            "share": self._get_share(),
        }

    def _get_scope_label(self):
        """Whose figure it is, where it is not his own."""
        if self.scope == "employee":
            return ""
        scopes = self.env["kpi.indicator"]._fields["scope"]
        return dict(scopes._description_selection(self.env))[self.scope]

    def _get_portal_plan(self):
        """The plan he is measured by: less than the issued one after absence."""
        if self.method == "card":
            return ""
        if self.method == "inverse":
            return self.env._("at most %(plan)s", plan=self._format_fact(self._plan()))
        return self._format_fact(self._plan()) if self.plan else ""

    def _plan(self):
        return self.plan if self.report_id.state == "draft" else self.plan_adjusted

    def _get_portal_fact(self):
        if self.method == "card":
            return self._get_card_label()
        if not self.has_data:
            return self.env._("no data yet")
        return self._format_fact(self.fact)

    def _get_share(self):
        """Its share of the result, in whole percent."""
        total = self.report_id.effectiveness
        return round(self.effectiveness * 100 / total) if total else 0

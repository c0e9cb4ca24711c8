from odoo import models
from odoo.tools import format_date


class KpiPlanReport(models.Model):
    """An employee's months one after another."""

    _inherit = "kpi.plan.report"

    def _prepare_history(self):
        """[dict] of the reports in their order, with the height of a bar in percent."""
        shown = self.filtered(lambda report: not report._hides_result())
        top = max([100, *shown.mapped("effectiveness")])
        many = len(self.employee_id) > 1
        return [
            {
                "id": report.id,
                "name": report.period_id.display_name,
                "company": many and report.company_id.name,
                "short": report._get_short_name(),
                "state": report._get_state_label(),
                "height": report.effectiveness * 100 / top if report in shown else 0,
                **report._prepare_history_figures(report in shown),
            }
            for report in self
        ]

    def _prepare_history_figures(self, is_shown):
        names = ("effectiveness", "percent", "bonus")
        if not is_shown:
            return dict.fromkeys(names, "")
        number = self._format_number
        return {
            "effectiveness": number(self.effectiveness),
            "percent": number(self.bonus_percent),
            "bonus": self._format_money(self._get_effective_bonus()),
        }

    def _get_short_name(self):
        pattern = "QQQ yy" if self.period_id.frequency == "quarter" else "LLL yy"
        return format_date(self.env, self.date_from, date_format=pattern)

    def _get_state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

from odoo import api, fields, models
from odoo.tools import float_compare


class KpiPlanReportLine(models.Model):
    """KPIs that need somebody to do something, while there is time."""

    _inherit = "kpi.plan.report.line"

    is_red = fields.Boolean(
        string="Behind",
        compute="_compute_is_red",
        help="Execution is below the first row of the matrix; of plans that add up day "
        "by day, the part of the period gone by counts.",
    )

    @api.depends("execution", "has_data", "report_state", "report_id.scheme_id")
    def _compute_is_red(self):
        for line in self:
            expected = line._get_expected_execution()
            line.is_red = (
                line.report_state != "draft"
                and float_compare(line.execution, expected, precision_digits=2) < 0
            )

    def _get_expected_execution(self):
        """Percent below which the KPI is red; the whole days gone by count."""
        # The scheme of an issued report is locked with its matrix.
        thresholds = self.report_id.scheme_id.matrix_id.line_ids.mapped("threshold")
        lowest = min(thresholds, default=0)
        elapsed = self._get_elapsed_share()
        if self.method == "proportional" and self.indicator_id.is_additive:
            return lowest * elapsed
        has_figure = self.has_data or self.method == "card" or elapsed == 1
        return lowest if has_figure else 0

    def _get_elapsed_share(self):
        report = self.report_id
        today = report.company_id._kpi_today()
        days = (report.date_to - report.date_from).days + 1
        return min(max((today - report.date_from).days / days, 0), 1)

    def action_plan_correction(self):
        """Dialogue for an activity: who does what about this KPI, until when."""
        self.ensure_one()
        self.check_access("read")
        xmlid = "kpi_bonus.kpi_mail_activity_type_correction"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan a corrective action"),
            "res_model": "mail.activity.schedule",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "active_model": self.report_id._name,
                "active_id": self.report_id.id,
                "active_ids": self.report_id.ids,
                # sudo: which type it is, is no secret.
                "default_activity_type_id": self.env.ref(xmlid).sudo().id,
                "default_summary": self.env._(
                    "%(indicator)s: execution %(execution)g %%",
                    indicator=self.indicator_id.name,
                    execution=self.execution,
                ),
            },
        }

from math import isfinite

from odoo import api, fields, models
from odoo.exceptions import ValidationError

OVERRIDE_FIELDS = {"is_overridden", "fact_override", "override_reason"}


class KpiPlanReportLine(models.Model):
    """A fact corrected by a bonus manager: with a reason, beside the measured one.

    It survives every refresh. Each correction and each withdrawal of one is told in the
    report's messages; the list of all that stand is the menu "Corrected facts".
    """

    _inherit = "kpi.plan.report.line"

    is_overridden = fields.Boolean(string="Corrected", copy=False)
    fact_override = fields.Float(string="Corrected fact", digits=0, copy=False)
    override_reason = fields.Char(string="Reason of correction", copy=False)
    measured_label = fields.Char(
        string="Measured (text)", compute="_compute_measured_label"
    )
    overridden_by_id = fields.Many2one(
        "res.users", string="Corrected by", copy=False, ondelete="restrict"
    )
    overridden_on = fields.Datetime(string="Corrected on", copy=False)

    @api.depends("is_overridden", "fact_measured", "unit")
    @api.depends_context("lang")
    def _compute_measured_label(self):
        for line in self:
            line.measured_label = line.is_overridden and line._format_quantity(
                line.fact_measured
            )

    def write(self, vals):
        if self._is_kpi_engine() or not OVERRIDE_FIELDS & vals.keys():
            return super().write(vals)
        if "fact_override" in vals:
            vals = {"is_overridden": True, **vals}
        result = super().write(vals)
        self._do_override()
        return result

    def _do_override(self):
        self._check_override()
        for is_overridden, lines in self.grouped("is_overridden").items():
            lines._as_kpi_engine().write(
                {
                    "overridden_by_id": is_overridden and self.env.uid,
                    "overridden_on": is_overridden and fields.Datetime.now(),
                }
            )
        for line in self:
            line.report_id.message_post(body=line._get_override_message())
        # sudo: computing reads wages, which who corrects a fact need not see.
        self.report_id.sudo()._refresh()

    def _check_override(self):
        for line in self.filtered("is_overridden"):
            if not (line.override_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(report)s, %(indicator)s: a corrected fact needs a reason.",
                        report=line.report_id.display_name,
                        indicator=line.indicator_id.name,
                    )
                )
            if not isfinite(line.fact_override):
                raise ValidationError(
                    self.env._(
                        "%(report)s, %(indicator)s: the corrected fact has to be a "
                        "number.",
                        report=line.report_id.display_name,
                        indicator=line.indicator_id.name,
                    )
                )

    def _get_override_message(self):
        figures = {
            "indicator": self.indicator_id.name,
            "measured": self._format_quantity(self.fact_measured),
        }
        if not self.is_overridden:
            return self.env._(
                "%(indicator)s: correction withdrawn, the measured fact of "
                "%(measured)s counts again.",
                **figures,
            )
        return self.env._(
            "%(indicator)s: fact corrected to %(corrected)s, measured %(measured)s. "
            "Reason: %(reason)s",
            corrected=self._format_quantity(self.fact_override),
            reason=self.override_reason,
            **figures,
        )

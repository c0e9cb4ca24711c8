from odoo import fields, models


class KpiPlanReport(models.Model):
    """A report's part in the random audit, see ``kpi_period_audit``."""

    _inherit = "kpi.plan.report"

    is_drawn = fields.Boolean(
        string="Drawn for the audit",
        copy=False,
        help="Where the scheme checks a random sample, claims of other reports are "
        "not checked.",
    )

    audit_drawn_on = fields.Datetime(related="period_id.audit_drawn_on")

    def action_open_audit(self):
        """The draw of the report's period, from a report that one may read."""
        return self.period_id.action_open_audit()

    def _do_issue(self):
        refused = super()._do_issue()
        # Terms are large: the scheme in use is locked and says the same.
        audited = self.filtered(
            lambda report: report.state == "issued"
            and report.scheme_id.checking == "audit"
            and report.scheme_id.needs_submission
        )
        audited.period_id._publish_audit_hash()
        return refused

    def _do_submit(self, claims, vals):
        """Handed in after the draw: those left out need no check any more."""
        result = super()._do_submit(claims, vals)
        self._accept_undrawn()
        return result

    def _accept_undrawn(self):
        """Count handed-in reports that the draw left out as checked."""
        left_out = self.filtered(
            lambda report: report.state == "submitted"
            and not report.is_drawn
            and report.scheme_id.checking == "audit"
            and report.period_id.audit_drawn_on
        )
        if left_out:
            left_out._do_check(self.env["res.users"])

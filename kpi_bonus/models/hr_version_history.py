from odoo import api, models
from odoo.exceptions import UserError


class HrVersion(models.Model):
    _inherit = "hr.version"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid_by(self):
        """While a month is open its hours follow the contract; closed, they rest on it.

        Hence no ``ondelete="restrict"``, which would keep versions of open months too.
        """
        # sudo: hours of people whom the user may not see keep the version as well.
        segment = (
            self.env["kpi.plan.report.segment"]
            .sudo()
            .search(
                [("version_id", "in", self.ids), ("report_id.state", "=", "closed")],
                limit=1,
            )
        )
        if segment:
            raise UserError(
                self.env._(
                    "The contract version of %(date)s can't be deleted: %(report)s, "
                    "which is closed, was paid by it. Archive it instead.",
                    date=segment.version_id.date_version,
                    report=segment.report_id.display_name,
                )
            )

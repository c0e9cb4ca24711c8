from odoo import models


class HrPayslip(models.Model):
    """What the payroll register shows of a payslip."""

    _inherit = "hr.payslip"

    def action_download_kpi_register(self):
        register = self.env["kpi.payroll.register"]._create_for(self)
        return register._get_download_action()

    def _kpi_get_section(self):
        """As of the month that is paid, else as of now."""
        return self.kpi_report_id.department_id or self.employee_id.department_id

    def _kpi_get_sources(self):
        """Reports and adjustments behind the figures; of a refund, of what it takes
        back.
        """
        payslips = self._kpi_get_originals() or self
        return {
            name: self.env[model].browse(
                record_id
                for payslip in payslips
                for record_id in (payslip.kpi_basis or {}).get(name, ())
            )
            for name, model in (
                ("reports", "kpi.plan.report"),
                ("adjustments", "kpi.adjustment"),
            )
        }

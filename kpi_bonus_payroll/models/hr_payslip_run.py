from odoo import fields, models


class HrPayslipRun(models.Model):
    """A batch: who is missing in it, and whose figures are out of date."""

    _inherit = "hr.payslip.run"

    kpi_missing_count = fields.Integer(
        string="Without payslip", compute="_compute_kpi_counts"
    )
    kpi_differing_count = fields.Integer(
        string="To compute again", compute="_compute_kpi_counts"
    )

    def _compute_kpi_counts(self):
        for run in self:
            run.kpi_missing_count = len(run._kpi_get_missing_employees())
            run.kpi_differing_count = len(run._kpi_get_differing_payslips())

    def _kpi_get_missing_employees(self):
        """People to whom KPI pay is due in the days of the batch, without a payslip for
        it, in this batch or elsewhere.
        """
        self.ensure_one()
        employees = self.env["hr.employee"].with_context(active_test=False)
        if self.credit_note or not (self.date_start and self.date_end):
            return employees
        everybody = employees.search([("company_id", "=", self.company_id.id)])
        reports, adjustments = everybody._kpi_get_payable(
            self.date_start, self.date_end
        )
        due = [(report, report.date_to) for report in reports]
        due += [(record, record.pay_period_id.date_to) for record in adjustments]
        due = [
            (record.employee_id, day)
            for record, day in due
            if record.company_id == self.company_id and not record.payslip_id
        ]
        spans = self._kpi_get_paying_spans(employees.union(*(who for who, _day in due)))
        return employees.union(
            *(
                employee
                for employee, day in due
                if not any(start <= day <= end for start, end in spans[employee])
            )
        ).with_env(self.env)

    def _kpi_get_paying_spans(self, employees):
        """{employee: [(first day, last day)]} of payslips whose rules pay a bonus."""
        payslips = self.env["hr.payslip"].search(
            [
                ("employee_id", "in", employees.ids),
                ("state", "!=", "cancel"),
                ("credit_note", "=", False),
                ("date_from", "<=", self.date_end),
                ("date_to", ">=", self.date_start),
            ]
        )
        kinds = payslips._kpi_get_kinds()
        spans = {employee: [] for employee in employees}
        for payslip in payslips:
            if "bonus" in kinds[payslip] and not payslip._kpi_is_refunded():
                span = (payslip.date_from, payslip.date_to)
                spans[payslip.employee_id].append(span)
        return spans

    def _kpi_get_differing_payslips(self):
        """Computed payslips whose stored figures are not what is due now."""
        # sudo: compared are figures of plan-reports, which an officer of payroll alone
        # may not read; shown are payslips of his own batch.
        payslips_sudo = self.slip_ids.sudo().filtered(
            lambda payslip: payslip.state in ("verify", "done")
        )
        due = payslips_sudo._kpi_get_vals()
        differing = payslips_sudo.filtered(
            lambda payslip: payslip._kpi_differs(due[payslip.id])
        )
        return differing.with_env(self.env)

    def action_open_kpi_missing(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus_payroll.hr_employee_action_missing"
        )
        employees = self._kpi_get_missing_employees()
        return action | {"domain": [("id", "in", employees.ids)]}

    def action_generate_kpi_missing(self):
        """The wizard of OCA payroll, filled in with those who are missing."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "payroll.action_hr_payslip_by_employees"
        )
        employees = self._kpi_get_missing_employees()
        context = {"active_id": self.id, "default_employee_ids": employees.ids}
        return action | {"context": context, "views": [(False, "form")]}

    def action_open_kpi_differing(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "payroll.hr_payslip_action"
        )
        payslips = self._kpi_get_differing_payslips()
        return action | {"domain": [("id", "in", payslips.ids)], "context": {}}

    def action_download_kpi_register(self):
        return self.slip_ids.action_download_kpi_register()

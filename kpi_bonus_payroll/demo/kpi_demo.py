from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.kpi_bonus.demo.kpi_demo import TIMEZONE


class KpiDemo(models.AbstractModel):
    _inherit = "kpi.demo"

    @api.model
    def _generate_payslips(self):
        """Two months paid, and the last closed one computed but not confirmed."""
        officer = self._ref("user_payroll_demo")
        structure = self.env.ref(
            "kpi_bonus_payroll.hr_payroll_structure_shop_staff_demo"
        )
        versions = self.env["hr.version"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("contract_date_start", "!=", False),
                ("struct_id", "=", False),
            ]
        )
        versions.struct_id = structure
        today = fields.Date.context_today(self.with_context(tz=TIMEZONE))
        demo = self.with_user(officer).with_context(tz=TIMEZONE, lang=officer.lang)
        for months_ago in (3, 2, 1):
            start = today.replace(day=1) - relativedelta(months=months_ago)
            demo._make_batch(start, is_paid=months_ago > 1)

    @api.model
    def _make_batch(self, start, is_paid):
        run = self.env["hr.payslip.run"].create(
            {
                "name": f"Зарплата {start:%Y-%m}",
                "date_start": start,
                "date_end": start + relativedelta(months=1, days=-1),
            }
        )
        people = run._kpi_get_missing_employees().sorted("name")
        if not is_paid:
            people = people[1:]  # so that the list of those missing has somebody
        wizard = self.env["hr.payslip.employees"].with_context(active_id=run.id)
        wizard.create({"employee_ids": people.ids}).compute_sheet()
        if is_paid:
            for payslip in run.slip_ids:
                payslip.action_payslip_done()
            run.close_payslip_run()

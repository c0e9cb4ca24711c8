from odoo import api, fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    # The same groups as on hr.version, or the employee would show what it hides.
    kpi_grade_id = fields.Many2one(
        related="version_id.kpi_grade_id",
        inherited=True,
        readonly=False,
        groups="hr.group_hr_user,kpi_bonus.group_manager",
    )
    kpi_scheme_id = fields.Many2one(
        related="version_id.kpi_scheme_id",
        inherited=True,
        readonly=False,
        groups="hr.group_hr_user,kpi_bonus.group_manager",
    )
    kpi_report_count = fields.Integer(
        string="Plan-reports",
        compute="_compute_kpi_report_count",
        groups="kpi_bonus.group_manager,kpi_bonus.group_payroll",
    )

    def _compute_kpi_report_count(self):
        counts = dict(
            self.env["kpi.plan.report"]._read_group(
                [("employee_id", "in", self.ids)], ["employee_id"], ["__count"]
            )
        )
        for employee in self:
            employee.kpi_report_count = counts.get(employee._origin, 0)

    @api.onchange("kpi_grade_id")
    def _onchange_kpi_grade_id(self):
        """The form of an employee edits the version that it shows."""
        self.version_id._onchange_kpi_grade_id()

    def action_open_kpi_reports(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_plan_report_action"
        )
        return action | {"domain": [("employee_id", "in", self.ids)], "context": {}}

    def action_open_kpi_card_quick(self):
        """The quick form for this person; it asks for the rights by itself."""
        self.ensure_one()
        return self.env["kpi.card.quick"]._get_action(self.id)

    def _kpi_get_card_url(self):
        """Absolute address, for the QR code of a card, of the entry form of a person.

        Whoever opens it must be signed in and allowed to write on cards.
        """
        self.ensure_one()
        return f"{self.get_base_url()}/kpi/card/{self.id}"

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# The report that prints a paper, and the model it is about.
PAPERS = {
    "card": ("kpi_bonus.paper_card_action", "kpi.card"),
    "report": ("kpi_bonus.paper_plan_report_action", "kpi.plan.report"),
    "entries": ("kpi_bonus.paper_card_type_action", "kpi.card.type"),
}


class KpiPrint(models.TransientModel):
    """Print the papers of a whole period, or of some sections, in one PDF."""

    _name = "kpi.print"
    _description = "Print papers"

    paper = fields.Selection(
        [
            ("card", "Efficiency cards"),
            ("report", "Plan-reports"),
            ("entries", "List of typical entries"),
        ],
        string="What to print",
        required=True,
        default="card",
    )
    period_id = fields.Many2one(
        "kpi.period",
        string="Period",
        default=lambda self: self._default_period_id(),
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Sections",
        help="With the departments below them. Empty: everybody whose papers you may "
        "read.",
    )

    @api.model
    def _default_period_id(self):
        """The period that it is called from, else the latest."""
        if self.env.context.get("active_model") == "kpi.period":
            return self.env.context.get("active_id")
        return self.env["kpi.period"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )

    def action_print(self):
        self.ensure_one()
        xmlid, model = PAPERS[self.paper]
        records = self.env[model].search(getattr(self, f"_get_{self.paper}_domain")())
        if not records:
            raise UserError(
                self.env._(
                    "There is nothing of this kind to print for you. Choose another "
                    "period or other sections."
                )
            )
        action = self.env.ref(xmlid).report_action(records, config=False)
        return action | {"close_on_report_download": True}

    def _get_card_domain(self):
        return self._get_period_domain("employee_id.department_id")

    def _get_report_domain(self):
        return self._get_period_domain("department_id")

    def _get_entries_domain(self):
        return Domain("company_id", "in", [False, self.env.company.id])

    def _get_period_domain(self, department):
        """:param department: the field of the model that leads to the section"""
        domain = Domain("period_id", "=", self.period_id.id)
        if self.department_ids:
            domain &= Domain(department, "child_of", self.department_ids.ids)
        return domain

from odoo import models


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    def action_open_kpi_card_quick(self):
        """The quick form for this person, for those who read no employees."""
        self.ensure_one()
        return self.env["kpi.card.quick"]._get_action(self.id)

from odoo import api, fields, models
from odoo.fields import Domain


class HrDepartment(models.Model):
    _inherit = "hr.department"

    kpi_is_my_shop = fields.Boolean(
        string="My shop",
        compute="_compute_kpi_is_my_shop",
        search="_search_kpi_is_my_shop",
        help="The current user manages it, or a department of it.",
    )

    @api.depends_context("uid")
    @api.depends("parent_path", "manager_id.user_id")
    def _compute_kpi_is_my_shop(self):
        shops = self._get_my_kpi_shops()
        for department in self:
            department.kpi_is_my_shop = department._origin.id in shops

    @api.model
    def _search_kpi_is_my_shop(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("id", "in", self._get_my_kpi_shops())
        return domain if True in value else ~domain

    @api.model
    def _get_my_kpi_shops(self):
        """Ids of the shops in which the user behind ``env.uid`` manages something.

        Where registers stand in a shop, its section heads share the receipts: one
        receipt may hold goods of all sections.
        """
        mine = self._get_my_kpi_departments()
        units = self._kpi_units() if mine else {}
        return sorted({units[department.id][1] for department in mine})

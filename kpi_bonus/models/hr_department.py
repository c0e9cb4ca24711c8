from odoo import api, fields, models
from odoo.fields import Domain


class HrDepartment(models.Model):
    _inherit = "hr.department"

    kpi_kind = fields.Selection(
        [("section", "Section"), ("shop", "Shop")],
        string="Unit in KPI pay",
        help="A person belongs to the nearest section and shop upward from the "
        "department; without a shop, the top department stands for it.",
    )
    kpi_is_mine = fields.Boolean(
        string="My department",
        compute="_compute_kpi_is_mine",
        search="_search_kpi_is_mine",
        help="Managed by the current user, directly or through a parent department.",
    )

    @api.depends_context("uid")
    @api.depends("parent_path", "manager_id.user_id")
    def _compute_kpi_is_mine(self):
        mine = set(self._get_my_kpi_departments().ids)
        for department in self:
            department.kpi_is_mine = department._origin.id in mine

    @api.model
    def _search_kpi_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("id", "in", self._get_my_kpi_departments().ids)
        return domain if True in value else ~domain

    @api.model
    def _get_my_kpi_departments(self):
        """Departments of the user behind ``env.uid``, with all below them.

        Reads ``env.uid`` only: record rules are evaluated in sudo, where everything
        that asks for access rights answers yes.
        """
        # sudo: who manages a department is not readable for a head without HR rights;
        # only ids of the asking user's own departments leave this method.
        departments_sudo = self.sudo().with_context(active_test=False)
        managed = departments_sudo.search([("manager_id.user_id", "=", self.env.uid)])
        if not managed:
            return managed
        return departments_sudo.search([("id", "child_of", managed.ids)])

    def _kpi_get_head_user(self, employee):
        """Who answers for the employee here: the user of the nearest manager upward.

        Not the employee himself, and only somebody who may act as a section head.

        :return: res.users; empty if there is nobody
        """
        # sudo: who manages a department is not readable without HR rights.
        department = self.sudo()
        while department:
            user = department.manager_id.user_id
            if (
                user.active
                and user != employee.sudo().user_id
                and user.has_group("kpi_bonus.group_section_head")
            ):
                return user
            department = department.parent_id
        return self.env["res.users"]

    @api.model
    def _kpi_units(self):
        """Section and shop of every department, in one query.

        :return: {department id: (section id or False, shop id)}
        """
        # sudo: only the tree and the kinds are read, for measuring and for plans.
        departments = (
            self.sudo()
            .with_context(active_test=False)
            .search_fetch([], ["parent_path", "kpi_kind"])
        )
        kinds = {department.id: department.kpi_kind for department in departments}
        return {
            department.id: self._kpi_nearest_units(department.parent_path, kinds)
            for department in departments
        }

    @api.model
    def _kpi_nearest_units(self, parent_path, kinds):
        path = [int(part) for part in parent_path.split("/") if part]
        upward = path[::-1]
        section = next((i for i in upward if kinds.get(i) == "section"), False)
        shop = next((i for i in upward if kinds.get(i) == "shop"), path[0])
        return section, shop

from odoo import api, fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    kpi_pos_category_ids = fields.Many2many(
        "pos.category",
        string="Sells",
        help="Point of Sale categories whose sales are this section's, in the shop "
        "above it, with all categories below. Where several sections name a category "
        "of a product, the deepest category decides, then the first one of the list.",
    )

    @api.model
    def _kpi_get_sold_categories(self):
        """Which section sells a category in which shop, best match first.

        A category is there once for every section that names it or one above it, a
        product may lie in several categories: the first of all matches decides.

        :return: [(shop id, category id, section id)]
        """
        sections = self.with_context(active_test=False).search(
            [
                ("company_id", "=", self.env.company.id),
                ("kpi_kind", "=", "section"),
                ("kpi_pos_category_ids", "!=", False),
            ],
            order="id",
        )
        units = self._kpi_units()
        paths = self.env["pos.category"]._kpi_get_paths()
        order = {category_id: place for place, category_id in enumerate(paths)}
        named = [
            (-len(paths[category.id]), order[category.id], section.id, category.id)
            for section in sections
            for category in section.kpi_pos_category_ids
        ]
        return [
            (units[section_id][1], category_id, section_id)
            for _depth, _place, section_id, named_id in sorted(named)
            for category_id, path in paths.items()
            if named_id in path
        ]

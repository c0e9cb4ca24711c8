from odoo import api, models


class PosCategory(models.Model):
    _inherit = "pos.category"

    @api.model
    def _kpi_get_paths(self):
        """{category id: ids from itself up to the top}, in the order of the list."""
        categories = self.search_fetch([], ["parent_id"])
        parents = {category.id: category.parent_id.id for category in categories}
        paths = {}
        for category_id in parents:
            path = paths[category_id] = [category_id]
            while parent_id := parents[path[-1]]:
                path.append(parent_id)
        return paths

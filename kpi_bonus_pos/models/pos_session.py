from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class PosSession(models.Model):
    _inherit = "pos.session"

    @api.model
    def _load_pos_data_models(self, config):
        return [*super()._load_pos_data_models(config), "kpi.seller"]

    @api.model
    def _load_pos_data_relations(self, model, fields):
        """In the till a line's seller is a ``kpi.seller``, not a possible cashier."""
        relations = super()._load_pos_data_relations(model, fields)
        if model == "pos.order.line":
            relations["kpi_seller_id"]["relation"] = "kpi.seller"
        return relations

    @api.readonly
    def kpi_get_seller_progress(self, seller_id):
        """A seller's own sales against the plan, for the till; never pay.

        :param seller_id: id of a ``kpi.seller`` that this register may name
        :return: see ``kpi.seller``'s ``_get_progress``
        :raises AccessError: switched off, closed, or not a seller of this register
        """
        self.ensure_one()
        self.check_access("read")
        seller = self.env["kpi.seller"]
        if self.config_id.kpi_progress and self.state == "opened":
            domain = self.config_id._get_kpi_seller_domain()
            seller = seller.search(domain & Domain("id", "=", int(seller_id)))
        if not seller:
            raise AccessError(
                self.env._("Figures of this seller are not shown at this register.")
            )
        return seller._get_progress()

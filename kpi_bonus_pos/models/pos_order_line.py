from odoo import api, fields, models


class PosOrderLine(models.Model):
    _name = "pos.order.line"
    _inherit = ["pos.order.line", "kpi.locked.mixin"]
    # Given by the correction only, which has a reason and is logged.
    _kpi_engine_fields = frozenset({"kpi_section_id"})

    kpi_seller_id = fields.Many2one(
        "hr.employee",
        string="Seller",
        index="btree_not_null",
        ondelete="restrict",
        help="Who advised the customer; not the cashier.",
    )
    kpi_seller_problem = fields.Char(
        string="Seller dropped",
        copy=False,
        help="Why the seller that the till sent was not taken.",
    )
    kpi_section_id = fields.Many2one(
        "hr.department",
        string="Section by hand",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        help="Instead of the section that the product's category belongs to.",
    )
    kpi_date_order = fields.Datetime(related="order_id.date_order", string="Date")
    kpi_config_id = fields.Many2one(related="order_id.config_id", string="Register")
    kpi_state = fields.Selection(related="order_id.state", string="Receipt state")

    # Finds the few receipts of a day that take something back, without their lines.
    _kpi_refund = models.Index("(order_id) WHERE refunded_orderline_id IS NOT NULL")

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "kpi_seller_id"]

    def write(self, vals):
        if "kpi_seller_id" in vals and not self._is_kpi_engine():
            fixed = self.filtered(lambda line: line._is_kpi_seller_fixed())
            if fixed:
                # Left out without a word: a sale is never refused for its seller.
                others = {k: v for k, v in vals.items() if k != "kpi_seller_id"}
                super(PosOrderLine, fixed).write(others)
                return super(PosOrderLine, self - fixed).write(vals)
        return super().write(vals)

    def _is_kpi_seller_fixed(self):
        """What is sold keeps its seller, what is taken back that of the sale."""
        return self.order_id.state != "draft" or bool(self.refunded_orderline_id)

    def _follow_kpi_sellers(self):
        """What is taken back goes to whoever sold it, whatever the till says; the parts
        of a combo go to the seller of the combo.
        """
        # sudo: it may have been sold at another register; only its seller is read.
        for line in self.sudo():
            leader = line.refunded_orderline_id or line.combo_parent_id
            if leader and line.kpi_seller_id != leader.kpi_seller_id:
                line._as_kpi_engine().kpi_seller_id = leader.kpi_seller_id

from datetime import timedelta

from odoo import api, fields, models


class KpiProductListAge(models.TransientModel):
    """Put on a list what lies in stock for long.

    First in, first out: goods received more than N days ago are still there if more is
    in stock than was received since. What customers brought back was not received.
    """

    _name = "kpi.product.list.age"
    _description = "Add products by age of stock"

    list_id = fields.Many2one("kpi.product.list", required=True, ondelete="cascade")
    days = fields.Integer(
        string="In stock longer than, days", required=True, default=180
    )
    product_ids = fields.Many2many(
        "product.product",
        string="Found",
        compute="_compute_product_ids",
        help="Products still in stock since then that are not on the list yet.",
    )

    _days_not_negative = models.Constraint(
        "CHECK(days >= 0)", "The number of days can't be negative."
    )

    @api.depends("list_id", "days")
    def _compute_product_ids(self):
        for wizard in self:
            found = wizard._find_products()
            wizard.product_ids = found - wizard.list_id.line_ids.product_id

    def _find_products(self):
        # sudo: a bonus manager need not have rights to stock; names are what he gets.
        wizard_sudo = self.sudo()
        locations = wizard_sudo.list_id._get_stock_locations()
        in_stock = wizard_sudo.env["stock.quant"]._read_group(
            [("location_id", "child_of", locations.ids), ("quantity", ">", 0)],
            ["product_id"],
            ["quantity:sum"],
        )
        received = dict(
            wizard_sudo.env["stock.move.line"]._read_group(
                [
                    ("state", "=", "done"),
                    ("date", ">=", fields.Datetime.now() - timedelta(self.days)),
                    ("location_dest_id", "child_of", locations.ids),
                    ("location_id.usage", "!=", "customer"),
                    "!",
                    ("location_id", "child_of", locations.ids),
                ],
                ["product_id"],
                ["quantity_product_uom:sum"],
            )
        )
        old = [
            product.id
            for product, quantity in in_stock
            if product.uom_id.compare(quantity, received.get(product, 0)) > 0
        ]
        return self.env["product.product"].browse(old)

    def action_add(self):
        self.list_id.line_ids = [
            fields.Command.create({"product_id": product.id})
            for product in self.product_ids
        ]
        return True

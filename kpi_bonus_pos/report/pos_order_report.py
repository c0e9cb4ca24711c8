from odoo import fields, models
from odoo.tools import SQL


class ReportPosOrder(models.Model):
    """Seller, section and receipts in the analysis of orders.

    Around the view of Odoo, not inside it: which section sells what, and which product
    counts, depends on records that change, and is known to ``kpi.source``.
    """

    _inherit = "report.pos.order"

    kpi_seller_id = fields.Many2one("hr.employee", string="Seller", readonly=True)
    kpi_sold_by_id = fields.Many2one("hr.department", string="Section", readonly=True)
    kpi_sales = fields.Float(
        string="Sales less returns",
        readonly=True,
        help="Without taxes, in the company's currency. Odoo's own totals add what was "
        "taken back at the till.",
    )
    # Ids of orders, so that they can be counted in any group.
    kpi_receipt = fields.Integer(
        string="Receipts with goods",
        readonly=True,
        aggregator="count_distinct",
        help="Receipts in which goods are sold. A receipt of several sellers counts "
        "for each of them, and once in their total.",
    )
    kpi_single_item = fields.Integer(
        string="Single-item receipts",
        readonly=True,
        aggregator="count_distinct",
        help="Those of the receipts with goods that have one position.",
    )

    @property
    def _table_query(self):
        lines = self.env["pos.order.line"]
        section, joins = lines._get_kpi_section_sql(self.env.companies)
        source = self.env["kpi.source"]._with_measuring_context(self.env.company)
        position = source._get_pos_goods_sql()
        return SQL(
            """SELECT report.*, line.kpi_seller_id, %(section)s AS kpi_sold_by_id,
                %(sales)s AS kpi_sales,
                CASE WHEN %(receipt)s THEN line.order_id END AS kpi_receipt,
                CASE WHEN %(receipt)s AND (%(single)s) THEN line.order_id END
                    AS kpi_single_item
            FROM report_pos_order AS report
            JOIN pos_order_line AS line ON line.id = report.id
            JOIN pos_order AS sale ON sale.id = line.order_id
            %(joins)s""",
            section=section,
            joins=joins,
            sales=source._get_pos_money("line", "sale", "excl"),
            receipt=SQL("(sale.state IN ('paid', 'done') AND %s)", position),
            # One position, be it in several lines that differ in nothing but seller.
            single=SQL(
                """SELECT COUNT(DISTINCT (product_id, price_unit, discount)) = 1
                    AND COUNT(*) = COUNT(DISTINCT COALESCE(kpi_seller_id, 0))
                FROM pos_order_line AS line
                WHERE line.order_id = sale.id AND %s""",
                position,
            ),
        )

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PosOrderLine(models.Model):
    """The section that a line is sold by, as the sources see it; see ``kpi.source``."""

    _inherit = "pos.order.line"

    kpi_sold_by_id = fields.Many2one(
        "hr.department",
        string="Section",
        compute="_compute_kpi_sold_by_id",
        search="_search_kpi_sold_by_id",
        help="By hand, or by the product's category at the register's shop.",
    )

    @api.depends("kpi_section_id", "product_id", "order_id.config_id.kpi_shop_id")
    def _compute_kpi_sold_by_id(self):
        self.env.flush_all()
        section, joins = self._get_kpi_section_sql(self.company_id)
        rows = self.env.execute_query(
            SQL(
                "SELECT line.id, %s FROM pos_order_line AS line %s WHERE line.id IN %s",
                section,
                joins,
                tuple(self.ids) or (0,),
            )
        )
        sections = dict(rows)
        for line in self:
            line.kpi_sold_by_id = sections.get(line._origin.id, False)

    @api.model
    def _search_kpi_sold_by_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        section, joins = self._get_kpi_section_sql(self.env.companies)
        # No section has id 0: it stands for those without.
        wanted = tuple(item or 0 for item in value)
        lines = SQL(
            """(SELECT line.id FROM pos_order_line AS line %s
            WHERE line.company_id IN %s AND COALESCE(%s, 0) IN %s)""",
            joins,
            tuple(self.env.companies.ids),
            section,
            wanted,
        )
        return Domain("id", "in", lines)

    @api.model
    def _get_kpi_section_sql(self, companies):
        """Section of the receipt lines that stand as ``line`` in a query.

        What is taken back belongs where it was sold. Each join adds no row and serves
        this column only, so PostgreSQL leaves them out where nobody asks for it.

        :return: (SQL of the section's id or NULL, SQL of the joins)
        """
        source = self.env["kpi.source"]
        sections = SQL(" UNION ALL ").join(
            source._with_measuring_context(company)._get_pos_sections()
            for company in companies or self.env.company
        )
        column = SQL("COALESCE(sold.kpi_section_id, section.section_id)")
        joins = SQL(
            """LEFT JOIN pos_order_line AS sold
                ON sold.id = COALESCE(line.refunded_orderline_id, line.id)
            LEFT JOIN pos_order AS origin ON origin.id = sold.order_id
            LEFT JOIN pos_config AS register ON register.id = origin.config_id
            LEFT JOIN (%s) AS section ON section.product_id = line.product_id
                AND section.shop_id = register.kpi_shop_id""",
            sections,
        )
        return column, joins

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.kpi_bonus.models.kpi_locked_mixin import format_array

from ..pos_plan import SUBJECTS


class KpiSource(models.AbstractModel):
    """Receipt lines as KPI pay sees them: one row per line that counts.

    ``line_id``, ``order_id``, ``receipt_id``, ``date_order``, ``product_id``
    ``seller_id``, ``section_id``, ``shop_id``  of the sale, if the line takes it back
    ``excl``, ``incl``   signed money in the company's currency, without and with taxes
    ``pieces``           signed quantity
    ``is_service``       of a product that is a service
    ``is_return``        takes something back
    ``is_discount``      lowers the rest of the receipt, belongs to nobody
    ``is_position``      sells something
    ``is_listed_<id>``   counts in the product lists of a KPI
    """

    _inherit = "kpi.source"

    @api.model
    def _get_pos_lines(self, plan):
        columns = {
            "line_id": SQL("line.id"),
            "order_id": SQL("line.order_id"),
            "receipt_id": SQL("sale.receipt_id"),
            "date_order": SQL("sale.date_order"),
            "product_id": SQL("line.product_id"),
            **self._get_pos_subject_columns(plan),
            **self._get_pos_measure_columns(plan),
            **self._get_pos_flag_columns(plan),
            **self._get_pos_list_columns(plan),
        }
        section = SQL()
        if "section" in plan.scopes:
            section = SQL(
                """LEFT JOIN section ON section.product_id = line.product_id
                    AND section.shop_id = %s""",
                columns["shop_id"],
            )
        return SQL(
            # OFFSET: so that PostgreSQL computes a column once, not in every sum.
            """SELECT %(columns)s
            FROM (
                SELECT id, date_order, currency_rate, shop_id,
                    %(receipt)s AS receipt_id
                FROM pos_order AS sale LEFT JOIN register USING (config_id)
                WHERE %(sales)s OFFSET 0
            ) AS sale
            %(join_lines)s AS line ON line.order_id = sale.id
            LEFT JOIN credit ON credit.line_id = line.id
            %(section)s
            WHERE COALESCE(line.order_id = sale.id AND NOT %(uncounted)s, FALSE)
            OFFSET 0""",
            columns=SQL(", ").join(
                SQL("%s AS %s", column, SQL.identifier(name))
                for name, column in columns.items()
            ),
            section=section,
            receipt=self._get_pos_receipt_id(plan),
            sales=self._get_pos_sales(plan),
            join_lines=self._get_pos_line_join(plan),
            uncounted=self._is_pos_product(plan.products.uncounted),
        )

    @api.model
    def _get_pos_sales(self, plan):
        """Which receipts are read."""
        return SQL(
            "sale.company_id = %s AND sale.state IN ('paid', 'done') AND %s AND %s",
            self.env.company.id,
            self._get_pos_span(plan.date_from, plan.date_to),
            self._get_pos_sellers_sales(plan),
        )

    @api.model
    def _find_pos_order_ids(self, plan):
        """Receipts of a day lie together: to read all lines from the first to the last
        is several times faster than to look up those of each.

        :return: ids of the first and the last one; None if too many others are between
        """
        ids = self.env.execute_query(
            SQL(
                # OFFSET: by the index on the date, not by going along the ids.
                """SELECT MIN(id), MAX(id)
                FROM (SELECT id FROM pos_order AS sale WHERE %s OFFSET 0) AS sale
                HAVING MAX(id) - MIN(id) < 2 * COUNT(*)""",
                self._get_pos_sales(plan),
            )
        )
        return ids[0] if ids else None

    @api.model
    def _get_pos_line_join(self, plan):
        """Lines to choose from. OFFSET: PostgreSQL would think that few lines are both
        of these receipts and near them.

        FULL: this can't be done by nested loops, each receipt with all lines, which
        PostgreSQL takes without fresh statistics: minutes instead of a second. What has
        no partner is sorted out by a condition that it does not see through.
        """
        if not plan.order_ids:
            return SQL("JOIN pos_order_line")
        return SQL(
            "FULL JOIN (SELECT * FROM pos_order_line AS line WHERE %s OFFSET 0)",
            self._is_pos_order_near(plan),
        )

    @api.model
    def _is_pos_order_near(self, plan):
        if not plan.order_ids:
            return SQL("TRUE")
        return SQL("line.order_id BETWEEN %s AND %s", *plan.order_ids)

    @api.model
    def _get_pos_sellers_sales(self, plan):
        """Those of one seller, and all that take something back: maybe from him."""
        if not plan.seller_id:
            return SQL("TRUE")
        return SQL(
            """sale.id IN (
                SELECT order_id FROM pos_order_line WHERE kpi_seller_id = %s
                UNION
                SELECT order_id FROM pos_order_line
                WHERE refunded_orderline_id IS NOT NULL)""",
            plan.seller_id,
        )

    @api.model
    def _get_pos_subject_columns(self, plan):
        nobody = SQL("NULL::int4")
        of_sale = "CASE WHEN credit.line_id IS NULL THEN %s ELSE %s END"
        columns = dict.fromkeys(SUBJECTS.values(), nobody)
        if "employee" in plan.scopes or plan.receipts:
            columns["seller_id"] = SQL(
                of_sale, SQL("line.kpi_seller_id"), SQL("credit.seller_id")
            )
        if plan.scopes & {"section", "shop"}:
            columns["shop_id"] = SQL(
                of_sale, SQL("sale.shop_id"), SQL("credit.shop_id")
            )
        if "section" in plan.scopes:
            columns["section_id"] = SQL(
                "COALESCE(%s, section.section_id)",
                SQL(of_sale, SQL("line.kpi_section_id"), SQL("credit.section_id")),
            )
        return columns

    @api.model
    def _get_pos_measure_columns(self, plan):
        columns = {
            measure: SQL(
                "COALESCE(%s, %s)",
                SQL.identifier("credit", measure),
                self._get_pos_money("line", "sale", measure),
            )
            for measure in plan.money
        }
        if "pieces" in plan.measures:
            columns["pieces"] = SQL("line.qty")
        return columns

    @api.model
    def _get_pos_money(self, line, sale, measure):
        """Signed money of a line in the company's currency.

        The till stores what is taken back as a positive amount and what is given in
        exchange for it as a negative one, the backend the reverse: only quantity and
        price tell. Rounded as facts are, so that returns add up to exactly this.
        """
        name = "price_subtotal_incl" if measure == "incl" else "price_subtotal"
        amount = SQL(
            """CASE WHEN %(rate)s = 1 THEN ABS(%(amount)s)
            ELSE ROUND(ABS(%(amount)s) / COALESCE(NULLIF(%(rate)s, 0), 1), 6) END""",
            amount=SQL.identifier(line, name),
            rate=SQL.identifier(sale, "currency_rate"),
        )
        return SQL(
            # What is most frequent comes first.
            """CASE WHEN %(qty)s > 0 AND %(price)s > 0 OR %(qty)s < 0 AND %(price)s < 0
                THEN %(amount)s
            WHEN %(qty)s = 0 OR %(price)s = 0 THEN 0
            ELSE - %(amount)s END""",
            qty=SQL.identifier(line, "qty"),
            price=SQL.identifier(line, "price_unit"),
            amount=amount,
        )

    @api.model
    def _get_pos_flag_columns(self, plan):
        products = plan.products
        is_return = SQL("(line.qty < 0 OR line.refunded_orderline_id IS NOT NULL)")
        is_discount = self._is_pos_product(products.discounts)
        if plan.has_rewards:
            is_discount = SQL(
                "(%s OR COALESCE(line.is_reward_line, FALSE))", is_discount
            )
        is_position = SQL(
            "(line.qty > 0 AND line.refunded_orderline_id IS NULL "
            "AND NOT %s AND NOT %s)",
            is_discount,
            self._is_pos_product(products.combos),
        )
        return {
            "is_service": self._is_pos_product(products.services),
            "is_return": is_return,
            "is_discount": is_discount,
            "is_position": is_position,
        }

    @api.model
    def _is_pos_product(self, ids):
        """Whether the line's product is among some: a hash of constants, no join."""
        if not ids:
            return SQL("FALSE")
        return SQL("line.product_id = ANY(%s::int4[])", format_array(ids))

    @api.model
    def _get_pos_line_sums(self, plan):
        """Figures as sums over lines."""
        return [
            SQL(
                "SUM(%s) FILTER (WHERE %s) AS %s",
                SQL.identifier(figure.measure),
                self._get_pos_filter(figure),
                SQL.identifier(name),
            )
            for figure, name in plan.figures.items()
        ]

    @api.model
    def _get_pos_filter(self, figure):
        """Which lines a figure adds up."""
        terms = [SQL("NOT is_discount")]
        if not figure.services:
            terms.append(SQL("NOT is_service"))
        if figure.returns != "net":
            is_return = figure.returns == "returns"
            terms.append(SQL("is_return") if is_return else SQL("NOT is_return"))
        if figure.list_id:
            terms.append(SQL.identifier(f"is_listed_{figure.list_id}"))
        return SQL(" AND ").join(terms)

    # -- small tables that the lines are joined with ----------------------------------

    @api.model
    def _get_pos_tables(self, plan):
        tables = [
            SQL("register AS MATERIALIZED (%s)", self._get_pos_registers()),
            self._get_pos_credits(plan),
        ]
        if "section" in plan.scopes:
            tables.append(
                SQL("section AS NOT MATERIALIZED (%s)", self._get_pos_sections())
            )
        return SQL(", ").join(tables)

    @api.model
    def _get_pos_registers(self):
        """(config_id, shop_id)"""
        return SQL(
            """SELECT id AS config_id, kpi_shop_id AS shop_id FROM pos_config
            WHERE company_id = %s AND kpi_shop_id IS NOT NULL""",
            self.env.company.id,
        )

    @api.model
    def _get_pos_sections(self):
        """(shop_id, product_id, section_id): who sells a product in a shop."""
        sold = self.env["hr.department"]._kpi_get_sold_categories()
        shops, categories, sections = zip(*sold, strict=True) if sold else ((), (), ())
        return SQL(
            """SELECT place.shop_id, product.id AS product_id,
                (%(sections)s::int4[])[MIN(place.rank)] AS section_id
            FROM unnest(%(shops)s::int4[], %(categories)s::int4[])
                WITH ORDINALITY AS place(shop_id, category_id, rank)
            JOIN pos_category_product_template_rel AS link
                ON link.pos_category_id = place.category_id
            JOIN product_product AS product
                ON product.product_tmpl_id = link.product_template_id
            GROUP BY place.shop_id, product.id""",
            shops=format_array(shops),
            categories=format_array(categories),
            sections=format_array(sections),
        )

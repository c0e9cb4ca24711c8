from odoo import api, models
from odoo.tools import SQL


class KpiSource(models.AbstractModel):
    """Lines that take back what a known line has sold.

    They count for the seller, the shop and the section of that sale, on their own day.
    At the price of the sale they credit its amount by quantity, not what the till has
    rounded: in the end exactly the sale is gone. At another price, set by hand, a line
    counts as it is.

    A sale of 3 pieces for 10.00 is taken back piece by piece as the differences of
    3.333333, 6.666667 and 10.00.
    """

    _inherit = "kpi.source"

    @api.model
    def _get_pos_credits(self, plan):
        """Table ``credit``: one row per line of the days that takes back another.

        Columns: ``line_id``; ``seller_id``, ``section_id`` (by hand), ``shop_id`` and
        ``date_order`` of the sale; the money asked for, NULL if the line counts as it
        is.

        Read before, and given back as arrays: PostgreSQL knows how long these are. Of a
        recursion it expects so many rows that the joins of all other lines would be
        chosen as if they cost nothing.
        """
        columns = {
            **dict.fromkeys(("line_id", "seller_id", "section_id", "shop_id"), "int4"),
            "date_order": "timestamp",
            **dict.fromkeys(plan.money, "numeric"),
        }
        names = [SQL.identifier(name) for name in columns]
        self.env.flush_all()
        [arrays] = self.env.execute_query(
            SQL(
                "%s SELECT %s FROM credit",
                self._get_pos_credits_read(plan),
                SQL(", ").join(SQL("array_agg(%s)::text", name) for name in names),
            )
        )
        return SQL(
            # DISTINCT: to tell PostgreSQL that a line has one row at most.
            """credit AS NOT MATERIALIZED (
                SELECT DISTINCT ON (line_id) * FROM unnest(%s) AS taken(%s))""",
            SQL(", ").join(
                SQL("%s::%s[]", array or "{}", SQL.identifier(column_type))
                for array, column_type in zip(arrays, columns.values(), strict=True)
            ),
            SQL(", ").join(names),
        )

    @api.model
    def _get_pos_credits_read(self, plan):
        """LATERAL with OFFSET looks rows up by index, and does not read all there are,
        as PostgreSQL would for all that it expects of a recursion.
        """
        return SQL(
            """WITH RECURSIVE register AS (%(registers)s),
            origin AS (%(origins)s), refund AS MATERIALIZED (%(refunds)s),
            family AS (%(families)s), progress AS (%(progress)s),
            credit AS (
                SELECT DISTINCT ON (refund.line_id) %(columns)s
                FROM refund
                LEFT JOIN register ON register.config_id = refund.config_id
                LEFT JOIN progress ON progress.line_id = refund.line_id
            )""",
            registers=self._get_pos_registers(),
            origins=self._get_pos_origins(plan),
            refunds=self._get_pos_refunds(plan),
            families=self._get_pos_families(),
            progress=self._get_pos_progress(),
            columns=SQL(", ").join(
                [
                    SQL("refund.line_id, seller_id, section_id, shop_id, date_order"),
                    *map(self._get_pos_credit, plan.money),
                ]
            ),
        )

    @api.model
    def _get_pos_origins(self, plan):
        """(line_id, qty, price_unit, discount, sold_id): up from what takes back, over
        refunds of refunds, to what was sold.

        Which orders have such lines is told by an index of their own. UNION stops at
        lines that refund each other.
        """
        # OFFSET: few lines near the receipts take back; to look up the receipt of each
        # is faster than to read all receipts.
        lookup = SQL("OFFSET 0") if plan.order_ids else SQL()
        return SQL(
            """SELECT line.id AS line_id, line.qty, line.price_unit,
                COALESCE(line.discount, 0) AS discount,
                line.refunded_orderline_id AS sold_id
            FROM pos_order_line AS line, LATERAL (
                SELECT FROM pos_order AS sale
                WHERE sale.id = line.order_id AND %s %s
            ) AS sale
            WHERE line.refunded_orderline_id IS NOT NULL AND %s
            UNION
            SELECT line_id, qty, price_unit, discount, sold.refunded_orderline_id
            FROM origin, LATERAL (
                SELECT refunded_orderline_id FROM pos_order_line
                WHERE id = origin.sold_id OFFSET 0
            ) AS sold
            WHERE sold.refunded_orderline_id IS NOT NULL""",
            self._get_pos_sales(plan),
            lookup,
            self._is_pos_order_near(plan),
        )

    @api.model
    def _get_pos_refunds(self, plan):
        """What takes back beside what was sold; ``is_same``: at the same price."""
        money = [
            SQL(
                ", %s AS %s",
                self._get_pos_money("line", "sale", measure),
                SQL.identifier(measure),
            )
            for measure in plan.money
        ]
        return SQL(
            """SELECT origin.line_id, origin.qty, origin.sold_id, sold.*,
                (origin.price_unit, origin.discount)
                    = (sold_price, sold_discount) AS is_same
            FROM origin, LATERAL (
                SELECT line.kpi_seller_id AS seller_id,
                    line.kpi_section_id AS section_id,
                    sale.config_id, sale.date_order, line.qty AS sold_qty,
                    line.price_unit AS sold_price,
                    COALESCE(line.discount, 0) AS sold_discount %s
                FROM pos_order_line AS line
                JOIN pos_order AS sale ON sale.id = line.order_id
                WHERE line.id = origin.sold_id AND line.refunded_orderline_id IS NULL
                OFFSET 0
            ) AS sold""",
            SQL(" ").join(money),
        )

    @api.model
    def _get_pos_families(self):
        """(sold_id, line_id, order_id, qty): whatever takes back of sales that come
        back in parts, on any day, with refunds of refunds.
        """
        return SQL(
            """SELECT sold_id, sold_id AS line_id, 0 AS order_id, 0.0 AS qty
            FROM refund WHERE ABS(qty) <> ABS(sold_qty)
            UNION
            SELECT family.sold_id, line.id, line.order_id, line.qty
            FROM family, LATERAL (
                SELECT id, order_id, qty FROM pos_order_line
                WHERE refunded_orderline_id = family.line_id OFFSET 0
            ) AS line"""
        )

    @api.model
    def _get_pos_progress(self):
        """(line_id, taken): pieces of the sale taken back up to and with a line."""
        return SQL(
            """SELECT line_id,
                - SUM(qty) OVER (PARTITION BY sold_id ORDER BY line_id) AS taken
            FROM family
            WHERE (SELECT state IN ('paid', 'done') FROM pos_order
                WHERE id = family.order_id)"""
        )

    @api.model
    def _get_pos_credit(self, measure):
        """Without progress a line takes back (or gives again) the whole sale."""
        return SQL(
            """CASE WHEN is_same THEN
                ROUND(%(money)s * COALESCE(taken + qty, 0) / NULLIF(sold_qty, 0), 6)
                - ROUND(%(money)s * COALESCE(taken, - qty) / NULLIF(sold_qty, 0), 6)
            END AS %(money)s""",
            money=SQL.identifier(measure),
        )

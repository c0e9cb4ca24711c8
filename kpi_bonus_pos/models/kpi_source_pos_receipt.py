from odoo import api, models
from odoo.tools import SQL

from ..pos_plan import SUBJECTS


class KpiSource(models.AbstractModel):
    """Receipts: how many there are, how long they are, what a discount takes off.

    A receipt is an order in which something is sold; it counts once for every seller
    and section that sold something in it. Its positions are those of the whole
    receipt: lines with goods sold, where lines that differ in nothing but the seller
    are one. A line that takes something back is no position.

    A discount on the whole receipt is spread over its lines by amount.
    """

    _inherit = "kpi.source"

    @api.model
    def _get_pos_shares(self, plan, lines, sums):
        """What a seller has sold of a section in a receipt.

        :return: (SQL of the rows, [SQL of their sums])
        """
        columns = [SQL("order_id, date_order"), *map(SQL.identifier, SUBJECTS.values())]
        totals = []
        for services in plan.receipts:
            columns += self._get_pos_receipt_columns(plan, services)
            totals += self._get_pos_receipt_sums(plan, services)
        for figure, name in plan.figures.items():
            column = SQL.identifier(name)
            columns.append(
                SQL("%s AS %s", self._get_pos_discounted(plan, figure, name), column)
            )
            totals.append(SQL("SUM(%s) AS %s", column, column))
        rows = SQL(
            """SELECT %(columns)s FROM (%(shares)s) AS share
            WINDOW by_order AS (PARTITION BY order_id),
                in_order AS (PARTITION BY order_id
                    ORDER BY seller_id, section_id, shop_id ROWS UNBOUNDED PRECEDING),
                of_seller AS (PARTITION BY order_id, seller_id
                    ORDER BY section_id, shop_id ROWS UNBOUNDED PRECEDING),
                of_section AS (PARTITION BY order_id, section_id
                    ORDER BY seller_id, shop_id ROWS UNBOUNDED PRECEDING)""",
            columns=SQL(", ").join(columns),
            shares=self._get_pos_share_rows(plan, lines, sums),
        )
        return rows, totals

    @api.model
    def _get_pos_share_rows(self, plan, lines, sums):
        columns = list(sums)
        for services in plan.receipts:
            columns.append(
                SQL(
                    "COUNT(*) FILTER (WHERE is_position AND %s) AS %s",
                    SQL("TRUE" if services else "NOT is_service"),
                    SQL.identifier(f"positions_{services}"),
                )
            )
        if plan.receipts:
            # A bit for each product, shared with some others: where no bit is set
            # twice in a receipt, no goods are there once more.
            columns.append(
                SQL(
                    """BIT_OR(1::bigint << product_id %% 62)
                        FILTER (WHERE is_position) AS goods"""
                )
            )
        if plan.has_discounts:
            for money in plan.money:
                columns.append(
                    SQL(
                        """SUM(%s) FILTER (WHERE NOT is_discount) AS %s,
                        SUM(%s) FILTER (WHERE is_discount) AS %s""",
                        SQL.identifier(money),
                        SQL.identifier(f"total_{money}"),
                        SQL.identifier(money),
                        SQL.identifier(f"discount_{money}"),
                    )
                )
        return SQL(
            """SELECT receipt_id AS order_id, MIN(date_order) AS date_order,
                seller_id, section_id, shop_id, %s
            FROM (%s) AS line
            GROUP BY receipt_id, seller_id, section_id, shop_id""",
            SQL(", ").join(columns),
            lines,
        )

    @api.model
    def _get_pos_receipt_id(self, plan):
        """Where only discounts ask for receipts, those of a day without one are taken
        for one receipt: far fewer rows.
        """
        if plan.receipts or not plan.order_ids:
            return SQL("sale.id")
        return SQL(
            """CASE WHEN sale.id IN (
                SELECT line.order_id FROM pos_order_line AS line WHERE %s AND %s)
            THEN sale.id ELSE DATE '1970-01-01' - (%s) END""",
            self._is_pos_order_near(plan),
            self._get_pos_flag_columns(plan)["is_discount"],
            self._get_pos_day(plan.date_from, plan.date_to),
        )

    @api.model
    def _get_pos_discounted(self, plan, figure, name):
        """A figure with its part of the receipt's discount, rounded as facts are."""
        column = SQL.identifier(name)
        if figure.measure == "pieces" or not plan.has_discounts:
            return column
        return SQL(
            """CASE WHEN SUM(%(discount)s) OVER by_order <> 0
            THEN ROUND(%(figure)s * (1 + SUM(%(discount)s) OVER by_order
                / NULLIF(SUM(%(total)s) OVER by_order, 0)), 6)
            ELSE %(figure)s END""",
            figure=column,
            total=SQL.identifier(f"total_{figure.measure}"),
            discount=SQL.identifier(f"discount_{figure.measure}"),
        )

    # -- counting ---------------------------------------------------------------------

    @api.model
    def _get_pos_receipt_column(self, name, indicator):
        """Column of receipts, or of what they are made of, for a KPI's scope."""
        scope = indicator.scope if indicator.scope in ("employee", "section") else "all"
        return SQL.identifier(f"{name}_{scope}_{indicator.pos_services}")

    @api.model
    def _get_pos_receipt_columns(self, plan, services):
        """Positions of the whole receipt, and whether a row is the first one with a
        position of its seller, its section, its receipt: there receipts are counted.
        """
        own = SQL.identifier(f"positions_{services}")
        columns = [
            SQL(
                """SUM(%(own)s) OVER by_order - CASE
                    WHEN MIN(COALESCE(seller_id, 0)) OVER by_order
                        <> MAX(COALESCE(seller_id, 0)) OVER by_order
                    AND SUM(goods) OVER by_order <> BIT_OR(goods) OVER by_order
                    THEN %(repeated)s ELSE 0 END AS %(name)s""",
                own=own,
                repeated=self._get_pos_repeated(plan, services),
                name=SQL.identifier(f"length_{services}"),
            )
        ]
        for scope, window in self._get_pos_receipt_scopes(plan):
            columns.append(
                SQL(
                    "%s > 0 AND SUM(%s) OVER %s = %s AS %s",
                    own,
                    own,
                    SQL(window),
                    own,
                    SQL.identifier(f"is_first_{scope}_{services}"),
                )
            )
        return columns

    @api.model
    def _get_pos_receipt_scopes(self, plan):
        """[(scope, window in which its receipts are counted)]"""
        windows = {"employee": "of_seller", "section": "of_section"}
        scopes = [(scope, windows[scope]) for scope in windows if scope in plan.scopes]
        return scopes + [("all", "in_order")] * bool(plan.scopes & {"shop", "company"})

    @api.model
    def _get_pos_repeated(self, plan, services):
        """Positions of a receipt that are there once more for another seller.

        Asked only for receipts with several sellers who may have sold the same goods,
        by the index on the order.
        """
        return SQL(
            """(SELECT COALESCE(SUM(surplus), 0) FROM (
                SELECT SUM(pieces) - MAX(pieces) AS surplus
                FROM (
                    SELECT line.product_id, line.price_unit, line.discount,
                        COUNT(*) AS pieces
                    FROM pos_order_line AS line
                    WHERE line.order_id = share.order_id AND %s AND %s
                        AND NOT %s
                    GROUP BY line.product_id, line.price_unit, line.discount,
                        line.kpi_seller_id
                ) AS own
                GROUP BY product_id, price_unit, discount
            ) AS position)""",
            self._get_pos_flag_columns(plan)["is_position"],
            SQL("TRUE")
            if services
            else SQL("NOT %s", self._is_pos_product(plan.products.services)),
            self._is_pos_product(plan.products.uncounted),
        )

    @api.model
    def _get_pos_receipt_sums(self, plan, services):
        length = SQL.identifier(f"length_{services}")
        sums = []
        for scope, _window in self._get_pos_receipt_scopes(plan):
            sums.append(
                SQL(
                    """COUNT(*) FILTER (WHERE %(first)s) AS %(receipts)s,
                    SUM((%(length)s = 1)::int) FILTER (WHERE %(first)s) AS %(singles)s,
                    SUM(%(length)s) FILTER (WHERE %(first)s) AS %(positions)s""",
                    first=SQL.identifier(f"is_first_{scope}_{services}"),
                    length=length,
                    receipts=SQL.identifier(f"receipts_{scope}_{services}"),
                    singles=SQL.identifier(f"singles_{scope}_{services}"),
                    positions=SQL.identifier(f"positions_{scope}_{services}"),
                )
            )
        return sums

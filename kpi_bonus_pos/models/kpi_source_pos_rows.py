from odoo import api, models
from odoo.tools import SQL


class KpiSource(models.AbstractModel):
    """The receipts behind a seller's own figure, for the page that explains it."""

    _inherit = "kpi.source"

    @api.model
    def _get_trace_rows(
        self, indicator, employee, date_from, date_to, departments, limit
    ):
        """A figure of a shop or a section is made by others too: days only."""
        if self._get_family(indicator) != "pos" or indicator.scope != "employee":
            return super()._get_trace_rows(
                indicator, employee, date_from, date_to, departments, limit
            )
        source = self._with_measuring_context(indicator.company_id)
        rows = source._get_pos_receipts(
            indicator.with_env(source.env), employee, date_from, date_to, limit
        )
        return [
            (day, self._get_pos_receipt_label(number, positions, value), value, base)
            for day, number, positions, value, base in rows
        ]

    @api.model
    def _get_pos_receipt_label(self, number, positions, value):
        """:param positions: those that the seller has sold himself"""
        if value < 0:
            return self.env._("Return, receipt %(number)s", number=number)
        if not positions:
            return self.env._("Receipt %(number)s", number=number)
        return self.env._(
            "Receipt %(number)s, own positions: %(count)s",
            number=number,
            count=positions,
        )

    @api.model
    def _get_pos_receipts(self, indicator, employee, date_from, date_to, limit):
        """What a seller's figure is made of, by the rules that it is measured by.

        :return: [(day, number, own positions, value, base)], newest first; they add up
            to the facts of these days
        """
        plan = self._get_pos_plan(indicator, date_from, date_to)
        plan.seller_id = employee.id
        rows, sums = self._get_pos_parts(plan)
        value, base = self._get_pos_value(plan, indicator)
        self._tune_pos_query()
        return self.env.execute_query(
            SQL(
                """WITH %(tables)s, receipt AS MATERIALIZED (
                    SELECT order_id, %(sums)s FROM (%(rows)s) AS part
                    WHERE seller_id = %(seller)s GROUP BY order_id
                )
                SELECT %(day)s, COALESCE(sale.pos_reference, sale.name),
                    %(positions)s, COALESCE(%(value)s, 0), %(base)s
                FROM receipt JOIN pos_order AS sale ON sale.id = receipt.order_id
                WHERE %(value)s IS NOT NULL OR %(base)s > 0
                ORDER BY sale.date_order DESC, sale.id DESC LIMIT %(limit)s""",
                tables=self._get_pos_tables(plan),
                sums=SQL(", ").join(sums),
                rows=rows,
                seller=employee.id,
                day=self._get_pos_day(date_from, date_to),
                positions=self._get_pos_own_positions(employee),
                value=value,
                base=base,
                limit=limit,
            )
        )

    @api.model
    def _get_pos_own_positions(self, employee):
        return SQL(
            """(SELECT COUNT(*) FROM pos_order_line AS line
            WHERE line.order_id = sale.id AND line.kpi_seller_id = %s AND %s)""",
            employee.id,
            self._get_pos_goods_sql(),
        )

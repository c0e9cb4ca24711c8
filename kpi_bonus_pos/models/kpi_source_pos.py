from datetime import timedelta

import pytz

from odoo import api, models
from odoo.tools import SQL

from ..pos_plan import RECEIPTS, SUBJECTS, PosPlan, get_figure
from .kpi_indicator import POS_SOURCES


class KpiSource(models.AbstractModel):
    """Family ``pos``: all figures of the tills, in one pass over the receipt lines.

    ``line``    one row per line that counts (``kpi_source_pos_line``)
    ``share``   one row per receipt, seller, section and shop, where receipts are
                counted or lowered by a discount (``kpi_source_pos_receipt``)
    ``day``     one row per day and subject, by GROUPING SETS: small
    result      one row per KPI, day and subject

    Only what the given KPIs ask for gets a column, a join or a step.
    """

    _inherit = "kpi.source"

    @api.model
    def _get_family(self, indicator):
        family = super()._get_family(indicator)
        return "pos" if family in POS_SOURCES else family

    @api.model
    def _measure_pos(self, indicators, date_from, date_to):
        self._tune_pos_query()
        plan = self._get_pos_plan(indicators, date_from, date_to)
        plan.order_ids = self._find_pos_order_ids(plan)
        return SQL(
            "WITH %s, day AS MATERIALIZED (%s) %s",
            self._get_pos_tables(plan),
            self._get_pos_days(plan),
            SQL(" UNION ALL ").join(
                self._get_pos_select(plan, indicator) for indicator in indicators
            ),
        )

    @api.model
    def _tune_pos_query(self):
        """For the rest of the transaction.

        Compiling these queries takes longer than running them for a month of a shop.
        And receipts of a day lie together: to fetch them by index is no random read.
        """
        self.env.cr.execute("SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1")

    @api.model
    def _get_pos_plan(self, indicators, date_from, date_to):
        has_rewards = "is_reward_line" in self.env["pos.order.line"]._fields
        products = self._get_pos_product_kinds()
        return PosPlan(indicators, products, has_rewards, date_from, date_to)

    @api.model
    def _get_pos_parts(self, plan):
        """:return: (SQL of the lines, or of their shares, [SQL of their sums])"""
        rows, sums = self._get_pos_lines(plan), self._get_pos_line_sums(plan)
        if plan.needs_shares:
            return self._get_pos_shares(plan, rows, sums)
        return rows, sums

    @api.model
    def _get_pos_days(self, plan):
        """Sums of a day per seller, per section, per shop, and of the company."""
        rows, sums = self._get_pos_parts(plan)
        keys = [
            SQL.identifier(key)
            for scope, key in SUBJECTS.items()
            if scope in plan.scopes
        ]
        sets = [SQL("(day, %s)", key) for key in keys]
        if "company" in plan.scopes:
            sets.append(SQL("(day)"))
        is_company = SQL("TRUE")
        if keys:
            is_company = SQL(
                "GROUPING(%s) = %s", SQL(", ").join(keys), 2 ** len(keys) - 1
            )
        return SQL(
            """SELECT %(columns)s
            FROM (SELECT *, %(day)s AS day FROM (%(rows)s) AS sale) AS part
            GROUP BY GROUPING SETS (%(sets)s)""",
            columns=SQL(", ").join(
                [SQL("day"), *keys, SQL("%s AS is_company", is_company), *sums]
            ),
            day=self._get_pos_day(plan.date_from, plan.date_to),
            rows=rows,
            sets=SQL(", ").join(sets),
        )

    @api.model
    def _get_pos_select(self, plan, indicator):
        """Rows of one KPI; none where a day has nothing that it could count."""
        value, base = self._get_pos_value(plan, indicator)
        nobody = employee = department = SQL("NULL::int4")
        # Keys are NULL in the rows of other grouping sets.
        is_row = SQL("is_company")
        if indicator.scope in SUBJECTS:
            subject = SQL.identifier(SUBJECTS[indicator.scope])
            is_row = SQL("%s IS NOT NULL", subject)
            if indicator.scope == "employee":
                employee, department = subject, nobody
            else:
                employee, department = nobody, subject
        return SQL(
            """SELECT %s::int4, day, %s, %s, %s, %s FROM day
            WHERE %s AND (%s IS NOT NULL OR %s > 0)""",
            indicator.id,
            employee,
            department,
            value,
            base,
            is_row,
            value,
            base,
        )

    @api.model
    def _get_pos_value(self, plan, indicator):
        """:return: SQL of value and base"""
        figure = get_figure(indicator)
        value = figure and SQL.identifier(plan.figures[figure])
        if indicator.source not in RECEIPTS:
            return value, SQL("0")
        receipts = self._get_pos_receipt_column("receipts", indicator)
        if indicator.source == "pos_single_item":
            value = self._get_pos_receipt_column("singles", indicator)
        elif indicator.source == "pos_positions":
            value = self._get_pos_receipt_column("positions", indicator)
        return value, receipts

    @api.model
    def _find_changed_pos(self, indicators, since, date_from, date_to):
        """Days of the receipts written since; lines are written with their receipt.

        Found by the index on ``write_date``. What else decides on a figure (products,
        sections, shops of registers) is left to the night's run.
        """
        return SQL(
            """SELECT %s FROM pos_order AS sale
            WHERE sale.company_id = %s AND sale.write_date >= %s AND %s""",
            self._get_pos_day(date_from, date_to),
            self.env.company.id,
            since,
            self._get_pos_span(date_from, date_to),
        )

    # -- days -------------------------------------------------------------------------

    @api.model
    def _get_pos_midnights(self, date_from, date_to):
        """Start of every day of a span and of the day after it, in UTC."""
        timezone = pytz.timezone(self.env.context["tz"])
        return [
            self._get_utc_midnight(timezone, date_from + timedelta(days=number))
            for number in range((date_to - date_from).days + 2)
        ]

    @api.model
    def _get_pos_span(self, date_from, date_to):
        """Bounds computed here, so that the index on ``date_order`` serves."""
        midnights = self._get_pos_midnights(date_from, date_to)
        return SQL(
            "sale.date_order >= %s AND sale.date_order < %s",
            midnights[0],
            midnights[-1],
        )

    @api.model
    def _get_pos_day(self, date_from, date_to):
        """Day of a receipt; several times faster than AT TIME ZONE for each."""
        return SQL(
            "%s::date + width_bucket(sale.date_order, %s::timestamp[]) - 1",
            date_from,
            self._get_pos_midnights(date_from, date_to),
        )

from datetime import timedelta

import pytz

from odoo import api, models
from odoo.tools import SQL

from ..pos_plan import ProductKinds


class KpiSource(models.AbstractModel):
    """Which products are no plain goods, and which are on a KPI's lists."""

    _inherit = "kpi.source"

    @api.model
    def _get_pos_product_kinds(self):
        products = self.env["product.product"].with_context(active_test=False)
        uncounted = products.search([("kpi_counts", "=", False)])
        uncounted |= self._get_pos_payment_products()
        configs = self.env["pos.config"].with_context(active_test=False)
        configs = configs.search([("company_id", "=", self.env.company.id)])
        for name in ("tip_product_id", "down_payment_product_id"):
            if name in configs._fields:  # the second is of pos_sale
                uncounted |= configs[name]
        discounts = products
        if "discount_product_id" in configs._fields:  # of pos_discount
            discounts = configs.discount_product_id
        return ProductKinds(
            uncounted.ids,
            discounts.ids,
            products.search([("type", "=", "service")]).ids,
            products.search([("type", "=", "combo")]).ids,
        )

    @api.model
    def _get_pos_payment_products(self):
        """Gift cards and eWallets: money is taken for them first, goods sold later."""
        if "loyalty.program" not in self.env:
            return self.env["product.product"]
        env = self.with_context(active_test=False).env
        domain = [("program_id.program_type", "in", ("gift_card", "ewallet"))]
        rules = env["loyalty.rule"].search(domain)
        rewards = env["loyalty.reward"].search_fetch(
            domain, ["discount_line_product_id"]
        )
        return rules.product_ids | rewards.discount_line_product_id

    @api.model
    def _get_pos_list_columns(self, plan):
        return {
            f"is_listed_{figure.list_id}": self._get_pos_listed(
                plan, self.env["kpi.indicator"].browse(figure.list_id)
            )
            for figure in plan.figures
            if figure.list_id
        }

    @api.model
    def _get_pos_listed(self, plan, indicator):
        """Whether a line counts in the lists of a KPI.

        What is taken back counts in the list that the sale has counted in.
        """
        own = indicator.pos_product_list_ids
        lists = (own | indicator._get_rival_product_lists()).sorted()
        earlier = []
        terms = [SQL("FALSE")]
        for product_list in lists:
            is_on_list = self._is_pos_on_list(product_list)
            if product_list in own:
                terms.append(
                    SQL("%s AND NOT (%s)", is_on_list, SQL(" OR ").join(earlier))
                    if earlier
                    else is_on_list
                )
            else:
                earlier.append(is_on_list)
        return SQL("(%s)", SQL(" OR ").join(terms))

    @api.model
    def _is_pos_on_list(self, product_list):
        terms = [self._is_pos_product(product_list.line_ids.product_id.ids)]
        timezone = pytz.timezone(self.env.context["tz"])
        sold_on = SQL("COALESCE(credit.date_order, sale.date_order)")
        if product_list.date_from:
            start = self._get_utc_midnight(timezone, product_list.date_from)
            terms.append(SQL("%s >= %s", sold_on, start))
        if product_list.date_to:
            end = product_list.date_to + timedelta(days=1)
            terms.append(SQL("%s < %s", sold_on, self._get_utc_midnight(timezone, end)))
        if product_list.shop_id:
            terms.append(
                SQL(
                    "COALESCE(credit.shop_id, sale.shop_id) = %s",
                    product_list.shop_id.id,
                )
            )
        return SQL("(%s)", SQL(" AND ").join(terms))

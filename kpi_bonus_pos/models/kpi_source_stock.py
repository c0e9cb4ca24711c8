from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.kpi_bonus.bonus_math import Figures
from odoo.addons.kpi_bonus.decimal_math import to_decimal

SNAPSHOT = "pos_negative_stock"


class KpiSource(models.AbstractModel):
    """Family ``pos_negative_stock``: products of which less than nothing is there.

    A snapshot: what stock was yesterday can't be found out any more. So only today is
    measured, with zeros too, and what was seen on other days is left alone.
    """

    _inherit = "kpi.source"

    @api.model
    def _measure_days(self, company, indicators, date_from, date_to):
        snapshots = indicators.filtered(lambda kpi: kpi.source == SNAPSHOT)
        changes = super()._measure_days(
            company, indicators - snapshots, date_from, date_to
        )
        today = self._get_measuring_day(company)
        if snapshots and date_from <= today <= date_to:
            changes |= super()._measure_days(company, snapshots, today, today)
        return changes

    @api.model
    def _get_remeasured_families(self, company, indicators):
        families = super()._get_remeasured_families(company, indicators)
        families.pop(SNAPSHOT, None)
        return families

    @api.model
    def _get_totals_now(self, indicator, date_from, date_to):
        if indicator.source != SNAPSHOT:
            return super()._get_totals_now(indicator, date_from, date_to)
        totals = self.env["kpi.fact"]._get_totals(
            indicator.company_id, indicator, date_from, date_to
        )
        return {
            subject: Figures(
                to_decimal(total.value), to_decimal(total.base), total.count
            )
            for (_indicator, subject), total in totals.items()
        }

    @api.model
    def _get_measuring_day(self, company):
        source = self._with_measuring_context(company)
        return fields.Date.context_today(source)

    @api.model
    def _find_changed_pos_negative_stock(self, indicators, since, date_from, date_to):
        today = self._get_measuring_day(self.env.company)
        return SQL(
            "SELECT %s::date WHERE %s BETWEEN %s AND %s",
            today,
            today,
            date_from,
            date_to,
        )

    @api.model
    def _measure_pos_negative_stock(self, indicators, date_from, date_to):
        """One row per shop and for the company, whatever is found."""
        return SQL(
            """WITH place AS (%(places)s), negative AS (
                SELECT place.shop_id, quant.product_id
                FROM place
                JOIN stock_location AS location
                    ON location.parent_path LIKE place.path || '%%'
                JOIN stock_quant AS quant ON quant.location_id = location.id
                GROUP BY place.shop_id, quant.product_id
                HAVING SUM(quant.quantity) < 0
            )
            SELECT kpi.id, %(day)s::date, NULL::int4, place.shop_id,
                COUNT(DISTINCT negative.product_id),
                CASE WHEN kpi.aggregate = 'average' THEN 1 ELSE 0 END
            FROM kpi_indicator AS kpi
            JOIN place ON (kpi.scope = 'shop') = (place.shop_id IS NOT NULL)
            LEFT JOIN negative ON negative.shop_id IS NOT DISTINCT FROM place.shop_id
            WHERE kpi.id IN %(indicators)s
            GROUP BY kpi.id, place.shop_id""",
            places=self._get_stock_places(),
            day=date_to,
            indicators=tuple(indicators.ids),
        )

    @api.model
    def _get_stock_places(self):
        """(shop_id, path): stock that the registers of a shop sell from; all of the
        company's, without a shop.
        """
        return SQL(
            """SELECT config.kpi_shop_id AS shop_id, location.parent_path AS path
            FROM pos_config AS config
            JOIN stock_picking_type AS picking ON picking.id = config.picking_type_id
            JOIN stock_warehouse AS warehouse ON warehouse.id = picking.warehouse_id
            JOIN stock_location AS location ON location.id = warehouse.lot_stock_id
            WHERE config.company_id = %(company)s AND config.active
                AND config.kpi_shop_id IS NOT NULL
            UNION
            SELECT NULL, location.parent_path
            FROM stock_warehouse AS warehouse
            JOIN stock_location AS location ON location.id = warehouse.lot_stock_id
            WHERE warehouse.company_id = %(company)s AND warehouse.active""",
            company=self.env.company.id,
        )

    @api.model
    def _trace_pos_negative_stock(self, *args):
        """What was seen day by day."""
        return self._trace_manual(*args)

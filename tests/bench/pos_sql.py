"""What the tills' sources are measured against: the same facts in one SQL statement.

One pass over the lines, grouping sets, an upsert of the same rows, only where they
differ. It follows the same rules, but knows just what the fixtures hold: the seven KPIs
with their settings, registers of one shop, one category of a product, no refund of a
refund and one refund of a line, one product list, no loyalty programme.
"""

import pos_data

from odoo.tools import SQL

STATEMENT = """
WITH RECURSIVE category AS (
    SELECT id, id AS ancestor_id, 0 AS distance FROM pos_category
    UNION ALL
    SELECT category.id, parent.parent_id, distance + 1
    FROM category JOIN pos_category AS parent ON parent.id = category.ancestor_id
    WHERE parent.parent_id IS NOT NULL
),
section AS (
    SELECT DISTINCT ON (section.parent_id, product.id) section.parent_id AS shop_id,
        product.id AS product_id, section.id AS section_id
    FROM hr_department AS section
    JOIN hr_department_pos_category_rel AS sold ON sold.hr_department_id = section.id
    JOIN category ON category.ancestor_id = sold.pos_category_id
    JOIN pos_category_product_template_rel AS link
        ON link.pos_category_id = category.id
    JOIN product_product AS product
        ON product.product_tmpl_id = link.product_template_id
    WHERE section.company_id = %(company)s
    ORDER BY section.parent_id, product.id, distance
),
product AS (
    SELECT product.id, template.type = 'service' AS is_service,
        product.id IN (SELECT discount_product_id FROM pos_config) AS is_discount,
        product.id IN (
            SELECT product_id FROM kpi_product_list_line
        ) AS is_listed
    FROM product_product AS product
    JOIN product_template AS template ON template.id = product.product_tmpl_id
    WHERE template.kpi_counts AND NOT EXISTS (
        SELECT 1 FROM pos_config WHERE tip_product_id = product.id)
),
line AS MATERIALIZED (
    SELECT line.order_id, line.product_id, line.price_unit, line.discount,
        line.kpi_seller_id AS seller_id, register.kpi_shop_id AS shop_id,
        (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(timezone)s)::date AS day,
        product.is_service, product.is_discount, product.is_listed,
        line.qty > 0 AND NOT product.is_discount AND NOT product.is_service
            AS is_position,
        SIGN(line.qty * line.price_unit) / sale.currency_rate * CASE
            WHEN sold.price_unit = line.price_unit AND sold.discount = line.discount
            THEN ABS(sold.price_subtotal * line.qty / sold.qty)
            ELSE ABS(line.price_subtotal) END AS excl,
        SIGN(line.qty * line.price_unit) / sale.currency_rate * CASE
            WHEN sold.price_unit = line.price_unit AND sold.discount = line.discount
            THEN ABS(sold.price_subtotal_incl * line.qty / sold.qty)
            ELSE ABS(line.price_subtotal_incl) END AS incl
    FROM pos_order AS sale
    JOIN pos_order_line AS line ON line.order_id = sale.id
    JOIN product ON product.id = line.product_id
    LEFT JOIN pos_order_line AS sold ON sold.id = line.refunded_orderline_id
    LEFT JOIN pos_order AS first_sale ON first_sale.id = sold.order_id
    JOIN pos_config AS register
        ON register.id = COALESCE(first_sale.config_id, sale.config_id)
    WHERE sale.company_id = %(company)s AND sale.state IN ('paid', 'done')
        AND sale.date_order >= %(start)s AND sale.date_order < %(end)s
),
receipt AS MATERIALIZED (
    SELECT order_id, day, MIN(shop_id) FILTER (WHERE is_position) AS shop_id,
        COUNT(*) FILTER (WHERE is_position) AS positions,
        COUNT(DISTINCT COALESCE(seller_id, 0)) > 1 AS is_shared,
        1 + COALESCE(SUM(excl) FILTER (WHERE is_discount), 0)
            / NULLIF(SUM(excl) FILTER (WHERE NOT is_discount), 0) AS rest_excl,
        1 + COALESCE(SUM(incl) FILTER (WHERE is_discount), 0)
            / NULLIF(SUM(incl) FILTER (WHERE NOT is_discount), 0) AS rest_incl
    FROM line GROUP BY order_id, day
),
shared AS (
    SELECT order_id, SUM(pieces) AS positions
    FROM (
        SELECT order_id, MAX(pieces) AS pieces
        FROM (
            SELECT order_id, product_id, price_unit, discount, COUNT(*) AS pieces
            FROM line JOIN receipt USING (order_id)
            WHERE is_shared AND is_position
            GROUP BY order_id, product_id, price_unit, discount, seller_id
        ) AS own
        GROUP BY order_id, product_id, price_unit, discount
    ) AS position
    GROUP BY order_id
),
length AS MATERIALIZED (
    SELECT order_id, day, shop_id,
        COALESCE(shared.positions, receipt.positions) AS positions
    FROM receipt LEFT JOIN shared USING (order_id)
    WHERE receipt.positions > 0
),
sums AS (
    SELECT line.day, seller_id, section_id, line.shop_id,
        SUM(excl * rest_excl) AS excl, SUM(incl * rest_incl) AS incl,
        SUM(excl * rest_excl) FILTER (WHERE is_listed) AS listed
    FROM line
    JOIN receipt USING (order_id)
    LEFT JOIN section
        ON section.shop_id = line.shop_id AND section.product_id = line.product_id
    WHERE NOT is_discount AND NOT is_service
    GROUP BY GROUPING SETS
        ((line.day, seller_id), (line.day, section_id), (line.day, line.shop_id))
),
by_seller AS (
    SELECT day, seller_id, COUNT(*) AS receipts,
        COUNT(*) FILTER (WHERE positions = 1) AS singles, SUM(positions) AS positions
    FROM (
        SELECT DISTINCT order_id, seller_id FROM line
        WHERE is_position AND seller_id IS NOT NULL
    ) AS part
    JOIN length USING (order_id)
    GROUP BY day, seller_id
),
by_shop AS (
    SELECT day, shop_id, COUNT(*) AS receipts FROM length GROUP BY day, shop_id
),
fact AS (
    SELECT %(pos_personal)s AS indicator_id, day, seller_id AS employee_id,
        NULL::int AS department_id, excl AS value, 0 AS base
    FROM sums WHERE seller_id IS NOT NULL
    UNION ALL
    SELECT %(pos_section)s, day, NULL, section_id, excl, 0
    FROM sums WHERE section_id IS NOT NULL
    UNION ALL
    SELECT %(pos_store)s, day, NULL, shop_id, incl, 0
    FROM sums WHERE shop_id IS NOT NULL
    UNION ALL
    SELECT %(pos_product_list)s, day, seller_id, NULL, listed, 0
    FROM sums WHERE seller_id IS NOT NULL AND listed IS NOT NULL
    UNION ALL
    SELECT %(pos_average_receipt)s, day, NULL, shop_id, excl, COALESCE(receipts, 0)
    FROM sums LEFT JOIN by_shop USING (day, shop_id) WHERE shop_id IS NOT NULL
    UNION ALL
    SELECT %(pos_single_item)s, day, seller_id, NULL, singles, receipts FROM by_seller
    UNION ALL
    SELECT %(pos_positions)s, day, seller_id, NULL, positions, receipts FROM by_seller
)
INSERT INTO kpi_fact AS stored (company_id, indicator_id, date, employee_id,
    department_id, value, base, origin, create_uid, write_uid, create_date, write_date)
SELECT %(company)s, indicator_id, day, employee_id, department_id, ROUND(value, 6),
    base, 'auto', 1, 1, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
FROM fact
ON CONFLICT (company_id, indicator_id, date,
    COALESCE(employee_id, 0), COALESCE(department_id, 0))
DO UPDATE SET value = EXCLUDED.value, base = EXCLUDED.base,
    write_date = EXCLUDED.write_date
WHERE (stored.value, stored.base) IS DISTINCT FROM (EXCLUDED.value, EXCLUDED.base)
"""


def prepare(env, indicators, date_from, date_to):
    """The statement for a span of days; who wrote it knows the time zone."""
    midnight = "(%s::date + %s)::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC'"
    return SQL(
        STATEMENT,
        company=env.company.id,
        timezone=pos_data.TIMEZONE,
        start=SQL(midnight, date_from, 0, pos_data.TIMEZONE),
        end=SQL(midnight, date_to, 1, pos_data.TIMEZONE),
        **{indicator.source: indicator.id for indicator in indicators},
    )

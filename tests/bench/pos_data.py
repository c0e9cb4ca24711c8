"""Fixtures of the tills' benchmark: a month of receipts in many shops.

People, shops and products by Odoo, receipts and lines in SQL. Everything follows from
numbers, so that every run measures the same month. A line in a hundred or so is what
makes the rules of a fact matter: refunds as the till and as the backend write them,
partial ones, exchanges, discounts on a line and on the whole receipt, services, goods
that do not count, sales without seller or section, one piece of goods by two sellers,
receipts after midnight, drafts.
"""

import os

import engine_data

from odoo import SUPERUSER_ID, Command, api
from odoo.tools import SQL

COMPANY = engine_data.COMPANY
MONTH = engine_data.MONTH
LAST_DAY = "2026-10-31"
DAYS = 31
TIMEZONE = "Asia/Yekaterinburg"
PEOPLE_PER_SHOP = 50
REGISTERS_PER_SHOP = 3
PRODUCTS = 1000
# Lines of a receipt: shares of one, two ... six lines.
LINES = (0.40, 0.62, 0.77, 0.87, 0.95)
LINES_PER_RECEIPT = 2.4
REFUNDS = 0.02
# Name, source, scope, other values.
INDICATORS = [
    ("Own sales", "pos_personal", "employee", {"unit": "money"}),
    ("Section sales", "pos_section", "section", {"unit": "money"}),
    (
        "Shop sales",
        "pos_store",
        "shop",
        {"unit": "money", "pos_tax_included": True},
    ),
    (
        "Single-item receipts",
        "pos_single_item",
        "employee",
        {"unit": "percent", "ratio": True, "method": "inverse"},
    ),
    (
        "Average receipt",
        "pos_average_receipt",
        "shop",
        {"unit": "money", "ratio": True},
    ),
    ("Positions", "pos_positions", "employee", {"unit": "quantity", "ratio": True}),
    ("Slow goods", "pos_product_list", "employee", {"unit": "money"}),
]


def install(registry):
    """What a month of receipts is to have, or to be compared with."""
    with registry.cursor() as cursor:
        names = ("gamification", "pos_discount")
        modules = get_env(cursor)["ir.module.module"].search([("name", "in", names)])
        modules.button_immediate_install()


def make_size(registry):
    size = (int(os.environ[f"KPI_BENCH_{name}"]) for name in ("LINES", "SELLERS"))
    with registry.cursor() as cursor:
        make(get_env(cursor), *size)
        cursor.commit()


def get_env(cursor):
    return api.Environment(cursor, SUPERUSER_ID, {})


def make(env, lines, sellers):
    """A company with its shops and a month of receipts."""
    env = make_company(env)
    shops, sections, categories = make_shops(env, sellers)
    products = make_products(env, categories)
    job = env["hr.job"].create({"name": "Seller", "company_id": env.company.id})
    engine_data.make_people(env, sellers, job, sections)
    make_users(env)
    make_registers(env, shops, products)
    make_indicators(env, products)
    env.flush_all()
    make_numbers(env, shops, sections)
    make_receipts(env, lines)
    make_lines(env, products)
    insert_orders(env)
    insert_lines(env)
    env.invalidate_all()


def make_company(env):
    company = env["res.company"].create({"name": COMPANY})
    env = env["base"].with_company(company).with_context(tracking_disable=True).env
    env["account.chart.template"].try_loading("generic_coa", company, False)
    company.resource_calendar_id.tz = TIMEZONE
    return env


def make_shops(env, sellers):
    """Five sections a shop: four large categories, and one small one inside them."""
    roots = make_categories(env, "Category", 5, env["pos.category"])
    leaves = env["pos.category"]
    for root in roots:
        leaves += make_categories(env, root.name, 4, root)
    sold = [*roots[:4], leaves[0]]
    shops = make_departments(env, "shop", [{}] * max(1, sellers // PEOPLE_PER_SHOP))
    sections = make_departments(
        env,
        "section",
        [
            {"parent_id": shop.id, "kpi_pos_category_ids": [Command.set(category.ids)]}
            for shop in shops
            for category in sold
        ],
    )
    return shops, sections, leaves


def make_categories(env, name, count, parent):
    return env["pos.category"].create(
        [
            {"name": f"{name}.{number}", "parent_id": parent.id}
            for number in range(count)
        ]
    )


def make_departments(env, kind, vals_list):
    return env["hr.department"].create(
        [
            {
                "name": f"{kind} {number}",
                "kpi_kind": kind,
                "company_id": env.company.id,
                **vals,
            }
            for number, vals in enumerate(vals_list)
        ]
    )


def make_products(env, categories):
    """Every eleventh is in no category; some are services or do not count."""
    vals_list = []
    for number in range(PRODUCTS):
        category = categories[number % 22 : number % 22 + 1]
        vals_list.append(
            {
                "name": f"Product {number}",
                "type": "service" if number % 37 == 5 else "consu",
                "list_price": 5 + number * 37 % 5000 / 10,
                "pos_categ_ids": [Command.set(category.ids)],
                "kpi_counts": number % 101 != 7,
                "available_in_pos": True,
                "company_id": env.company.id,
                "taxes_id": False,
            }
        )
    return env["product.product"].create(vals_list)


def make_users(env):
    """A user for everybody, as gamification knows users only."""
    [first] = env["res.users"].create(
        {
            "name": "Seller",
            "login": "bench_seller",
            "company_id": env.company.id,
            "company_ids": [Command.set(env.company.ids)],
        }
    )
    env.flush_all()
    env.cr.execute(
        """ALTER TABLE bench_copy ADD COLUMN partner_id int, ADD COLUMN user_id int,
            ADD COLUMN login varchar;
        UPDATE bench_copy SET partner_id = nextval('res_partner_id_seq'),
            user_id = nextval('res_users_id_seq'), login = 'bench_seller' || number"""
    )
    engine_data.copy_row(env, first.partner_id, id="partner_id")
    engine_data.copy_row(
        env, first, id="user_id", partner_id="partner_id", login="login"
    )
    env.cr.execute(
        SQL(
            """INSERT INTO res_company_users_rel (cid, user_id)
            SELECT %s, user_id FROM bench_copy""",
            env.company.id,
        )
    )


def make_registers(env, shops, products):
    """With a session each; the first two products are discount and tip."""
    discount, tip = products[:2]
    banks = [("type", "=", "bank"), ("company_id", "=", env.company.id)]
    card = env["pos.payment.method"].create(
        {
            "name": "Card",
            "company_id": env.company.id,
            "journal_id": env["account.journal"].search(banks).id,
        }
    )
    extras = {"iface_tipproduct": True, "tip_product_id": tip.id}
    if "discount_product_id" in env["pos.config"]._fields:  # of pos_discount
        extras |= {"module_pos_discount": True, "discount_product_id": discount.id}
    configs = env["pos.config"].create(
        [
            {
                "name": f"Register {number} of {shop.name}",
                "company_id": env.company.id,
                "kpi_shop_id": shop.id,
                "kpi_seller_mode": "ask",
                "payment_method_ids": [Command.set(card.ids)],
                **extras,
            }
            for shop in shops
            for number in range(REGISTERS_PER_SHOP)
        ]
    )
    for config in configs:
        env["pos.session"].create({"config_id": config.id})


def make_indicators(env, products):
    product_list = env["kpi.product.list"].create(
        {
            "name": "Slow goods",
            "code": "slow",
            "company_id": env.company.id,
            "line_ids": [
                Command.create({"product_id": product.id})
                for product in products[10:200:3]
            ],
        }
    )
    vals_list = []
    for number, (name, source, scope, vals) in enumerate(INDICATORS):
        vals_list.append(
            {
                "name": name,
                "code": source,
                "company_id": env.company.id,
                "sequence": number,
                "source": source,
                "scope": scope,
                **vals,
            }
        )
        if source == "pos_product_list":
            vals_list[-1]["pos_product_list_ids"] = [Command.set(product_list.ids)]
    return env["kpi.indicator"].create(vals_list)


# -- receipts, in SQL -----------------------------------------------------------------


def make_numbers(env, shops, sections):
    """Chance that is the same in every run, and who works where."""
    env.cr.execute(
        SQL(
            """CREATE FUNCTION pg_temp.chance(number bigint, about bigint)
            RETURNS float8 LANGUAGE sql IMMUTABLE RETURN
                (hashint8extended(number, about) & 1048575) / 1048576.0;
            CREATE TEMPORARY TABLE bench_seller AS
            SELECT shop, employee_id, user_id,
                row_number() OVER (PARTITION BY shop ORDER BY employee_id) - 1 AS place
            FROM (
                SELECT employee_id, user_id, department_id FROM bench_copy
                UNION ALL
                SELECT employee.id, users.id, version.department_id
                FROM hr_employee AS employee
                JOIN hr_version AS version ON version.id = employee.current_version_id
                JOIN res_users AS users ON users.login = 'bench_seller'
                WHERE employee.company_id = %(company)s
                    AND employee.id NOT IN (SELECT employee_id FROM bench_copy)
            ) AS person
            JOIN (
                SELECT id, array_position(%(shops)s, parent_id) - 1 AS shop
                FROM hr_department WHERE id = ANY(%(sections)s)
            ) AS section ON section.id = department_id;
            CREATE TEMPORARY TABLE bench_register AS
            SELECT session.id AS session_id, session.config_id,
                array_position(%(shops)s, config.kpi_shop_id) - 1 AS shop,
                row_number() OVER (ORDER BY session.id) - 1 AS place
            FROM pos_session AS session
            JOIN pos_config AS config ON config.id = session.config_id
            WHERE config.company_id = %(company)s;
            ANALYZE bench_seller; ANALYZE bench_register""",
            company=env.company.id,
            shops=shops.ids,
            sections=sections.ids,
        )
    )


def make_receipts(env, lines):
    """Number, day and register of receipts; which of them takes back which.

    Opening hours are from 6:00 to 2:00 of the next morning.
    """
    count = round(lines / LINES_PER_RECEIPT)
    env.cr.execute(
        SQL(
            """CREATE TEMPORARY TABLE bench_receipt AS
            SELECT number, number + 1 + last_id AS order_id, register.*, people.people,
                date_trunc('second', %(month)s::timestamp + day * interval '1 day'
                    + interval '6 hours'
                    + (number - day * a_day) / a_day * interval '20 hours')
                    AT TIME ZONE %(timezone)s AT TIME ZONE 'UTC' AS moment,
                CASE WHEN number > %(count)s / 50
                    AND pg_temp.chance(number, 1) < %(refunds)s
                    THEN floor(number * (1 - pg_temp.chance(number, 2) / 8))::int - 1
                    END AS original,
                CASE WHEN chance < %(one)s THEN 1 WHEN chance < %(two)s THEN 2
                    WHEN chance < %(three)s THEN 3 WHEN chance < %(four)s THEN 4
                    WHEN chance < %(five)s THEN 5 ELSE 6 END AS lines
            FROM (
                SELECT number, floor(number / a_day) AS day, a_day,
                    pg_temp.chance(number, 3) AS chance
                FROM generate_series(0, %(count)s - 1) AS number,
                    (SELECT %(count)s::float8 / %(days)s AS a_day) AS pace
            ) AS receipt
            CROSS JOIN (SELECT COALESCE(MAX(id), 0) AS last_id FROM pos_order) AS taken
            JOIN bench_register AS register
                ON place = number %% (SELECT COUNT(*) FROM bench_register)
            JOIN (SELECT shop, COUNT(*) AS people FROM bench_seller GROUP BY shop)
                AS people USING (shop);
            CREATE INDEX ON bench_receipt (number);
            CREATE INDEX ON bench_receipt (original) WHERE original IS NOT NULL;
            ANALYZE bench_receipt;
            -- No refund of a refund, and one of each sale; every fifth elsewhere.
            UPDATE bench_receipt AS refund SET original = NULL
            FROM bench_receipt AS sale
            WHERE sale.number = refund.original AND (sale.original IS NOT NULL
                OR EXISTS (SELECT 1 FROM bench_receipt AS earlier
                    WHERE earlier.original = refund.original
                        AND earlier.number < refund.number));
            UPDATE bench_receipt AS refund SET lines = (sale.lines + 1) / 2,
                session_id = sale.session_id, config_id = sale.config_id,
                shop = sale.shop, people = sale.people
            FROM bench_receipt AS sale
            WHERE sale.number = refund.original AND refund.number %% 5 > 0;
            UPDATE bench_receipt SET lines = 1
            WHERE original IS NOT NULL AND number %% 5 = 0""",
            month=MONTH,
            timezone=TIMEZONE,
            count=count,
            days=DAYS,
            refunds=REFUNDS,
            **dict(zip(("one", "two", "three", "four", "five"), LINES, strict=True)),
        )
    )


def make_lines(env, products):
    """What is sold, then what takes it back, both at their place in time.

    The seventh line of a receipt is a discount on all of it or a tip, that of a refund
    what is bought instead.
    """
    env.cr.execute(
        SQL(
            """CREATE TEMPORARY TABLE bench_line AS
            SELECT receipt.*, line, (number * 7 + line)::bigint AS key,
                row_number() OVER (ORDER BY number, line)
                    + (SELECT COALESCE(MAX(id), 0) FROM pos_order_line) AS line_id
            FROM bench_receipt AS receipt, generate_series(1, 7) AS line
            WHERE line <= lines OR line = 7 AND CASE WHEN original IS NULL
                THEN number %% 50 < 2 ELSE number %% 10 = 0 END;
            ANALYZE bench_line;
            CREATE TEMPORARY TABLE bench_sale AS
            SELECT sale.*, seller.employee_id,
                CASE WHEN original IS NULL OR number %% 3 = 0 THEN 1 ELSE -1 END
                    * qty * price * (1 - discount / 100) AS amount
            FROM (
                SELECT bench_line.*,
                    (%(products)s::int[])[1 + CASE WHEN is_extra THEN number %% 50
                        ELSE 2 + floor(pg_temp.chance(goods, 7) * (%(count)s - 2))
                        END::int] AS product_id,
                    CASE WHEN is_extra OR pg_temp.chance(key, 8) < 0.9 THEN 1
                        ELSE 2 + floor(pg_temp.chance(key, 9) * 4) END::numeric AS qty,
                    CASE WHEN NOT is_extra AND pg_temp.chance(goods, 10) < 0.08
                        THEN 5 + goods %% 3 * 5 ELSE 0 END::numeric AS discount,
                    ROUND(CASE WHEN NOT is_extra
                        THEN 5 + pg_temp.chance(goods, 7) * 400
                        WHEN number %% 50 = 0 THEN - number %% 7 * 0.37 - 0.5
                        ELSE 2 END::numeric, 2) AS price,
                    floor(pg_temp.chance(key, 11) * 20) > 0 AS has_seller,
                    -- Every seventh receipt is shared by two sellers.
                    floor(pg_temp.chance(number * 2 + CASE WHEN number %% 7 = 0
                        THEN line %% 2 ELSE 0 END, 6) * people) AS seller
                FROM (
                    -- Every 21st sells a second piece of the first goods.
                    SELECT *, line = 7 AND original IS NULL AS is_extra,
                        key - CASE WHEN number %% 21 = 0 AND line = 2 THEN 1 ELSE 0 END
                            AS goods
                    FROM bench_line WHERE original IS NULL OR line = 7
                ) AS bench_line
            ) AS sale
            JOIN bench_seller AS seller
                ON seller.shop = sale.shop AND seller.place = sale.seller;
            CREATE INDEX ON bench_sale (key);
            ANALYZE bench_sale""",
            products=products.ids,
            count=len(products),
        )
    )
    env.cr.execute(
        """CREATE TEMPORARY TABLE bench_row AS
        SELECT line_id, order_id, product_id, qty, price, discount,
            ROUND(amount, 2) AS subtotal, ROUND(amount * 1.2, 2) AS subtotal_incl,
            CASE WHEN has_seller THEN employee_id END AS seller_id,
            NULL::bigint AS refunded, moment
        FROM bench_sale
        UNION ALL
        SELECT line.line_id, line.order_id, product_id, - part, price, discount,
            ROUND(sign * amount * part / qty, 2),
            ROUND(sign * amount * part / qty * 1.2, 2),
            CASE WHEN has_seller THEN employee_id END, sale.line_id, line.moment
        FROM bench_line AS line
        JOIN bench_sale AS sale ON sale.key = line.original * 7 + line.line,
        LATERAL (
            SELECT CASE WHEN line.number % 4 = 0 THEN 1 ELSE qty END AS part,
                CASE WHEN line.number % 3 = 0 THEN -1 ELSE 1 END AS sign
        ) AS refund
        WHERE line.original IS NOT NULL AND line.line < 7"""
    )


def insert_orders(env):
    env.cr.execute(
        SQL(
            """INSERT INTO pos_order (id, company_id, session_id, config_id, user_id,
                employee_id, name, pos_reference, uuid, state, is_refund, date_order,
                amount_tax, amount_total, amount_paid, amount_return, currency_rate,
                source, create_uid, write_uid, create_date, write_date)
            SELECT receipt.order_id, %s, session_id, config_id, seller.user_id,
                seller.employee_id, 'Order ' || number, 'Order ' || number,
                'bench-' || number,
                CASE WHEN number %% 211 = 0 THEN 'draft'
                    WHEN number %% 307 = 0 THEN 'cancel'
                    WHEN number %% 10 = 0 THEN 'paid' ELSE 'done' END,
                original IS NOT NULL, moment, 0, total, total, 0, 1,
                'pos', 1, 1, moment + interval '1 second', moment + interval '1 second'
            FROM bench_receipt AS receipt
            JOIN (
                SELECT order_id, SUM(SIGN(qty * price) * ABS(subtotal_incl)) AS total
                FROM bench_row GROUP BY order_id
            ) AS line ON line.order_id = receipt.order_id
            JOIN bench_seller AS seller ON seller.shop = receipt.shop
                AND seller.place = floor(pg_temp.chance(number * 2, 6) * people)
            ORDER BY number;
            SELECT setval('pos_order_id_seq', (SELECT MAX(id) FROM pos_order))""",
            env.company.id,
        )
    )


def insert_lines(env):
    env.cr.execute(
        SQL(
            """INSERT INTO pos_order_line (id, company_id, order_id, product_id, name,
                full_product_name, uuid, qty, price_unit, discount, price_subtotal,
                price_subtotal_incl, kpi_seller_id, refunded_orderline_id, price_type,
                create_uid, write_uid, create_date, write_date)
            SELECT line_id, %s, order_id, product_id, 'Line ' || line_id, 'Product',
                'bench-' || line_id, qty, price, discount, subtotal, subtotal_incl,
                seller_id, refunded, 'original', 1, 1, moment, moment
            FROM bench_row ORDER BY line_id;
            SELECT setval('pos_order_line_id_seq',
                (SELECT MAX(id) FROM pos_order_line))""",
            env.company.id,
        )
    )

import json
from datetime import date, datetime
from decimal import Decimal
from unittest import skipUnless

import pytz

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.kpi_bonus_pos.tests.common import KpiPosCommon

from . import real_data

NEW_YORK = pytz.timezone("America/New_York")
OUTLET_SALES = {3: 77213.23, 5: 76894.47, 8: 79528.25}
# Groups of products by their names in gt_coffee_outlet_plan_fact.
GROUPS = {
    "beans": "Whole Bean/Teas",
    "beverage": "Beverages",
    "food": "Food",
    "merchandise": "Merchandise",
    "(other groups, no goal)": "Add-ons",
}


class RealReceiptsCommon(KpiPosCommon):
    """Receipts of others, as if they had been made at our tills."""

    @classmethod
    def _create_real_products(cls, names, **vals):
        """:return: {key: product}, of {key: name}"""
        products = cls.env["product.product"].create(
            [{"name": name, "taxes_id": False, **vals} for name in names.values()]
        )
        return dict(zip(names, products, strict=True))

    @classmethod
    def _load(cls, receipts, lines):
        """Rows as a till leaves them; by Odoo they would take ten minutes.

        :param receipts: [{"key", "session", "moment" in UTC}]
        :param lines: [{"key" of the receipt, "product", "seller", "qty", "price",
            "amount" as the till stores it}]
        """
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                """INSERT INTO pos_order (name, uuid, session_id, config_id, company_id,
                    user_id, date_order, state, currency_rate, amount_tax, amount_total,
                    amount_paid, amount_return, create_date, write_date)
                SELECT key, key, session.id, session.config_id, %s, session.user_id,
                    moment, 'paid', 1, 0, 0, 0, 0, moment, moment
                FROM json_to_recordset(%s)
                    AS receipt(key text, session int, moment timestamp)
                JOIN pos_session AS session ON session.id = receipt.session""",
                cls.company.id,
                json.dumps(receipts),
            )
        )
        cls.env.cr.execute(
            SQL(
                """INSERT INTO pos_order_line (name, uuid, order_id, company_id,
                    product_id, kpi_seller_id, qty, price_unit, discount,
                    price_subtotal, price_subtotal_incl)
                SELECT key, gen_random_uuid(), sale.id, sale.company_id, product,
                    seller, qty, price, 0, amount, amount
                FROM json_to_recordset(%s) AS line(key text, product int, seller int,
                    qty numeric, price numeric, amount numeric)
                JOIN pos_order AS sale ON sale.uuid = line.key""",
                json.dumps(lines),
            )
        )
        cls.env.invalidate_all()

    @classmethod
    def _create_source(cls, source, scope, **vals):
        """A KPI of the tills; another one for other settings."""
        return cls._create_indicator(
            f"{source} {scope} {sorted(vals.values(), key=str)}",
            source=source,
            scope=scope,
            **vals,
        )

    def _measure(self, *indicators):
        """:return: {(KPI, subject id): FactTotals} of the days of the data"""
        indicators = self.env["kpi.indicator"].union(*indicators)
        span = (indicators, self.date_from, self.date_to)
        self.env["kpi.source"]._measure(self.company, *span)
        totals = self.env["kpi.fact"]._get_totals(self.company, *span)
        return {
            (indicators.browse(indicator_id), subject_id): total
            for (indicator_id, subject_id), total in totals.items()
        }


@tagged("post_install", "-at_install")
@skipUnless(real_data.FOLDER.is_dir(), real_data.MISSING)
class TestCoffeeReceipts(RealReceiptsCommon):
    """April 2019 of a coffee chain: 25 sellers, three outlets, 49 894 lines.

    An outlet has a register and a section, which sells everything.
    """

    date_from = date(2019, 4, 1)
    date_to = date(2019, 4, 30)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Receipts of the evening have another date in UTC.
        cls.calendar.tz = NEW_YORK.zone
        cls._create_goods()
        cls._create_outlets()
        cls.staff = {
            int(row["staff_id"]): cls._create_employee(row["first_name"])
            for row in real_data.read("coffee_staff")
        }
        cls._load_month()

    @classmethod
    def _create_goods(cls):
        rows = real_data.read("coffee_product")
        cls.everything = cls.env["pos.category"].create({"name": "Everything"})
        cls.groups = {
            name: cls.env["pos.category"].create(
                {"name": name, "parent_id": cls.everything.id}
            )
            for name in sorted({row["product_group"] for row in rows})
        }
        cls.products = {}
        for name, category in cls.groups.items():
            names = {
                int(row["product_id"]): row["product"]
                for row in rows
                if row["product_group"] == name
            }
            cls.products |= cls._create_real_products(names, pos_categ_ids=category.ids)

    @classmethod
    def _create_outlets(cls):
        cls.outlets, cls.sections, cls.sessions = {}, {}, {}
        for outlet in OUTLET_SALES:
            name = real_data.outlet_name(outlet)
            shop = cls.outlets[outlet] = cls._create_department(name, kind="shop")
            section = cls._create_department("Counter", shop, "section")
            section.kpi_pos_category_ids = cls.everything
            cls.sections[outlet] = section
            config = cls._create_config(name, kpi_shop_id=shop.id)
            cls.sessions[outlet] = cls._open_session(config)

    @classmethod
    def _load_month(cls):
        receipts, lines = {}, []
        for row in real_data.read("coffee_receipt_lines"):
            outlet = int(row["sales_outlet_id"])
            key = f"{row['transaction_date']} {outlet} {row['transaction_id']}"
            moment = f"{row['transaction_date']} {row['transaction_time']}"
            receipts[key] = {
                "key": key,
                "session": cls.sessions[outlet].id,
                "moment": cls._get_utc(moment),
            }
            lines.append(
                {
                    "key": key,
                    "product": cls.products[int(row["product_id"])].id,
                    "seller": cls.staff[int(row["staff_id"])].id,
                    "qty": row["quantity"],
                    "price": row["unit_price"],
                    "amount": row["line_item_amount"],
                }
            )
        cls._load(list(receipts.values()), lines)

    @classmethod
    def _get_utc(cls, text):
        moment = NEW_YORK.localize(datetime.fromisoformat(text))
        return moment.astimezone(pytz.utc).replace(tzinfo=None).isoformat()

    def test_staff(self):
        """Sales, receipts and those with a single line, as counted by others."""
        own_sales = self._create_source("pos_personal", "employee")
        single = self._create_source("pos_single_item", "employee", ratio=True)
        totals = self._measure(own_sales, single)
        truth = real_data.read("gt_coffee_staff")
        self.assertEqual(len(truth), 25)
        self.assertEqual(len(totals), 2 * 25)
        for row in truth:
            with self.subTest(staff=row["staff_id"]):
                seller = self.staff[int(row["staff_id"])]
                sales, receipts = (
                    totals[own_sales, seller.id],
                    totals[single, seller.id],
                )
                self.assertEqual(sales.value, float(row["sales"]))
                # One fact a day: evenings are not on the next day.
                self.assertEqual(sales.count, int(row["days"]))
                self.assertEqual(receipts.base, int(row["receipts"]))
                self.assertEqual(receipts.value, int(row["single_line"]))
                percent = receipts.value * 100 / receipts.base
                self.assertEqual(f"{percent:.2f}", row["single_line_pct"])

    def test_outlets(self):
        """Shop and section of an outlet sell the same; all receipts are there."""
        sales = self._create_source("pos_store", "shop")
        section = self._create_source("pos_section", "section")
        average = self._create_source("pos_average_receipt", "shop", ratio=True)
        totals = self._measure(sales, section, average)
        for outlet, expected in OUTLET_SALES.items():
            shop = self.outlets[outlet]
            self.assertEqual(totals[sales, shop.id].value, expected)
            self.assertEqual(totals[average, shop.id].value, expected)
            self.assertEqual(totals[section, self.sections[outlet].id].value, expected)
        receipts = sum(totals[average, shop.id].base for shop in self.outlets.values())
        self.assertEqual(receipts, 39271)

    def test_chain(self):
        single = self._create_source("pos_single_item", "company", ratio=True)
        positions = self._create_source("pos_positions", "company", ratio=True)
        pieces = self._create_source("pos_store", "shop", pos_measure="quantity")
        totals = self._measure(single, positions, pieces)
        self.assertEqual(totals[single, 0][:2], (29584, 39271))
        self.assertEqual(totals[positions, 0][:2], (49894, 39271))
        shops = self.outlets.values()
        self.assertEqual(sum(totals[pieces, shop.id].value for shop in shops), 71758)

    def test_sections_of_goods(self):
        """A section for each group of goods takes them from the one for everything."""
        sections = {
            (outlet, name): self._create_department(name, shop, "section")
            for outlet, shop in self.outlets.items()
            for name in GROUPS
        }
        for (_outlet, name), section in sections.items():
            section.kpi_pos_category_ids = self.groups[GROUPS[name]]
        sales = self._create_source("pos_section", "section")
        totals = self._measure(sales)
        self.assertEqual(len(totals), 3 * 5)
        for row in real_data.read("gt_coffee_outlet_plan_fact"):
            if row["category"] != "total":
                key = (int(row["sales_outlet_id"]), row["category"])
                with self.subTest(section=key):
                    fact = totals[sales, sections[key].id].value
                    self.assertEqual(fact, float(row["fact"]))

    def test_measuring_again_changes_nothing(self):
        own_sales = self._create_source("pos_personal", "employee")
        span = (own_sales, self.date_from, self.date_to)
        source = self.env["kpi.source"]
        # Days on which somebody of the staff has sold.
        self.assertEqual(source._measure(self.company, *span), 363)
        self.assertEqual(source._measure(self.company, *span), 0)


@tagged("post_install", "-at_install")
@skipUnless(real_data.FOLDER.is_dir(), real_data.MISSING)
class TestOnlineRetailReceipts(RealReceiptsCommon):
    """A week of a web shop: 678 invoices, and 79 that take something back.

    Nothing tells what was sold by which invoice, so they count as they are. Amounts are
    positive as the till writes them, in every other invoice negative as the backend
    writes them: that must make no difference.
    """

    date_from = date(2010, 12, 1)
    date_to = date(2010, 12, 7)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = real_data.read("online_retail_2010-12-01_07")
        names = {row["StockCode"]: row["StockCode"] for row in rows}
        products = cls._create_real_products(names)
        receipts, lines = {}, []
        for row in rows:
            key = row["InvoiceNo"]
            moment, session = row["InvoiceDate"], cls.session.id
            receipts[key] = {"key": key, "session": session, "moment": moment}
            amount = Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
            lines.append(
                {
                    "key": key,
                    "product": products[row["StockCode"]].id,
                    "qty": row["Quantity"],
                    "price": row["UnitPrice"],
                    "amount": str(abs(amount) if len(receipts) % 2 else amount),
                }
            )
        cls._load(list(receipts.values()), lines)

    def test_gross_cancelled_and_net(self):
        kpis = {
            returns: self._create_source("pos_store", "shop", pos_returns=returns)
            for returns in ("gross", "returns", "net")
        }
        totals = self._measure(*kpis.values())
        sales = {
            returns: totals[kpi, self.shop.id].value for returns, kpi in kpis.items()
        }
        self.assertEqual(
            sales, {"gross": 339876.49, "returns": -59110.01, "net": 280766.48}
        )

    def test_receipts(self):
        """45 of the invoices write something off, at no price: they sell nothing.

        All of them have one line, so 132 - 45 of 678 - 45 are left.
        """
        single = self._create_source("pos_single_item", "company", ratio=True)
        totals = self._measure(single)
        self.assertEqual(totals[single, 0][:2], (87, 633))

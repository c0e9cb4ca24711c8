import hashlib

from odoo.tests import tagged

from .common import KpiPosCommon


@tagged("post_install", "-at_install")
class TestKpiSeller(KpiPosCommon):
    """Who is in the till's list of sellers, and what is told of them."""

    def _load(self, config=None):
        config = (config or self.config).with_user(self.till_user)
        config = config.with_company(self.company)
        sellers = config.env["kpi.seller"]
        return {
            row["name"]: row for row in sellers._load_pos_data_search_read({}, config)
        }

    def test_names_and_hashed_badges_only(self):
        self.seller.barcode = "041ANNA"
        sellers = self._load()
        self.assertEqual(
            sorted(sellers),
            ["Anna Seller", "Boris Seller", "Clara Cashier", "Head of paints"],
        )
        self.assertEqual(
            sellers["Anna Seller"],
            {
                "id": self.seller.id,
                "name": "Anna Seller",
                "_barcode": hashlib.sha1(b"041ANNA").hexdigest(),
            },
        )
        self.assertFalse(sellers["Boris Seller"]["_barcode"])

    def test_departments_of_the_register(self):
        self.config.kpi_seller_department_ids = self.tools
        self.assertEqual(list(self._load()), ["Boris Seller"])
        self.config.kpi_seller_department_ids = self.shop
        self.assertIn("Anna Seller", self._load())

    def test_off_register_loads_nobody(self):
        self.config.kpi_seller_mode = "off"
        self.assertEqual(self._load(), {})

    def test_not_only_what_has_changed(self):
        """The till asks for changes since its last loading; here it gets all."""
        sellers = self.env["kpi.seller"].with_context(
            pos_last_server_date="2099-01-01 00:00:00"
        )
        self.assertTrue(sellers._load_pos_data_search_read({}, self.config))

    def test_till_forgets_who_may_not_sell_any_more(self):
        self.config.kpi_seller_department_ids = self.paints
        session = self.session.with_user(self.till_user)
        forgotten = session.filter_local_data(
            {"kpi.seller": [self.seller.id, self.boris.id]}
        )
        self.assertEqual(forgotten, {"kpi.seller": [self.boris.id]})

    def test_sellers_are_not_made_cashiers(self):
        self.config.basic_employee_ids = self.cashier
        data = self.session.with_user(self.till_user).load_data([])
        cashiers = [row["name"] for row in data["hr.employee"]]
        self.assertIn("Clara Cashier", cashiers)
        self.assertNotIn("Anna Seller", cashiers)
        self.assertIn("Anna Seller", [row["name"] for row in data["kpi.seller"]])

    def test_line_refers_to_a_seller_in_the_till(self):
        params = self.session.with_user(self.till_user).load_data_params()
        relation = params["pos.order.line"]["relations"]["kpi_seller_id"]
        self.assertEqual(relation["relation"], "kpi.seller")
        self.assertIn("kpi_seller_id", params["pos.order.line"]["fields"])

    def test_other_companies_sellers_cannot_be_read(self):
        company = self.env["res.company"].create({"name": "Rival"})
        self.env["hr.employee"].create({"name": "Fyodor", "company_id": company.id})
        sellers = self.env["kpi.seller"].with_user(self.till_user)
        self.assertFalse(sellers.search([("name", "=", "Fyodor")]))

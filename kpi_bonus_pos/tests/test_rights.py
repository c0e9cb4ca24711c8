from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import KpiPosCommon


@tagged("post_install", "-at_install")
class TestRights(KpiPosCommon):
    """Who reads receipts, sellers and corrections."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payroll = cls._create_user("payroll", "kpi_bonus.group_payroll")
        cls.controller = cls._create_user("controller", "kpi_bonus.group_controller")
        cls.plain = cls._create_user("plain", "")
        cls.portal = cls.env["res.users"].create(
            {
                "name": "Portal",
                "login": "kpi_portal",
                "group_ids": cls.env.ref("base.group_portal").ids,
                "company_id": cls.company.id,
                "company_ids": cls.company.ids,
            }
        )
        shop = cls._create_department("Other shop", kind="shop")
        config = cls._create_config("Other till", kpi_shop_id=shop.id)
        cls.order = cls._sell(cls._prepare_line(cls.paint, 1, cls.boris))
        cls.foreign = cls._sell(
            cls._prepare_line(cls.paint, 1, cls.boris),
            session=cls._open_session(config),
        )

    def _find(self, user, records):
        model = records.with_user(user).with_company(self.company).browse()
        return model.search([("id", "in", records.ids)]).sudo().sorted("id")

    def test_receipts(self):
        orders = self.order | self.foreign
        for user, expected in [
            (self.manager, orders),
            (self.payroll, orders),
            (self.till_user, orders),
            (self.head, self.order),
        ]:
            with self.subTest(user=user.login):
                self.assertEqual(self._find(user, orders).ids, expected.ids)
                self.assertEqual(self._find(user, orders.lines).ids, expected.lines.ids)

    def test_nobody_else_reads_receipts(self):
        for user in (self.controller, self.plain, self.portal):
            for records in (self.order, self.order.lines):
                with self.subTest(user=user.login, model=records._name):
                    with self.assertRaises(AccessError):
                        self._find(user, records)

    def test_kpi_pay_writes_no_receipt(self):
        for user in (self.manager, self.payroll, self.head):
            for records in (self.order, self.order.lines):
                for operation in ("write", "create", "unlink"):
                    with self.subTest(user=user.login, operation=operation):
                        self.assertFalse(records.with_user(user).has_access(operation))

    def test_till_users_who_head_a_section_keep_what_they_read(self):
        """Rules of groups are added up: none may take away from a till user."""
        both = self._create_user(
            "both", "kpi_bonus.group_section_head,point_of_sale.group_pos_user"
        )
        orders = self.order | self.foreign
        self.assertEqual(self._find(both, orders).ids, orders.ids)
        self.assertEqual(self._find(both, orders.lines).ids, orders.lines.ids)
        stock = self._create_user(
            "stock", "kpi_bonus.group_section_head,stock.group_stock_user"
        )
        self.assertEqual(self._find(stock, orders).ids, orders.ids)

    def test_sellers_are_for_the_till(self):
        sellers = self.env["kpi.seller"].browse(self.boris.id)
        self.assertEqual(self._find(self.till_user, sellers).ids, sellers.ids)
        for user in (self.head, self.manager, self.plain, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._find(user, sellers)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(sellers.with_user(self.till_user).has_access(operation))

    def test_corrections_are_for_heads_and_managers(self):
        wizard = self.env["kpi.seller.change"]
        for user, expected in [
            (self.manager, True),
            (self.head, True),
            (self.controller, False),
            (self.payroll, False),
            (self.till_user, False),
            (self.plain, False),
            (self.portal, False),
        ]:
            with self.subTest(user=user.login):
                self.assertEqual(wizard.with_user(user).has_access("create"), expected)

    def test_badges_stay_on_the_server(self):
        """Neither list that a till loads holds a badge, only its hash."""
        self.boris.barcode = "041BORIS"
        data = self.session.with_user(self.till_user).load_data([])
        self.assertNotIn("041BORIS", str(data["kpi.seller"]))
        self.assertNotIn("barcode", self.env["kpi.seller"]._fields)

    def test_lists_open_for_a_head(self):
        """All a list shows can be read: names of products, registers, people."""
        for name in ("without_seller", "without_section"):
            view = self.env.ref("kpi_bonus_pos.pos_order_line_view_list")
            lines = self.order.lines.with_user(self.head).with_company(self.company)
            arch = lines.get_views([(view.id, "list"), (False, "search")])
            fields = arch["models"]["pos.order.line"]["fields"]
            self.assertIn("kpi_sold_by_id", fields, name)
            specification = {
                field: {"fields": {"display_name": {}}}
                if fields[field]["type"] == "many2one"
                else {}
                for field in (
                    "order_id",
                    "kpi_date_order",
                    "kpi_config_id",
                    "product_id",
                    "price_subtotal_incl",
                    "kpi_seller_id",
                    "kpi_sold_by_id",
                )
            }
            [row] = lines.web_read(specification)
            self.assertEqual(row["kpi_seller_id"]["display_name"], "Boris Seller")
            self.assertEqual(row["kpi_config_id"]["display_name"], "Till 1")

    def test_correction_by_the_form(self):
        wizard = self.env["kpi.seller.change"].with_user(self.manager)
        wizard = wizard.with_company(self.company).with_context(
            active_model="pos.order.line", active_ids=self.order.lines.ids
        )
        form = Form(wizard)
        form.kpi_seller_id = self.seller.with_user(self.manager)
        form.reason = "Anna advised"
        form.save().action_change()
        self.assertEqual(self.order.lines.kpi_seller_id, self.seller)

    def test_settings_by_the_form(self):
        admin = self._create_user(
            "admin", "base.group_system,point_of_sale.group_pos_manager"
        )
        settings = self.env["res.config.settings"].with_user(admin)
        settings = settings.with_company(self.company)
        form = Form(settings.with_context(default_pos_config_id=self.config.id))
        form.pos_kpi_seller_mode = "required"
        form.pos_kpi_seller_department_ids.add(self.paints.with_user(admin))
        form.pos_kpi_seller_on_receipt = True
        form.pos_kpi_progress = True
        form.save().execute()
        self.assertRecordValues(
            self.config,
            [
                {
                    "kpi_seller_mode": "required",
                    "kpi_seller_department_ids": self.paints.ids,
                    "kpi_shop_id": self.shop.id,
                    "kpi_seller_on_receipt": True,
                    "kpi_progress": True,
                }
            ],
        )

    def test_product_lists(self):
        """Managers make them, heads and payroll read them; each company its own."""
        other = self.env["res.company"].create({"name": "Other"})
        lists = self.env["kpi.product.list"].create(
            [
                {
                    "name": company.name,
                    "code": "slow",
                    "company_id": company.id,
                    "line_ids": [Command.create({"product_id": self.paint.id})],
                }
                for company in (self.company, other)
            ]
        )
        own = lists[0]
        for user in (self.manager, self.head, self.payroll):
            with self.subTest(user=user.login):
                self.assertEqual(self._find(user, lists).ids, own.ids)
                self.assertEqual(self._find(user, lists.line_ids).ids, own.line_ids.ids)
        for records in (own, own.line_ids):
            for operation in ("write", "create", "unlink"):
                for user in (self.manager, self.head, self.payroll):
                    with self.subTest(user=user.login, operation=operation):
                        self.assertEqual(
                            records.with_user(user).has_access(operation),
                            user == self.manager,
                        )
            for user in (self.till_user, self.controller, self.plain, self.portal):
                with self.subTest(user=user.login, model=records._name):
                    self.assertFalse(records.with_user(user).has_access("read"))

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.kpi_bonus.models.kpi_indicator_lock import IndicatorLockedError

from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestProductList(SourceCommon):
    """Paint 10, brush 4, drill 100; all sold by Anna on the 5th unless said else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.slow = cls._create_list("Slow", cls.paint, cls.brush)
        cls.kpi = cls._create_kpi("Slow goods", "pos_product_list")
        cls.kpi.pos_product_list_ids = cls.slow

    @classmethod
    def _create_list(cls, name, *products, **vals):
        return cls.env["kpi.product.list"].create(
            {
                "name": name,
                "code": name.lower(),
                "company_id": cls.company.id,
                "line_ids": [
                    Command.create({"product_id": product.id}) for product in products
                ],
                **vals,
            }
        )

    def _sell_all(self, day=5, **vals):
        products = (self.paint, self.brush, self.drill)
        lines = [self._prepare_line(product, 1, self.anna) for product in products]
        return self._sell_on(day, *lines, **vals)

    def _open_october(self, *kpis):
        share = 100 / len(kpis)
        self._create_scheme(
            "Lists", [(kpi, share, 1000) for kpi in kpis], job_ids=self.job.ids
        )
        period = self._create_period()
        with freeze_time("2026-10-01 09:00"):
            period.action_prepare()
            period.action_open()
        return period

    def test_money_and_pieces(self):
        self._sell_all()
        self.assertMeasured(self.kpi, [(5, self.anna, 14)])
        pieces = self._create_kpi(
            "Pieces", "pos_product_list", "shop", pos_measure="quantity"
        )
        pieces.pos_product_list_ids = self.slow
        self.assertMeasured(pieces, [(5, self.shop, 2)])

    def test_without_a_list_nothing_counts(self):
        self.kpi.pos_product_list_ids = False
        self._sell_all()
        self.assertMeasured(self.kpi, [])

    def test_on_its_days_only(self):
        self.slow.write({"date_from": "2026-10-05", "date_to": "2026-10-06"})
        for day in (4, 5, 6, 7):
            self._sell_all(day)
        self.assertMeasured(self.kpi, [(5, self.anna, 14), (6, self.anna, 14)])

    def test_taken_back_from_the_list_it_was_sold_from(self):
        self.slow.date_to = "2026-10-05"
        sold = self._sell_all()
        self._sell_all(6)
        self._sell_on(7, *[self._prepare_refund(line) for line in sold.lines])
        self.assertMeasured(self.kpi, [(5, self.anna, 14), (7, self.anna, -14)])

    def test_in_its_shop_only(self):
        self._sell_all()
        other = self._create_department("Other shop", kind="shop")
        self.slow.shop_id = other
        self.assertMeasured(self.kpi, [])
        session = self._open_session(
            self._create_config("Till 2", kpi_shop_id=other.id)
        )
        self._sell_all(6, session=session)
        self.assertMeasured(self.kpi, [(6, self.anna, 14)])

    def test_several_lists_of_one_kpi_count_once(self):
        self.kpi.pos_product_list_ids |= self._create_list(
            "More", self.brush, self.drill
        )
        self._sell_all()
        self.assertMeasured(self.kpi, [(5, self.anna, 114)])

    def test_counts_in_the_first_list_of_a_report(self):
        """A brush is on both: it counts for the campaign, which comes first."""
        campaign = self._create_list("Campaign", self.brush, self.drill, sequence=1)
        other = self._create_kpi("Campaign goods", "pos_product_list")
        other.pos_product_list_ids = campaign
        self._sell_all()
        # In no report together, so each counts all of its own.
        self.assertMeasured(self.kpi, [(5, self.anna, 14)])
        self._create_scheme("Both", [(self.kpi, 50, 1), (other, 50, 1)])
        self.assertMeasured(self.kpi, [(5, self.anna, 10)])
        self.assertMeasured(other, [(5, self.anna, 104)])
        self.assertEqual(self._measure(self.kpi, other), 0)
        campaign.sequence = 99
        self.assertMeasured(self.kpi, [(5, self.anna, 14)])
        self.assertMeasured(other, [(5, self.anna, 100)])

    def test_frozen_when_a_period_opens(self):
        later = self._create_list("November", self.drill, date_from="2026-11-01")
        self.kpi.pos_product_list_ids |= later
        idle = self._create_list("Idle", self.drill)
        self._open_october(self.kpi)
        self.assertEqual(
            [self.slow.state, later.state, idle.state], ["frozen", "draft", "draft"]
        )
        for change in (
            {"line_ids": [Command.clear()]},
            {"date_to": "2026-10-10"},
            {"sequence": 1},
            {"indicator_ids": [Command.clear()]},
            {"state": "draft"},
        ):
            with self.subTest(change=change), self.assertRaises(ValidationError):
                self.slow.write(change)
        for action in (
            lambda: self.slow.line_ids[0].unlink(),
            lambda: self.slow.line_ids[0].write({"product_id": self.drill.id}),
            lambda: self.env["kpi.product.list.line"].create(
                {"list_id": self.slow.id, "product_id": self.drill.id}
            ),
            lambda: self.kpi.write({"pos_product_list_ids": [Command.clear()]}),
        ):
            with self.assertRaises(ValidationError):
                action()
        self.slow.name = "Words may change"
        later.line_ids = [Command.create({"product_id": self.paint.id})]

    def test_nothing_is_added_to_a_signed_period(self):
        self._open_october(self.kpi)
        late = self._create_list("Late", self.drill)
        with self.assertRaisesRegex(ValidationError, "issued plan-reports of 2026-10"):
            self.kpi.pos_product_list_ids |= late
        with self.assertRaisesRegex(ValidationError, "issued plan-reports of 2026-10"):
            late.indicator_ids = self.kpi
        late.date_from = "2026-11-01"
        self.kpi.pos_product_list_ids |= late
        with self.assertRaisesRegex(ValidationError, "Let the list begin after"):
            late.date_from = "2026-10-31"

    def test_settings_of_a_kpi_in_use(self):
        self._open_october(self.kpi)
        for change in (
            {"pos_tax_included": True},
            {"pos_returns": "gross"},
            {"pos_services": True},
            {"pos_measure": "quantity"},
        ):
            with self.subTest(change=change), self.assertRaises(IndicatorLockedError):
                self.kpi.write(change)

    def test_copy_is_a_draft(self):
        self._open_october(self.kpi)
        copy = self.slow.copy({"date_from": "2026-11-01"})
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.code, "slow-copy")
        self.assertEqual(copy.line_ids.product_id, self.paint | self.brush)

    def test_rights(self):
        self.slow.with_user(self.manager).name = "Changed"
        self.slow.with_user(self.head).read(["name"])
        with self.assertRaises(AccessError):
            self.slow.with_user(self.head).name = "Changed"
        controller = self._create_user("controller", "kpi_bonus.group_controller")
        with self.assertRaises(AccessError):
            self.slow.with_user(controller).read(["name"])


@tagged("post_install", "-at_install")
class TestProductListAge(SourceCommon):
    """By the first of October, what was received more than 30 days before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock = cls.config.picking_type_id.warehouse_id.lot_stock_id
        for product in (cls.paint, cls.brush, cls.drill):
            product.is_storable = True

    def _move(self, product, quantity, day, source=None, target=None):
        supplier = self.env.ref("stock.stock_location_suppliers")
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": (source or supplier).id,
                "location_dest_id": (target or self.stock).id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        move.move_line_ids.date = day
        return move

    def _find(self, days=30, **vals):
        product_list = self.env["kpi.product.list"].create(
            {"name": "Old", "code": "old", "company_id": self.company.id, **vals}
        )
        context = product_list.action_add_by_age()["context"]
        wizard = self.env["kpi.product.list.age"].with_user(self.manager)
        wizard = wizard.with_context(**context).create({"days": days})
        with freeze_time("2026-10-01 09:00"):
            wizard.action_add()
        return product_list.line_ids.product_id

    def test_more_in_stock_than_received_since(self):
        customers = self.env.ref("stock.stock_location_customers")
        self._move(self.paint, 5, date(2026, 8, 1))
        self._move(self.paint, 3, date(2026, 9, 20))
        # Of the brushes all old ones are sold, and two of the new ones.
        self._move(self.brush, 5, date(2026, 8, 1))
        self._move(self.brush, 3, date(2026, 9, 20))
        self._move(self.brush, 7, date(2026, 9, 25), self.stock, customers)
        # The drill was sold and brought back.
        self._move(self.drill, 1, date(2026, 8, 1))
        self._move(self.drill, 1, date(2026, 9, 1), self.stock, customers)
        self._move(self.drill, 1, date(2026, 9, 25), customers, self.stock)
        self.assertEqual(self._find(), self.paint | self.drill)

    def test_whole_stock_is_newer(self):
        self._move(self.paint, 5, date(2026, 9, 20))
        self.assertFalse(self._find())

    def test_another_shop(self):
        self._move(self.paint, 5, date(2026, 8, 1))
        other = self._create_department("Other shop", kind="shop")
        self.assertFalse(self._find(shop_id=other.id))

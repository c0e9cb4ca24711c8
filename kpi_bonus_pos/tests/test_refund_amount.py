from odoo.tests import tagged

from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestRefundAmount(SourceCommon):
    """What is sold and taken back leaves exactly nothing, on its own day.

    Three pieces at 3.33 with 20 % of tax: 9.99, and 11.99 with tax (2.00 rounded from
    1.998). The till makes 3.33 and 4.00 of a piece: three times 4.00 would leave 0.01.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.excl = cls._create_kpi("Without tax", "pos_personal")
        cls.incl = cls._create_kpi("With tax", "pos_personal", pos_tax_included=True)
        cls.by_section = cls._create_kpi(
            "Section", "pos_section", "section", pos_tax_included=True
        )
        cls.by_shop = cls._create_kpi(
            "Shop", "pos_store", "shop", pos_tax_included=True
        )
        cls.paint.taxes_id = cls._create_tax(20)
        cls.paint.list_price = 3.33

    def _sell_three(self, **vals):
        line = self._prepare_taxed_line(self.paint, 3, self.anna, 9.99, 11.99, **vals)
        return self._sell_on(5, line).lines

    def _refund(self, day, sold, qty=1, **vals):
        """As the till does it: positive subtotals, whoever stands there as seller."""
        amounts = {
            "price_subtotal": round(3.33 * qty, 2),
            "price_subtotal_incl": round(3.33 * 1.2 * qty, 2),
            "kpi_seller_id": self.boris.id,
        }
        line = self._prepare_refund(sold, qty, **{**amounts, **vals})
        return self._sell_on(day, line).lines

    def _refund_in_backend(self, order, day):
        refund = order._refund()
        refund.date_order = f"2026-10-{day:02} 12:00:00"
        refund.add_payment(
            {
                "pos_order_id": refund.id,
                "amount": refund.amount_total,
                "payment_method_id": self.cash.id,
            }
        )
        refund.action_pos_order_paid()
        return refund

    def assertRefunded(self, *days):
        """Days on which parts come back, with what is left of 11.99 after each."""
        kpis = (self.excl, self.incl, self.by_section, self.by_shop)
        self._measure(*kpis)
        for kpi in kpis:
            facts = self._get_facts(kpi)
            self.assertEqual([fact[0] for fact in facts], [5, *days])
            self.assertEqual(sum(round(fact[2] * 10**6) for fact in facts), 0, kpi.name)
        owners = {fact[1] for kpi in kpis for fact in self._get_facts(kpi)}
        self.assertEqual(owners, {self.anna, self.paints, self.shop})

    def test_all_at_once_at_the_till(self):
        self._refund(6, self._sell_three(), 3, price_subtotal_incl=11.99)
        self.assertRefunded(6)
        self.assertEqual(
            self._get_facts(self.incl),
            [(5, self.anna, 11.99, 0), (6, self.anna, -11.99, 0)],
        )

    def test_in_the_backend(self):
        refund = self._refund_in_backend(self._sell_three().order_id, 6)
        self.assertEqual(refund.state, "paid")
        self.assertLess(refund.lines.price_subtotal, 0)
        self.assertRefunded(6)

    def test_piece_by_piece(self):
        """11.99 / 3 = 3.996666…: 3.996667, 3.996666 and 3.996667, not 4.00 each."""
        sold = self._sell_three()
        for day in (6, 7, 8):
            self._refund(day, sold)
        self.assertRefunded(6, 7, 8)
        self.assertEqual(
            self._get_facts(self.incl),
            [
                (5, self.anna, 11.99, 0),
                (6, self.anna, -3.996667, 0),
                (7, self.anna, -3.996666, 0),
                (8, self.anna, -3.996667, 0),
            ],
        )

    def test_measured_day_by_day_like_in_one_run(self):
        sold = self._sell_three()
        for day in (6, 7, 8):
            self._refund(day, sold)
        self._measure(self.incl)
        for day in (8, 6, 7, 5):
            date = self.env["kpi.fact"].search([("date", "like", f"2026-10-0{day}")])
            self.assertEqual(self._measure(self.incl, span=(date.date, date.date)), 0)

    def test_one_at_the_till_two_in_the_backend(self):
        sold = self._sell_three()
        self._refund(6, sold)
        self._refund_in_backend(sold.order_id, 7)
        self.assertRefunded(6, 7)

    def test_exchange(self):
        """In the receipt of a refund the till makes what is sold negative."""
        sold = self._sell_three()
        self._sell_on(
            6,
            self._prepare_refund(
                sold, 3, price_subtotal=9.99, price_subtotal_incl=11.99
            ),
            self._prepare_line(
                self.drill, 1, self.boris, price_subtotal=-100, price_subtotal_incl=-100
            ),
            is_refund=True,
        )
        self.assertMeasured(
            self.incl,
            [(5, self.anna, 11.99), (6, self.anna, -11.99), (6, self.boris, 100)],
        )
        self.assertMeasured(
            self.by_section,
            [(5, self.paints, 11.99), (6, self.paints, -11.99), (6, self.tools, 100)],
        )

    def test_lines_of_several_sellers(self):
        first, second = self._sell_on(
            5,
            self._prepare_taxed_line(self.paint, 3, self.anna, 9.99, 11.99),
            self._prepare_line(self.drill, 2, self.boris, discount=15),
        ).lines
        self._sell_on(
            6,
            self._prepare_refund(
                first, 3, price_subtotal=9.99, price_subtotal_incl=11.99
            ),
            self._prepare_refund(second, 2),
        )
        self.assertMeasured(
            self.incl,
            [
                (5, self.anna, 11.99),
                (5, self.boris, 170),
                (6, self.anna, -11.99),
                (6, self.boris, -170),
            ],
        )

    def test_at_another_register(self):
        """Shop and section are those of the sale."""
        other = self._create_department("Other shop", kind="shop")
        config = self._create_config("Till 2", kpi_shop_id=other.id)
        sold = self._sell_three()
        line = self._prepare_refund(
            sold, 3, price_subtotal=9.99, price_subtotal_incl=11.99
        )
        self._sell_on(6, line, session=self._open_session(config))
        self.assertRefunded(6)

    def test_price_and_discount_set_by_hand(self):
        """Sold at 2.00 less 10 %: 5.40, and 6.48 with tax; taken back at that."""
        hand = {"price_unit": 2, "discount": 10}
        line = self._prepare_taxed_line(self.paint, 3, self.anna, 5.4, 6.48, **hand)
        sold = self._sell_on(5, line).lines
        for day in (6, 7):
            self._refund(day, sold, price_subtotal=1.8, price_subtotal_incl=2.16)
        self._refund(8, sold, price_subtotal=1.8, price_subtotal_incl=2.16)
        self.assertRefunded(6, 7, 8)

    def test_taken_back_at_another_price(self):
        """Nothing better is known than what was given back: 2 · 3.00."""
        sold = self._sell_three()
        self._refund(
            6, sold, 2, price_unit=3, price_subtotal=6, price_subtotal_incl=7.2
        )
        self._refund(7, sold)
        self.assertMeasured(
            self.incl,
            [(5, self.anna, 11.99), (6, self.anna, -7.2), (7, self.anna, -3.996667)],
        )

    def test_refund_of_a_refund(self):
        """Taken back, given again, and taken back for good."""
        sold = self._sell_three()
        refund = self._refund(6, sold)
        line = self._prepare_refund(
            refund, -1, price_subtotal=3.33, price_subtotal_incl=4
        )
        self._sell_on(7, line)
        self._measure(self.incl)
        self.assertEqual(
            self._get_facts(self.incl)[1:],
            [(6, self.anna, -3.996667, 0), (7, self.anna, 3.996667, 0)],
        )
        self._refund(8, sold, 3, price_subtotal=9.99, price_subtotal_incl=11.99)
        self.assertRefunded(6, 7, 8)

    def test_drafts_take_nothing_back(self):
        sold = self._sell_three()
        draft = self._prepare_order(
            [self._prepare_refund(sold)],
            state="draft",
            date_order="2026-10-06 12:00:00",
        )
        self._send(draft)
        for day in (7, 8, 9):
            self._refund(day, sold)
        self.assertRefunded(7, 8, 9)
        # Its piece would make another one the first: 3.996666 on the 7th.
        self.assertEqual(self._get_facts(self.incl)[1], (7, self.anna, -3.996667, 0))

    def test_another_rate_on_the_day_of_the_refund(self):
        sold = self._sell_three()
        refund = self._refund(6, sold, 3, price_subtotal_incl=11.99)
        self.env.flush_all()
        for order, rate in ((sold.order_id, 7), (refund.order_id, 9)):
            self.env.cr.execute(
                "UPDATE pos_order SET currency_rate = %s WHERE id = %s",
                [rate, order.id],
            )
        self.assertRefunded(6)

    def test_lines_that_refund_each_other(self):
        """Forged, and no reason to run for ever: they count as they are."""
        first = self._sell_three()
        second = self._refund(6, first)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pos_order_line SET refunded_orderline_id = %s WHERE id = %s",
            [second.id, first.id],
        )
        self.assertMeasured(self.incl, [(5, self.anna, 11.99), (6, self.anna, -4)])

    def test_discount_on_the_receipt(self):
        """10 % of 30.00: back without it in the till's own receipt, then with it."""
        discount = self._create_product("Discount", 0, type="service")
        source = type(self.env["kpi.source"])
        kinds = source._get_pos_product_kinds
        self.patch(
            source,
            "_get_pos_product_kinds",
            lambda model: kinds(model)._replace(discounts=discount.ids),
        )
        paint, drill, less = self._sell_on(
            5,
            self._prepare_line(self.brush, 7, self.anna),  # 28.00
            self._prepare_line(self.drill, 1, self.boris),
            self._prepare_line(discount, 1, price_unit=-10.01, price_subtotal=-10.01)
            | {"price_subtotal_incl": -10.01},
        ).lines
        self._refund_in_backend(paint.order_id, 6)
        self._measure(self.incl)
        facts = self._get_facts(self.incl)
        # 28 / 128 and 100 / 128 of 10.01.
        self.assertEqual(
            facts,
            [
                (5, self.anna, 25.810313, 0),
                (5, self.boris, 92.179688, 0),
                (6, self.anna, -25.810313, 0),
                (6, self.boris, -92.179688, 0),
            ],
        )
        self.assertEqual(
            less.refund_orderline_ids.order_id, drill.refund_orderline_ids.order_id
        )

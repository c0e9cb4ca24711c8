from odoo import Command
from odoo.tests import tagged

from odoo.addons.kpi_bonus_pos.tests.source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestNoGoods(SourceCommon):
    """What other addons ring up beside goods: gift cards, eWallets, rewards, discounts
    on the whole receipt, down payments.

    Each receipt has a paint of Anna for 10 and a drill of Boris for 100.
    """

    def _sell_both(self, *others):
        self._sell_on(
            9,
            self._prepare_line(self.paint, 1, self.anna),
            self._prepare_line(self.drill, 1, self.boris),
            *others,
        )

    def _create_program(self, program_type, product=None):
        """:param product: which begins it, as a gift card that is sold"""
        trigger = {"product_ids": product.ids} if product else {}
        return self.env["loyalty.program"].create(
            {
                "name": program_type,
                "program_type": program_type,
                "company_id": self.company.id,
                "rule_ids": [Command.create(trigger)],
                "reward_ids": [Command.create({"discount": 10})],
            }
        )

    def _prepare_reward(self, program, amount):
        product = program.reward_ids.discount_line_product_id
        return self._prepare_line(
            product,
            1,
            price_unit=-amount,
            price_subtotal=-amount,
            price_subtotal_incl=-amount,
            is_reward_line=True,
            reward_id=program.reward_ids.id,
        )

    def _assert_sold(self, anna, boris):
        # All of these products are services.
        own = self._create_kpi("Own", "pos_personal", pos_services=True)
        self.assertMeasured(own, [(9, self.anna, anna), (9, self.boris, boris)])

    def test_gift_card_that_is_sold(self):
        card = self._create_product("Gift card", 50, type="service")
        self._create_program("gift_card", card)
        self._sell_both(self._prepare_line(card, 1, self.anna))
        self._assert_sold(10, 100)

    def test_gift_card_is_no_position(self):
        card = self._create_product("Gift card", 50, type="service")
        self._create_program("gift_card", card)
        self._sell_on(
            9,
            self._prepare_line(self.paint, 1, self.anna),
            self._prepare_line(card, 1, self.anna),
        )
        single = self._create_kpi(
            "Single", "pos_single_item", ratio=True, pos_services=True
        )
        self.assertMeasured(single, [(9, self.anna, 1, 1)])

    def test_paid_by_gift_card(self):
        """Money, no discount: the goods count in full."""
        program = self._create_program("gift_card")
        self._sell_both(self._prepare_reward(program, 30))
        self._assert_sold(10, 100)

    def test_ewallet(self):
        wallet = self._create_product("Top-up", 500, type="service")
        program = self._create_program("ewallet", wallet)
        self._sell_both(
            self._prepare_line(wallet, 1, self.boris), self._prepare_reward(program, 40)
        )
        self._assert_sold(10, 100)

    def test_reward_of_a_promotion(self):
        """11 of 110: a tenth of each."""
        program = self._create_program("promotion")
        self._sell_both(self._prepare_reward(program, 11))
        self._assert_sold(9, 90)

    def test_discount_on_the_receipt(self):
        """The button of the till, 22 of 110: a fifth of each."""
        self.config.module_pos_discount = True
        product = self._create_product("Discount", 0, type="service")
        self.config.discount_product_id = product
        self._sell_both(
            self._prepare_line(product, 1, price_unit=-22, price_subtotal=-22)
        )
        self._assert_sold(8, 80)

    def test_down_payment(self):
        product = self._create_product("Down payment", 0, type="service")
        self.config.down_payment_product_id = product
        self._sell_both(self._prepare_line(product, 1, self.anna, price_unit=500))
        self._assert_sold(10, 100)

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import KpiPosCommon


@tagged("post_install", "-at_install")
class TestSellerChange(KpiPosCommon):
    """Who sold, said afterwards: who may say it, about what, and what is left of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(freeze_time("2026-10-20 10:00:00"))
        cls.olga = cls._create_employee("Olga Seller")
        cls.order = cls._sell(
            cls._prepare_line(cls.paint, 3, cls.seller),
            cls._prepare_line(cls.brush, 2, cls.boris),
            cls._prepare_line(cls.brush, 1),
        )
        cls.annas, cls.boriss, cls.nobodys = cls.order.lines

    def _change(self, lines, user=None, **vals):
        wizard = self.env["kpi.seller.change"].with_user(user or self.manager)
        wizard = wizard.with_context(
            active_model="pos.order.line", active_ids=lines.ids
        )
        vals.setdefault("reason", "Named in a hurry")
        wizard.with_company(self.company).create(vals).action_change()

    # -- what happens -----------------------------------------------------------------

    def test_manager_corrects_in_bulk(self):
        self._change(self.annas | self.nobodys, kpi_seller_id=self.olga.id)
        self.assertEqual((self.annas | self.nobodys).kpi_seller_id, self.olga)
        self.assertEqual(self.boriss.kpi_seller_id, self.boris)
        message = self.order.message_ids[0]
        self.assertEqual(message.author_id, self.manager.partner_id)
        for text in (
            "Seller corrected: Named in a hurry",
            "Paint: Anna Seller → Olga Seller",
            "Brush: nobody → Olga Seller",
        ):
            self.assertIn(text, message.body)
        self.assertNotIn("Boris", message.body)

    def test_dropped_seller_is_settled(self):
        self.nobodys._as_kpi_engine().kpi_seller_problem = "May not sell here."
        self._change(self.nobodys, kpi_seller_id=self.olga.id)
        self.assertFalse(self.nobodys.kpi_seller_problem)

    def test_to_nobody(self):
        self._change(self.annas)
        self.assertFalse(self.annas.kpi_seller_id)

    def test_reason_is_needed(self):
        form = Form(self.env["kpi.seller.change"].with_user(self.manager))
        with self.assertRaises(AssertionError):
            form.save()

    def test_refunds_go_along(self):
        """From either end, and over a refund of a refund."""
        refund = self._sell(self._prepare_refund(self.annas))
        again = self._sell(self._prepare_refund(refund.lines, -1))
        self._change(again.lines, kpi_seller_id=self.olga.id)
        lines = self.annas | refund.lines | again.lines
        self.assertEqual(lines.kpi_seller_id, self.olga)
        for order in lines.order_id:
            self.assertIn("Olga Seller", order.message_ids[0].body)

    def test_combo_stays_together(self):
        parent = self._prepare_line(self.paint, 1, self.seller)
        child = self._prepare_line(self.brush, 1, self.seller, price_unit=0)
        mapping = {child["uuid"]: {"combo_parent_id": parent["uuid"]}}
        order = self._sell(
            parent, child, relations_uuid_mapping={"pos.order.line": mapping}
        )
        self._change(order.lines[1], kpi_seller_id=self.olga.id)
        self.assertEqual(order.lines.kpi_seller_id, self.olga)

    def test_the_day_will_be_measured_again(self):
        self.env.cr.execute("UPDATE pos_order SET write_date = '2026-10-20 09:00:00'")
        self.env.invalidate_all()
        other = self._sell(self._prepare_line(self.paint, 1, self.seller))
        before = other.write_date
        self._change(self.annas, kpi_seller_id=self.olga.id)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.order.write_date, self.env.cr.now())
        self.assertEqual(other.write_date, before)

    # -- which section ----------------------------------------------------------------

    def test_section_by_hand(self):
        self.paints.kpi_pos_category_ids = self.category
        self.assertEqual(self.annas.kpi_sold_by_id, self.paints)
        values = {"subject": "section", "kpi_section_id": self.tools.id}
        self._change(self.annas, **values)
        self.assertEqual(self.annas.kpi_section_id, self.tools)
        self.assertEqual(self.annas.kpi_sold_by_id, self.tools)
        self.assertEqual(self.annas.kpi_seller_id, self.seller)
        self.assertIn("Section corrected", self.order.message_ids[0].body)
        self._change(self.annas, subject="section")
        self.assertEqual(self.annas.kpi_sold_by_id, self.paints)

    def test_section_by_hand_is_for_the_correction_only(self):
        with self.assertRaises(AccessError):
            self.annas.with_user(self.till_user).kpi_section_id = self.tools

    # -- closed months ----------------------------------------------------------------

    def test_closed_period_is_named(self):
        period = self._create_period()
        period.action_open()
        self._change(self.annas, kpi_seller_id=self.olga.id)
        self._close_period(period)
        with self.assertRaisesRegex(UserError, "October 2026"):
            self._change(self.annas, kpi_seller_id=self.seller.id)
        self.assertEqual(self.annas.kpi_seller_id, self.olga)

    def test_month_is_that_of_the_companys_day(self):
        """23:30 UTC on 31 October is November in Moscow."""
        with freeze_time("2026-10-31 23:30:00"):
            order = self._sell(self._prepare_line(self.paint, 1, self.seller))
        self.calendar.tz = "Europe/Moscow"
        self.assertEqual(order._get_kpi_day(), date(2026, 11, 1))
        period = self._create_period()
        period.action_open()
        self._close_period(period)
        self._change(order.lines, kpi_seller_id=self.olga.id)
        self.assertEqual(order.lines.kpi_seller_id, self.olga)

    def test_late_refund_of_a_closed_sale(self):
        """The refund lies in the open month, but it goes along with the sale."""
        period = self._create_period()
        period.action_open()
        with freeze_time("2026-11-03 10:00:00"):
            refund = self._sell(self._prepare_refund(self.annas))
        self._close_period(period)
        with self.assertRaisesRegex(UserError, "October 2026"):
            self._change(refund.lines, kpi_seller_id=self.olga.id)

    # -- who may ----------------------------------------------------------------------

    def test_head_corrects_for_his_departments(self):
        self._change(
            self.annas | self.nobodys, user=self.head, kpi_seller_id=self.olga.id
        )
        self.assertEqual((self.annas | self.nobodys).kpi_seller_id, self.olga)
        self.assertEqual(self.order.message_ids[0].author_id, self.head.partner_id)

    def test_head_takes_nothing_from_others(self):
        with self.assertRaisesRegex(AccessError, "Boris Seller"):
            self._change(self.boriss, user=self.head, kpi_seller_id=self.olga.id)

    def test_head_gives_nothing_to_others(self):
        with self.assertRaisesRegex(AccessError, "Boris Seller"):
            self._change(self.annas, user=self.head, kpi_seller_id=self.boris.id)

    def test_head_of_another_shop(self):
        shop = self._create_department("Other shop", kind="shop")
        section = self._create_department("Other section", shop, "section")
        user = self._create_user("stranger", "kpi_bonus.group_section_head")
        section.manager_id = self.env["hr.employee"].create(
            {"name": "Stranger", "company_id": self.company.id, "user_id": user.id}
        )
        with self.assertRaises(AccessError):
            self._change(self.nobodys, user=user)

    def test_nobody_without_department_for_a_head(self):
        self.boris.department_id = False
        with self.assertRaisesRegex(AccessError, "Boris Seller"):
            self._change(self.boriss, user=self.head, kpi_seller_id=self.olga.id)

    def test_head_corrects_sections(self):
        values = {"subject": "section", "kpi_section_id": self.paints.id}
        self._change(self.nobodys, user=self.head, **values)
        self.assertEqual(self.nobodys.kpi_section_id, self.paints)
        self.tools.kpi_pos_category_ids = self.category
        with self.assertRaisesRegex(AccessError, "Tools"):
            self._change(self.annas, user=self.head, **values)

    def test_nobody_for_himself(self):
        for user, employee in (
            (self.head, self.head_employee),
            (self.manager, self.olga),
        ):
            employee.write({"user_id": user.id, "department_id": self.paints.id})
            with self.assertRaisesRegex(AccessError, "your own sales"):
                self._change(self.nobodys, user=user, kpi_seller_id=employee.id)
            self.nobodys._as_kpi_engine().kpi_seller_id = employee
            with self.assertRaisesRegex(AccessError, "your own sales"):
                self._change(self.nobodys, user=user)
            self.nobodys._as_kpi_engine().kpi_seller_id = False

    def test_till_users_and_others_may_not(self):
        for user in (self.till_user, self._create_user("plain", "")):
            with self.assertRaises(AccessError):
                self._change(self.nobodys, user=user, kpi_seller_id=self.olga.id)

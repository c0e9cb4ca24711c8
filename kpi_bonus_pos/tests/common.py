from uuid import uuid4

from odoo import Command, fields

from odoo.addons.kpi_bonus.tests.common import KpiBonusCommon


class KpiPosCommon(KpiBonusCommon):
    """The shop of KpiBonusCommon with a till in it, open, with a seller and a cashier.

    Products have no taxes: tests that are about taxes give them some.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )
        cls.till_user = cls._create_user("till", "point_of_sale.group_pos_user")
        cls.boris = cls._create_employee("Boris Seller", department_id=cls.tools.id)
        cls.cashier = cls._create_employee("Clara Cashier", department_id=cls.shop.id)
        cls.category = cls.env["pos.category"].create({"name": "Paint"})
        cls.paint = cls._create_product("Paint", 10, pos_categ_ids=cls.category.ids)
        cls.brush = cls._create_product("Brush", 4, pos_categ_ids=cls.category.ids)
        cls.cash = cls._create_payment_method()
        cls.config = cls._create_config("Till 1")
        cls.session = cls._open_session(cls.config)

    @classmethod
    def _create_payment_method(cls, company=None):
        company = company or cls.company
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )
        return cls.env["pos.payment.method"].create(
            {
                "name": "Card",
                "company_id": company.id,
                "journal_id": journal.id,
            }
        )

    @classmethod
    def _create_product(cls, name, price, pos_categ_ids=(), **vals):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "available_in_pos": True,
                "list_price": price,
                "taxes_id": [Command.clear()],
                "pos_categ_ids": [Command.set(list(pos_categ_ids))],
                **vals,
            }
        )

    @classmethod
    def _create_config(cls, name, **vals):
        return cls.env["pos.config"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "module_pos_hr": True,
                "payment_method_ids": [Command.set(cls.cash.ids)],
                "kpi_seller_mode": "ask",
                "kpi_shop_id": cls.shop.id,
                **vals,
            }
        )

    @classmethod
    def _open_session(cls, config):
        session = cls.env["pos.session"].create(
            {"config_id": config.id, "user_id": cls.till_user.id}
        )
        session.set_opening_control(0, None)
        return session

    @classmethod
    def _prepare_line(cls, product, qty=1, seller=False, **vals):
        """A line as the till sends it; ``seller`` may be anything.

        The till of Odoo 19 makes the subtotals of what is taken back positive.
        """
        price = vals.pop("price_unit", product.list_price)
        discount = vals.get("discount", 0)
        amount = abs(qty) * price * (1 - discount / 100)
        return {
            "uuid": str(uuid4()),
            "product_id": product.id,
            "qty": qty,
            "price_unit": price,
            "price_subtotal": amount,
            "price_subtotal_incl": amount,
            "tax_ids": [],
            "pack_lot_ids": [],
            "kpi_seller_id": getattr(seller, "id", seller),
            **vals,
        }

    @classmethod
    def _prepare_order(cls, lines, session=None, state="paid", **vals):
        """An order as the till sends it: paid by card, or a draft without payment."""
        session = session or cls.session
        total = sum(
            line["price_subtotal_incl"] * (1 if line["qty"] > 0 else -1)
            for line in lines
        )
        payment = {
            "amount": total,
            "name": fields.Datetime.to_string(fields.Datetime.now()),
            "payment_method_id": session.config_id.payment_method_ids[:1].id,
        }
        return {
            "uuid": str(uuid4()),
            "access_token": str(uuid4()),
            "name": "Order",
            "session_id": session.id,
            "user_id": cls.till_user.id,
            "employee_id": cls.cashier.id,
            "company_id": session.company_id.id,
            "date_order": fields.Datetime.to_string(fields.Datetime.now()),
            "state": state,
            "is_refund": total < 0,
            "amount_total": total,
            "amount_paid": total if state == "paid" else 0,
            "amount_tax": 0,
            "amount_return": 0,
            "lines": [Command.create(line) for line in lines],
            "payment_ids": [Command.create(payment)] if state == "paid" else [],
            **vals,
        }

    @classmethod
    def _send(cls, *orders):
        """What the till does; :return: the orders"""
        uuids = [order["uuid"] for order in orders]
        model = cls.env["pos.order"].with_user(cls.till_user)
        model.with_company(cls.company).sync_from_ui(list(orders))
        cls.env.invalidate_all()
        return cls.env["pos.order"].search([("uuid", "in", uuids)])

    @classmethod
    def _sell(cls, *lines, **vals):
        """Send one order, paid at once; lines are those of ``_prepare_line``."""
        return cls._send(cls._prepare_order(lines, **vals))

    @classmethod
    def _prepare_refund(cls, line, qty=1, **vals):
        """A line that takes back a sold one."""
        return cls._prepare_line(
            line.product_id,
            -qty,
            refunded_orderline_id=line.id,
            **{"price_unit": line.price_unit, "discount": line.discount, **vals},
        )

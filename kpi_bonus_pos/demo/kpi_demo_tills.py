from datetime import datetime, time, timedelta

import pytz

from odoo import Command, api, fields, models
from odoo.tools import SQL

from odoo.addons.kpi_bonus.demo.kpi_demo import TIMEZONE

SELLERS = ("sorokina", "belov", "krylova")
# Product, how often it is sold, and how many at a time.
GOODS = (
    ("soil", 30, 6),
    ("seeds", 18, 2),
    ("hose", 12, 1),
    ("mower", 10, 1),
    ("enamel", 16, 3),
    ("bag", 8, 2),
    ("delivery", 6, 1),
)
CATEGORIES = ("garden", "seeds", "mowers", "paints", "checkout")
OPENING, CLOSING = 9, 20


class KpiDemo(models.AbstractModel):
    """A section that works with a till, in the month that runs.

    Nothing outside the demo files calls this.
    """

    _inherit = "kpi.demo"

    @api.model
    def _till_ref(self, name):
        return self.env.ref(f"kpi_bonus_pos.{name}_demo")

    @api.model
    def _generate_tills(self):
        """Called by the demo file, in the company of the demo."""
        now = fields.Datetime.now()
        today = fields.Date.context_today(self.with_context(tz=TIMEZONE))
        period = self.env["kpi.period"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("date_from", "=", today.replace(day=1)),
                ("state", "=", "open"),
            ]
        )
        self._set_accounts()
        self._put_on_sale()
        config = self._create_till()
        if period:
            self._issue_garden(period)
            self._create_receipts(config, period.date_from, now)
            period.action_refresh()

    @api.model
    def _set_accounts(self):
        """A register needs journals. The chart brings its country's currency along."""
        company = self.env.company
        currency = company.currency_id
        # Not try_loading: it warns while addons are being loaded.
        self.env["account.chart.template"]._load(
            "generic_coa", company, install_demo=False
        )
        company.currency_id = currency

    @api.model
    def _put_on_sale(self):
        for name, _weight, _most in GOODS:
            self._till_ref(f"product_{name}").write(
                {
                    "available_in_pos": True,
                    "company_id": self.env.company.id,
                    "taxes_id": [Command.clear()],
                }
            )

    @api.model
    def _create_till(self):
        configs = self.env["pos.config"]
        journal, payment_method_ids = configs._create_journal_and_payment_methods(
            cash_journal_vals={"name": "Наличные, касса 1"}
        )
        # Other addons' demo products are sold by everybody.
        categories = [self._till_ref(f"pos_category_{name}").id for name in CATEGORIES]
        config = configs.create(
            {
                "name": "Касса 1",
                "limit_categories": True,
                "iface_available_categ_ids": [Command.set(categories)],
                "journal_id": journal.id,
                "payment_method_ids": [Command.set(payment_method_ids)],
                "module_pos_hr": True,
                "basic_employee_ids": self._ref("employee_fedorov_demo").ids,
                "kpi_seller_mode": "ask",
                "kpi_shop_id": self._ref("department_shop_demo").id,
                "kpi_seller_department_ids": self._ref("department_shop_demo").ids,
                "kpi_seller_on_receipt": True,
                "kpi_progress": True,
            }
        )
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": "kpi_bonus_pos.pos_config_demo",
                    "record": config,
                    "noupdate": True,
                }
            ]
        )
        return config

    @api.model
    def _issue_garden(self, period):
        """The section's people get their plan-reports like those who came before."""
        for name in SELLERS:
            self._hire(self._till_ref(f"employee_{name}"), period.date_from)
        self._till_ref("scheme_garden").action_activate()
        period.action_prepare()
        drafts = period.report_ids.filtered(lambda report: report.state == "draft")
        drafts.filtered(
            lambda report: report.scheme_id == self._till_ref("scheme_garden")
        ).action_issue()
        # As if the list had been there when the period was opened.
        self._till_ref("product_list_slow")._freeze()

    # -- receipts ---------------------------------------------------------------------

    @api.model
    def _create_receipts(self, config, date_from, now):
        session = self.env["pos.session"].create({"config_id": config.id})
        session.set_opening_control(0, None)
        values = []
        for day in self._get_days(date_from, now.date()):
            random = self._get_random(f"receipts {day}")
            for _number in range(random.randint(9, 17)):
                moment = self._get_moment_of_sale(random, day)
                if moment < now:
                    values.append(self._prepare_receipt(random, session, moment))
        orders = self.env["pos.order"].create(values)
        self._tell_stories(orders)
        self._take_back(orders)
        self._date_arrivals(session.order_ids)

    @api.model
    def _get_moment_of_sale(self, random, day):
        minutes = random.randrange(OPENING * 60, CLOSING * 60)
        local = datetime.combine(day, time()) + timedelta(minutes=minutes)
        zone = pytz.timezone(TIMEZONE)
        return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _prepare_receipt(self, random, session, moment):
        names, weights, most = zip(*GOODS, strict=True)
        seller, other = random.sample(SELLERS, 2)
        count = random.choices([1, 2, 3, 4], [14, 40, 30, 16])[0]
        chosen = list(dict.fromkeys(random.choices(names, weights, k=count + 1)))
        lines = [
            self._prepare_receipt_line(
                self._till_ref(f"product_{name}"),
                random.randint(1, most[names.index(name)]),
                # Now and then somebody else is asked about the second thing.
                other if number == 1 and random.random() < 0.15 else seller,
            )
            for number, name in enumerate(chosen[:count])
        ]
        return self._prepare_paid_order(session, moment, lines)

    @api.model
    def _prepare_receipt_line(self, product, quantity, seller):
        amount = product.list_price * quantity
        return {
            "product_id": product.id,
            "full_product_name": product.name,
            "qty": quantity,
            "price_unit": product.list_price,
            "price_subtotal": amount,
            "price_subtotal_incl": amount,
            "kpi_seller_id": self._till_ref(f"employee_{seller}").id,
        }

    @api.model
    def _prepare_paid_order(self, session, moment, lines, **vals):
        total = sum(line["price_subtotal_incl"] for line in lines)
        payment = {
            "amount": total,
            "payment_date": moment,
            "payment_method_id": session.payment_method_ids[:1].id,
        }
        shop = self.with_context(tz=TIMEZONE)
        local = fields.Datetime.context_timestamp(shop, moment)
        return {
            "name": f"Касса 1, {local:%d.%m %H:%M}",
            "session_id": session.id,
            "company_id": session.company_id.id,
            "date_order": moment,
            "employee_id": self._ref("employee_fedorov_demo").id,
            "state": "paid",
            "amount_tax": 0,
            "amount_total": total,
            "amount_paid": total,
            "amount_return": 0,
            "lines": [Command.create(line) for line in lines],
            "payment_ids": [Command.create(payment)],
            **vals,
        }

    @api.model
    def _tell_stories(self, orders):
        """A seller was forgotten, and one was named who may not sell there."""
        engine = orders.lines._as_kpi_engine()
        engine[5::37].kpi_seller_id = False
        engine[11:12].write(
            {
                "kpi_seller_id": False,
                "kpi_seller_problem": "Большаков Никита не может продавать на кассе "
                "Касса 1.",
            }
        )

    @api.model
    def _take_back(self, orders):
        """Every now and then something comes back the next hour."""
        values = []
        for order in orders[7::23]:
            sold = order.lines[0]
            line = {
                "product_id": sold.product_id.id,
                "full_product_name": sold.full_product_name,
                "qty": -1,
                "price_unit": sold.price_unit,
                "price_subtotal": -sold.price_unit,
                "price_subtotal_incl": -sold.price_unit,
                "kpi_seller_id": sold.kpi_seller_id.id,
                "refunded_orderline_id": sold.id,
            }
            moment = min(order.date_order + timedelta(hours=1), fields.Datetime.now())
            values.append(
                self._prepare_paid_order(
                    order.session_id, moment, [line], is_refund=True
                )
            )
        orders.create(values)

    @api.model
    def _date_arrivals(self, orders):
        """All arrived at once, but for two that a till without network kept."""
        self.env.flush_all()
        late = orders.sorted("date_order")[:2]
        self.env.cr.execute(
            SQL(
                """UPDATE pos_order SET create_date = date_order
                    + CASE WHEN id IN %s THEN INTERVAL '2 days'
                        ELSE INTERVAL '1 minute' END
                WHERE id IN %s""",
                tuple(late.ids) or (0,),
                tuple(orders.ids) or (0,),
            )
        )
        orders.invalidate_recordset(["create_date"])

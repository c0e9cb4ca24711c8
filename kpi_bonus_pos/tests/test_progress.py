from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import KpiPosCommon


@tagged("post_install", "-at_install")
class TestProgress(KpiPosCommon):
    """What a seller sees at the till, by the worked example: 35 / 45 / 20.

    Section sales come to 42, three remarks and one thanks to 10.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(freeze_time("2026-10-20 10:00:00"))
        cls.config.kpi_progress = True
        cls._create_worked_example()
        cls.own_sales.source = "pos_personal"
        cls.period = cls._create_period()
        cls.period.action_prepare()
        cls.period.action_open()
        cls.report = cls.period.report_ids.filtered(
            lambda report: report.employee_id == cls.seller
        )
        cls._create_fact(
            cls.section_sales, 2400000, date(2026, 10, 5), department_id=cls.paints.id
        )
        cls.env["kpi.card.line"].create(
            [
                {
                    "card_id": cls.report.card_id.id,
                    "date": date(2026, 10, 6),
                    "type_id": card_type.id,
                }
                for card_type in (cls.remark, cls.remark, cls.remark, cls.thanks)
            ]
        )
        cls.period.action_refresh()

    def _measure(self, sales, seller=None):
        """What the nightly run would write: {day of October: own sales}."""
        self.env["kpi.fact"]._as_kpi_engine().create(
            [
                {
                    "indicator_id": self.own_sales.id,
                    "employee_id": (seller or self.seller).id,
                    "company_id": self.company.id,
                    "date": date(2026, 10, day),
                    "value": value,
                    "origin": "auto",
                }
                for day, value in sales.items()
            ]
        )
        self.report._refresh()

    def _ask(self, seller=None, session=None):
        session = (session or self.session).with_user(self.till_user)
        session = session.with_company(self.company)
        return session.kpi_get_seller_progress((seller or self.seller).id)

    def test_worked_example(self):
        """42 + 41 + 10 = 93. Row 95 takes 43 of own sales, that is 95 · 45 / 100 =
        42.75; execution 95 begins at 94.5 %, which is 472 500.
        """
        self._measure({5: 152000.10, 19: 299000.20, 20: 1066.70})
        progress = self._ask()
        self.assertEqual(
            progress,
            {
                "name": "Anna Seller",
                "period": "October 2026",
                "unit": "money",
                "today": 1066.7,
                "month": 452067.0,
                "plan": 500000.0,
                "execution": 90.0,
                "measured_on": progress["measured_on"],
                "next_step": {"amount": 20433.0, "effectiveness": 95.0},
            },
        )

    def test_one_kopeck_less_is_not_enough(self):
        self._measure({5: 472499.99})
        self.assertEqual(
            self._ask()["next_step"], {"amount": 0.01, "effectiveness": 95.0}
        )

    def test_the_step_is_reached_exactly(self):
        """42 + 43 + 10 = 95. Row 100 takes 48: 107 · 45 / 100 = 48.15, but 106 gives
        47.7, which rounds to 48 as well; it begins at 105.5 %, which is 527 500.
        """
        self._measure({5: 472500})
        self.assertEqual(
            self._ask()["next_step"], {"amount": 55000.0, "effectiveness": 100.0}
        )

    def test_nothing_sold_yet(self):
        """42 + 0 + 10 = 52. Row 80 takes 28: 62 · 45 / 100 = 27.9; from 61.5 % on."""
        progress = self._ask()
        self.assertEqual((progress["today"], progress["month"]), (0.0, 0.0))
        self.assertEqual(progress["execution"], 0.0)
        self.assertEqual(
            progress["next_step"], {"amount": 307500.0, "effectiveness": 80.0}
        )

    def test_day_of_the_company(self):
        """In Vladivostok the 21st has begun at 14:00 UTC."""
        self.calendar.tz = "Asia/Vladivostok"
        self._measure({20: 100, 21: 7})
        with freeze_time("2026-10-20 14:30:00"):
            self.assertEqual(self._ask()["today"], 7)
        with freeze_time("2026-10-20 13:30:00"):
            self.assertEqual(self._ask()["today"], 107)

    def test_corrected_fact_is_what_counts(self):
        self._measure({5: 452067})
        line = self.report.line_ids[1]
        line.write({"fact_override": 472500, "override_reason": "Till was down"})
        progress = self._ask()
        self.assertEqual(progress["month"], 472500)
        # Selling more does not move it.
        self.assertFalse(progress["next_step"])

    def test_no_step_beyond_the_cap(self):
        terms = self.report.terms
        terms["lines"][1]["execution_cap"] = "94.0"
        self.report._as_kpi_engine().terms = terms
        self._measure({5: 452067})
        self.assertFalse(self._ask()["next_step"])

    def test_without_plan_report(self):
        self.assertEqual(
            self._ask(self.cashier),
            {
                "name": "Clara Cashier",
                "period": False,
                "unit": False,
                "today": False,
                "month": False,
                "plan": False,
                "execution": False,
                "measured_on": False,
                "next_step": False,
            },
        )

    def test_shadow_period_shows_nothing(self):
        self._measure({5: 452067})
        self.env.cr.execute(
            "UPDATE kpi_period SET mode = 'shadow' WHERE id = %s", [self.period.id]
        )
        self.period.invalidate_recordset()
        self.assertFalse(self._ask()["plan"])

    def test_no_pay_in_it(self):
        self._measure({5: 452067})
        text = str(self._ask())
        self.assertNotIn("18000", text)
        self.assertNotIn("20000", text)

    def test_only_where_it_is_switched_on(self):
        self.config.kpi_progress = False
        with self.assertRaises(AccessError):
            self._ask()

    def test_only_sellers_of_this_register(self):
        self.config.kpi_seller_department_ids = self.tools
        with self.assertRaises(AccessError):
            self._ask()
        self.assertEqual(self._ask(self.boris)["name"], "Boris Seller")

    def test_only_at_an_open_register(self):
        self.session.write({"state": "closed"})
        with self.assertRaises(AccessError):
            self._ask()

    def test_only_for_users_of_the_till(self):
        for user in (self.head, self.manager, self._create_user("nobody", "")):
            session = self.session.with_user(user).with_company(self.company)
            with self.assertRaises(AccessError):
                session.kpi_get_seller_progress(self.seller.id)

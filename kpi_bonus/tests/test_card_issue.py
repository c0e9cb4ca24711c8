from datetime import date

from odoo.tests import tagged

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestCardIssue(KpiBonusCommon):
    """Who gets a card, and when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.period = cls._create_period()
        cls.cashier_job = cls.env["hr.job"].create(
            {"name": "Cashier", "company_id": cls.company.id}
        )

    def _get_card_owners(self):
        return self.period.card_ids.employee_id.mapped("name")

    def test_whose_scheme_measures_by_card(self):
        self._create_employee("Boris Cashier", job_id=self.cashier_job.id)
        sales = self.own_sales
        self._create_scheme(
            "Cashiers", [(sales, 100, 1000)], job_ids=self.cashier_job.ids
        )
        self.period.action_prepare()
        self.assertEqual(self._get_card_owners(), ["Anna Seller"])

    def test_whose_scheme_asks_for_a_card(self):
        """Without a KPI of the card: no card, no bonus."""
        self._create_employee("Boris Cashier", job_id=self.cashier_job.id)
        self._create_scheme(
            "Cashiers",
            [(self.own_sales, 100, 1000)],
            job_ids=self.cashier_job.ids,
            needs_card=True,
        )
        self.period.action_prepare()
        self.assertEqual(
            sorted(self._get_card_owners()), ["Anna Seller", "Boris Cashier"]
        )

    def test_joiner_gets_a_card_when_the_open_period_is_prepared_again(self):
        self.period.action_prepare()
        self.period.action_open()
        joiner = self._create_employee("Vera Joiner", start=date(2026, 10, 19))
        self.period.with_user(self.manager).action_prepare()
        self.assertEqual(
            sorted(self._get_card_owners()), ["Anna Seller", "Vera Joiner"]
        )
        report = self.period.report_ids.filtered(
            lambda report: report.employee_id == joiner
        )
        self.assertEqual(report.card_id.employee_id, joiner)
        self.assertEqual(report.card_id.date_from, date(2026, 10, 1))

    def test_card_made_by_hand_is_the_one_of_the_report(self):
        """A head does not wait for the office with a joiner."""
        joiner = self._create_employee("Vera Joiner", start=date(2026, 10, 19))
        card = (
            self.env["kpi.card"]
            .with_user(self.head)
            .create({"employee_id": joiner.id, "period_id": self.period.id})
        )
        self.period.action_prepare()
        report = self.period.report_ids.filtered(
            lambda report: report.employee_id == joiner
        )
        self.assertEqual(report.card_id, card)

    def test_who_joins_after_the_period_gets_none(self):
        self._create_employee("Vera Joiner", start=date(2026, 11, 1))
        self.period.action_prepare()
        self.assertEqual(self._get_card_owners(), ["Anna Seller"])


@tagged("post_install", "-at_install")
class TestCardCatalogue(KpiBonusCommon):
    """The list that comes with the module, as the case has it."""

    def test_every_entry_has_a_heading(self):
        types = self._get_types()
        self.assertTrue(all(types.mapped("category")))

    def test_entries_of_the_case(self):
        for name in (
            "not_shown",
            "inattention",
            "workplace",
            "product_knowledge",
            "sales_technique",
            "absence",
            "picking_error",
            "conflict",
            "no_reaction",
            "safety",
            "promotion",
            "goods_by_lunch",
            "price_tag",
            "related_goods",
            "complaint",
            "complaint_settled",
            "customer_thanks",
            "achievement",
        ):
            with self.subTest(name=name):
                card_type = self.env.ref(f"kpi_bonus.kpi_card_type_{name}")
                self.assertIn(card_type, self._get_types())

    def test_controllers_write_what_they_see(self):
        """What takes a head's judgement over the whole month is for heads."""
        controller = self._create_user("controller", "kpi_bonus.group_controller")
        types = self._get_types()
        for user, expected in ((controller, False), (self.head, True)):
            allowed = types.with_user(user).search([("can_write", "=", True)])
            for name in ("lateness", "clean_month", "achievement", "helped_section"):
                card_type = self.env.ref(f"kpi_bonus.kpi_card_type_{name}")
                with self.subTest(user=user.login, name=name):
                    self.assertEqual(card_type in allowed, expected)
                    self.assertEqual(card_type.with_user(user).can_write, expected)
            self.assertIn(self.env.ref("kpi_bonus.kpi_card_type_not_shown"), allowed)

    def _get_types(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "kpi_bonus"), ("model", "=", "kpi.card.type")]
        )
        return self.env["kpi.card.type"].browse(data.mapped("res_id"))

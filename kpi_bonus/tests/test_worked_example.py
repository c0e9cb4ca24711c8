"""The worked example of the design, through the public methods of the period."""

from datetime import date

from odoo.tests import tagged

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestWorkedExample(KpiBonusCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.period = cls._create_period().with_user(cls.manager)
        cls.period.action_prepare()
        cls.period.action_open()
        cls.report = cls.period.report_ids
        cls._enter_facts()
        cls.period.action_refresh()

    @classmethod
    def _enter_facts(cls):
        for day, own, section in [
            (date(2026, 10, 5), 152067.00, 1400000.00),
            (date(2026, 10, 20), 300000.00, 1000000.00),
        ]:
            cls._create_fact(cls.own_sales, own, day, employee_id=cls.seller.id)
            cls._create_fact(
                cls.section_sales, section, day, department_id=cls.paints.id
            )
        cls.env["kpi.card.line"].create(
            [
                {
                    "card_id": cls.report.card_id.id,
                    "date": date(2026, 10, day),
                    "type_id": card_type.id,
                }
                for day, card_type in [
                    (6, cls.remark),
                    (7, cls.remark),
                    (8, cls.remark),
                    (9, cls.thanks),
                ]
            ]
        )

    def test_figures(self):
        report = self.report
        self.assertRecordValues(
            report.line_ids,
            [
                {"plan": 2e6, "fact": 2.4e6, "execution": 120, "effectiveness": 42},
                {"plan": 5e5, "fact": 452067, "execution": 90, "effectiveness": 41},
                {"plan": 0, "fact": -50, "execution": 50, "effectiveness": 10},
            ],
        )
        self.assertRecordValues(
            report,
            [
                {
                    "state": "issued",
                    "effectiveness": 93,
                    "matrix_threshold": 90,
                    "matrix_percent": 90,
                    "bonus_percent": 90,
                    "norm_hours": 176,
                    "worked_hours": 176,
                    "scheduled_shifts": 22,
                    "calendar_shifts": 22,
                    "earned_salary": 20000.00,
                    "bonus_amount": 18000.00,
                    "sanction_amount": 0,
                    "problem": False,
                }
            ],
        )

    def test_one_person_one_card(self):
        self.assertEqual(self.report.employee_id, self.seller)
        self.assertEqual(self.report.card_id.employee_id, self.seller)
        self.assertEqual(self.report.card_id.remark_count, 3)
        self.assertEqual(self.report.card_id.thanks_count, 1)

    def test_calculation_can_be_followed(self):
        text = self.report.with_user(self.manager).calculation
        for sentence in [
            "452,067 / 500,000 · 100 = 90.4134 → 90 %",
            "90 · 45 / 100 = 40.5 → 41",
            "Points: -20 for a remark, 10 for a thanks",
            "100 + (-50) points of the card (3 remarks, 1 thanks) → 50 %",
            "42 + 41 + 10 = 93 %",
            "93 reaches row 90 and not row 95: 90 %",
            "20,000 · 176 / 176 hours = 20,000",
            "· 90 / 100 = ",
        ]:
            with self.subTest(sentence=sentence):
                self.assertIn(sentence, text.replace("\xa0", " "))

    def test_calculation_hides_money_from_the_head(self):
        text = self.report.with_user(self.head).calculation
        self.assertIn("42 + 41 + 10 = 93 %", text)
        self.assertNotIn("20,000", text)
        self.assertNotIn("18,000", text)

    def test_labels(self):
        labels = [line.fact_label.replace("\xa0", " ") for line in self.report.line_ids]
        self.assertEqual(
            labels, ["2,400,000.00 €", "452,067.00 €", "3 remarks, 1 thanks"]
        )

    def test_trace_opens_the_facts(self):
        action = self.report.line_ids[1].with_user(self.head).action_trace()
        facts = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(sum(facts.mapped("value")), 452067.00)

    def test_refresh_twice_changes_nothing(self):
        before = self.report.line_ids.read() + self.report.read()
        self.period.action_refresh()
        after = self.report.line_ids.read() + self.report.read()
        for values in before + after:
            values.pop("measured_at", None)
        self.assertEqual(before, after)

    def test_terms_outlive_the_definitions(self):
        """Nothing that changes after issue reaches the result."""
        self.env.cr.execute("UPDATE kpi_matrix_line SET bonus_percent = 1")
        self.env.cr.execute("UPDATE kpi_scheme_line SET weight = 1")
        self.env.cr.execute("UPDATE kpi_indicator SET execution_cap = 1")
        self.env.invalidate_all()
        self.period.action_refresh()
        self.assertEqual(self.report.effectiveness, 93)
        self.assertEqual(self.report.bonus_percent, 90)

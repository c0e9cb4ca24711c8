import re
from contextlib import contextmanager
from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.kpi_bonus.tests.common import KpiBonusCommon


class WrongInputCase(KpiBonusCommon):
    """A bonus manager enters something wrong, is told what, and nothing changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.undated = cls._create_employee("Undated Seller", start=False)
        cls.abroad = cls.env["res.company"].create({"name": "Domstroy Abroad"})
        cls.stranger = cls.env["hr.employee"].create(
            {
                "name": "Strange Seller",
                "company_id": cls.abroad.id,
                "barcode": "ABROAD1",
            }
        )
        cls.period = cls._create_period()
        cls.period.action_prepare()
        cls.env.flush_all()
        # From here on the helpers, too, act as the bonus manager.
        cls.env = cls.env(user=cls.manager)
        cls.period = cls.period.with_env(cls.env)
        cls.report = cls.period.report_ids.filtered(
            lambda report: report.employee_id == cls.seller
        )

    @contextmanager
    def assertRefused(self, message):
        """The block raises an error whose text matches, and leaves no trace."""
        before = self._get_rows()
        with (
            self.assertRaisesRegex(
                (UserError, ValidationError), re.compile(message, re.DOTALL)
            ),
            # A request that fails is rolled back.
            self.cr.savepoint(),
        ):
            yield
        self.env.invalidate_all()
        self.assertEqual(self._get_rows(), before)

    def _get_rows(self):
        """Every row of KPI pay with its place in the table: an update moves it."""
        self.env.flush_all()
        tables = sorted(
            model._table
            for name, model in self.env.items()
            if name.startswith("kpi.") and model._auto and not model._transient
        )
        query = "SELECT id, ctid FROM %s ORDER BY id"
        return {
            table: self.env.execute_query(SQL(query, SQL.identifier(table)))
            for table in tables
        }


@tagged("post_install", "-at_install")
class TestWrongScheme(WrongInputCase):
    def _create_draft(self, weights, **vals):
        """A draft scheme with as many KPIs as weights."""
        indicators = [self.own_sales, self.section_sales, self.service]
        while len(indicators) < len(weights):
            indicators.append(self._create_indicator(f"More {len(indicators)}"))
        lines = [
            (indicator, weight, 100)
            for indicator, weight in zip(indicators, weights, strict=False)
        ]
        return self._create_scheme("Novices", lines, activate=False, **vals)

    def test_weights_below_100(self):
        scheme = self._create_draft([35, 45, 19])
        with self.assertRefused("Novices.*99"):
            scheme.action_activate()

    def test_weights_above_100(self):
        scheme = self._create_draft([35, 45, 21])
        with self.assertRefused("Novices.*101"):
            scheme.action_activate()

    def test_weights_with_more_decimals_than_the_rounding(self):
        scheme = self._create_draft([35.5, 44.5, 20])
        with self.assertRefused("Novices.*Own sales"):
            scheme.action_activate()

    def test_five_kpis(self):
        scheme = self._create_draft([20, 20, 20, 20, 20])
        with self.assertRefused("Novices.*5"):
            scheme.action_activate()

    def test_two_schemes_for_one_job(self):
        scheme = self._create_draft([60, 40], job_ids=self.job.ids)
        with self.assertRefused("Novices.*Sellers|Sellers.*Novices"):
            scheme.action_activate()

    def test_two_schemes_for_one_job_in_one_department(self):
        place = {"job_ids": self.job.ids, "department_ids": self.paints.ids}
        self._create_scheme("Painters", [(self.own_sales, 100, 1)], **place)
        scheme = self._create_draft([60, 40], **place)
        with self.assertRefused("Novices.*Painters|Painters.*Novices"):
            scheme.action_activate()

    def test_matrix_with_falling_bonus(self):
        with self.assertRefused("Matrix of Novices"):
            self._create_matrix("Novices", [(80, 80), (90, 70), (100, 100)])

    def test_matrix_with_a_threshold_twice(self):
        with self.assertRefused("Matrix of Novices"):
            self._create_matrix("Novices", [(80, 80), (90, 90), (90, 100)])

    def test_domain_on_a_missing_field(self):
        partners = self.env["ir.model"]._get("res.partner")
        day = self.env["ir.model.fields"]._get("res.partner", "create_date")
        with self.assertRefused("New customers.*no_such_field"):
            self._create_indicator(
                "New customers",
                unit="quantity",
                source="domain",
                model_id=partners.id,
                domain="[('no_such_field', '=', 1)]",
                date_field_id=day.id,
                subject_path="user_id",
                operation="count",
            )


@tagged("post_install", "-at_install")
class TestWrongMonth(WrongInputCase):
    def test_plan_zero(self):
        self.report.line_ids[1].plan = 0
        with self.assertRefused("Anna Seller.*Own sales.*plan is 0"):
            self.report.action_issue()

    def test_no_contract_start_date(self):
        action = self.period.action_prepare()
        findings = self.env["kpi.period.finding"].search(action["domain"])
        reasons = {row.employee_id.name: row.reason for row in findings}
        self.assertIn("No contract start date", reasons["Undated Seller"])
        self.assertNotIn(self.undated, self.period.report_ids.employee_id)

    def test_overlapping_period(self):
        with self.assertRefused("Domstroy.*2026-10"):
            self._create_period(date(2026, 10, 1))

    def test_period_moved_onto_another(self):
        november = self._create_period(date(2026, 11, 1))
        with self.assertRefused("Domstroy.*2026-10"):
            november.date_from = date(2026, 10, 1)

    def test_negative_hours(self):
        segment = self.report.segment_ids
        with self.assertRefused("Anna Seller.*can't be negative"):
            segment.write({"worked_hours": -8, "override_reason": "Rota"})


@tagged("post_install", "-at_install")
class TestWrongFact(WrongInputCase):
    def test_two_facts_on_one_key(self):
        self._create_fact(self.own_sales, 100)
        with self.assertRefused("Own sales, Anna Seller.*2026-10-15"):
            self._create_fact(self.own_sales, 200)

    def test_two_facts_on_one_key_at_once(self):
        fact = {
            "indicator_id": self.own_sales.id,
            "employee_id": self.seller.id,
            "date": "2026-10-15",
        }
        with self.assertRefused("Own sales, Anna Seller.*2026-10-15"):
            self.env["kpi.fact"].create([{**fact, "value": 1}, {**fact, "value": 2}])

    def test_manual_fact_for_an_automatic_kpi(self):
        with self.assertRefused("Service, Anna Seller.*measured automatically"):
            self._create_fact(self.service, 100)

    def test_fact_of_another_companys_employee(self):
        with self.assertRefused("Strange Seller"):
            self._create_fact(self.own_sales, 1, employee_id=self.stranger.id)

    def test_target_of_another_companys_employee(self):
        with self.assertRefused("Strange Seller"):
            self.env["kpi.target"].create(
                {
                    "period_id": self.period.id,
                    "indicator_id": self.own_sales.id,
                    "employee_id": self.stranger.id,
                    "value": 1,
                }
            )

    def test_card_of_another_companys_employee(self):
        with self.assertRefused("Strange Seller"):
            self.env["kpi.card"].create(
                {"period_id": self.period.id, "employee_id": self.stranger.id}
            )

    def test_import_for_another_companys_employee(self):
        before = self._get_rows()
        result = self.env["kpi.fact"].load(
            ["indicator_id", "date", "employee_id", "value"],
            [["own_sales", "2026-10-15", "ABROAD1", "1"]],
        )
        self.assertFalse(result["ids"])
        self.assertRegex(result["messages"][0]["message"], "ABROAD1.*not known in Dom")
        self.assertEqual(self._get_rows(), before)

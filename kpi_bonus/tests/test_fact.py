from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..models.kpi_fact import DuplicateFactError
from ..models.kpi_fact_totals import FactTotals
from .facts_common import DAY, FactsCommon


@tagged("post_install", "-at_install")
class TestFact(FactsCommon):
    def _create(self, *args, **kwargs):
        return self.env["kpi.fact"].create(self._fact_vals(*args, **kwargs))

    def test_second_fact_on_a_key_names_person_indicator_and_day(self):
        self._create(self.own)
        message = "Own sales, Anna Seller.*2026-10-15"
        with self.assertRaisesRegex(DuplicateFactError, message):
            self._create(self.own, 20)

    def test_two_facts_on_a_key_in_one_call(self):
        vals = self._fact_vals(self.by_company, department_id=False)
        with self.assertRaisesRegex(DuplicateFactError, "Company sales, Domstroy"):
            self.env["kpi.fact"].create([vals, dict(vals)])

    def test_moving_a_fact_onto_another(self):
        self._create(self.own)
        fact = self._create(self.own, day=date(2026, 10, 16))
        with self.assertRaisesRegex(DuplicateFactError, "Anna Seller"):
            fact.date = DAY

    def test_moving_a_fact_to_a_free_day(self):
        fact = self._create(self.own)
        fact.date = date(2026, 10, 16)
        self.assertEqual(fact.date, date(2026, 10, 16))

    def test_database_refuses_a_second_fact(self):
        """Two people may enter it at the same moment, past the friendly check."""
        for fact in (
            self._create(self.own),
            self._create(self.by_section, department_id=self.paints.id),
            self._create(self.by_company, department_id=False),
        ):
            self.env.flush_all()
            with (
                self.subTest(fact=fact.display_name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    SQL(
                        """INSERT INTO kpi_fact (company_id, indicator_id, date,
                            employee_id, department_id, origin)
                        SELECT company_id, indicator_id, date, employee_id,
                            department_id, 'manual' FROM kpi_fact WHERE id = %s""",
                        fact.id,
                    )
                )

    def test_subject_must_match_the_scope(self):
        paints, seller = self.paints.id, self.seller.id
        for indicator, vals in (
            (self.own, {"department_id": paints}),
            (self.own, {"employee_id": False}),
            (self.by_section, {"employee_id": seller}),
            (self.by_section, {"department_id": self.shop.id}),
            (self.by_shop, {"department_id": paints}),
            (self.by_company, {"department_id": paints}),
        ):
            with (
                self.subTest(indicator=indicator.name, **vals),
                self.assertRaisesRegex(ValidationError, indicator.name),
            ):
                self._create(indicator, **vals)

    def test_subject_that_matches(self):
        for indicator, vals in (
            (self.by_section, {"department_id": self.tools.id}),
            (self.by_shop, {"department_id": self.shop.id}),
            (self.by_company, {"department_id": False}),
        ):
            with self.subTest(indicator=indicator.name):
                self.assertTrue(self._create(indicator, **vals))

    def test_employee_of_another_company(self):
        with self.assertRaisesRegex(UserError, "Stranger"):
            self._create(self.own, employee_id=self.stranger.id)

    def test_company_is_that_of_the_indicator(self):
        fact = self._create(self.own).with_company(self.other_company)
        self.assertEqual(fact.company_id, self.company)

    def test_manual_fact_of_an_automatic_indicator(self):
        service = self._create_indicator("Service", method="card", source="card")
        for origin in ("manual", "import"):
            with (
                self.subTest(origin=origin),
                self.assertRaisesRegex(ValidationError, "Service, Anna Seller"),
            ):
                self._create(service, employee_id=self.seller.id, origin=origin)

    def test_measured_fact_of_a_manual_indicator(self):
        with self.assertRaisesRegex(ValidationError, "Own sales, Anna Seller"):
            self._create(self.own, employee_id=self.seller.id, origin="auto")

    def test_measured_fact_is_not_changed_by_people(self):
        service = self._create_indicator("Service", method="card", source="card")
        facts = self.env["kpi.fact"]._as_kpi_engine()
        vals = {"employee_id": self.seller.id, "origin": "auto"}
        fact = facts.create(self._fact_vals(service, **vals))
        fact = fact.with_env(self.env(user=self.manager))
        for change in (lambda: fact.write({"value": 1}), fact.unlink):
            with self.assertRaisesRegex(UserError, "Service, Anna Seller"):
                change()

    def test_closed_period_refuses_everything(self):
        fact = self._create(self.own)
        self._close(self._create_period())
        outside = self._create(self.own, day=date(2026, 11, 1))
        for change in (
            lambda: self._create(self.own, day=date(2026, 10, 31)),
            lambda: fact.write({"value": 1}),
            lambda: fact.write({"date": date(2026, 11, 2)}),
            lambda: outside.write({"date": date(2026, 10, 1)}),
            fact.unlink,
        ):
            with self.assertRaisesRegex(UserError, "Own sales.*2026-10"):
                change()

    def test_closed_quarter_covers_its_months(self):
        self._close(self._create_period(frequency="quarter"))
        with self.assertRaisesRegex(UserError, "2026-Q4"):
            self._create(self.own, day=date(2026, 12, 31))

    def test_closed_period_of_another_company_does_not_matter(self):
        self._close(self._create_period(company_id=self.other_company.id))
        self.assertTrue(self._create(self.own))

    def test_facts_of_two_companies_at_once(self):
        """Each company closes its own days."""
        theirs = self._create_indicator("Sales", company_id=self.other_company.id)
        facts = self._create(self.own)
        facts += self._create(
            theirs, day=date(2026, 11, 2), employee_id=self.stranger.id
        )
        self._close(self._create_period(company_id=self.other_company.id))
        facts.write({"note": "checked"})
        self.assertEqual(facts.mapped("note"), ["checked", "checked"])

    def test_context_from_a_client_opens_no_period(self):
        fact = self._create(self.own)
        self._close(self._create_period())
        with self.assertRaises(UserError):
            fact.with_context(kpi_facts_checked=True, kpi_engine=True).value = 1

    def test_base(self):
        for indicator, base in ((self.share, -1), (self.own, 2)):
            with (
                self.subTest(indicator=indicator.name),
                self.assertRaisesRegex(ValidationError, indicator.name),
                self.env.cr.savepoint(),
            ):
                self._create(indicator, employee_id=self.seller.id, base=base)
        fact = self._create(self.share, employee_id=self.seller.id, base=0)
        self.assertEqual(fact.base, 0)

    def test_base_of_an_average_entered_by_hand_is_one_day(self):
        self.assertEqual(self._create(self.rating).base, 1)
        fact = self._create(
            self.rating, day=date(2026, 10, 16), employee_id=self.seller.id, base=0
        )
        self.assertEqual(fact.base, 0)

    def test_hand_entered_change_of_an_imported_fact(self):
        fact = self._create(self.own, employee_id=self.seller.id, origin="import")
        fact.note = "as in the paper"
        self.assertEqual(fact.origin, "import")
        fact.value = 11
        self.assertEqual(fact.origin, "manual")

    def test_section_head_enters_facts_of_his_department_only(self):
        facts = self.env["kpi.fact"].with_user(self.head)
        self.assertTrue(facts.create(self._fact_vals(self.own)))
        with self.assertRaises(AccessError):
            facts.create(self._fact_vals(self.own, employee_id=self.toolman.id))

    def test_totals(self):
        """Two sellers, a ratio, a department and the company, in one query."""
        last = self._create_indicator("Stock below zero", aggregate="last")
        boris, paints = self.boris.id, self.paints.id
        for indicator, value, day, vals in (
            (self.own, 10, 1, {}),
            (self.own, 5.5, 31, {}),
            (self.own, 7, 15, {"employee_id": boris}),
            (self.own, 100, 15, {"employee_id": self.toolman.id}),
            (self.share, 1, 2, {"employee_id": boris, "base": 20}),
            (self.share, 2, 3, {"employee_id": boris, "base": 30}),
            (self.by_section, 0, 3, {"department_id": paints}),
            (self.by_company, 9, 3, {"department_id": False}),
            (last, 8, 30, {}),
            (last, 3, 2, {}),
        ):
            self._create(indicator, value, date(2026, 10, day), **vals)
        self._create(self.own, 1000, date(2026, 11, 1))
        indicators = (
            self.own + self.share + self.by_section + self.by_company + self.rating
        )
        facts = self.env["kpi.fact"]
        facts.flush_model()
        (indicators + last).mapped("aggregate")
        span = (date(2026, 10, 1), date(2026, 10, 31))
        with self.assertQueryCount(1):
            totals = facts._get_totals(self.company, indicators + last, *span)
        self.assertEqual(
            totals,
            {
                (self.own.id, self.seller.id): FactTotals(15.5, 0, 2, 0, 0),
                (self.own.id, boris): FactTotals(7, 0, 1, 0, 0),
                (self.own.id, self.toolman.id): FactTotals(100, 0, 1, 0, 0),
                (self.share.id, boris): FactTotals(3, 50, 2, 0, 0),
                (self.by_section.id, paints): FactTotals(0, 0, 1, 0, 0),
                (self.by_company.id, 0): FactTotals(9, 0, 1, 0, 0),
                # 3 on the 2nd, 8 on the 30th: the last day holds.
                (last.id, self.seller.id): FactTotals(11, 0, 2, 8, 0),
            },
        )

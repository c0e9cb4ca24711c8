from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.kpi_indicator_lock import IndicatorLockedError
from .facts_common import FactsCommon


@tagged("post_install", "-at_install")
class TestIndicator(FactsCommon):
    def test_code_is_unique_whatever_its_case_and_spaces(self):
        kpi = self._create_indicator("Receipts", code="  Receipts ")
        self.assertEqual(kpi.code, "Receipts")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_indicator("Other receipts", code="RECEIPTS")

    def test_code_of_another_company_is_free(self):
        kpi = self._create_indicator(
            "Own sales", code="own", company_id=self.other_company.id
        )
        self.assertEqual(kpi.code, self.own.code)

    def test_copy_gets_a_code_of_its_own(self):
        copies = self.own.copy() + self.own.copy()
        self.assertEqual(copies.mapped("code"), ["own-2", "own-3"])

    def test_card_method_takes_the_card_as_source(self):
        kpi = self.env["kpi.indicator"].create(
            {"name": "Service", "code": "service", "method": "card"}
        )
        self.assertEqual(kpi.source, "card")

    def test_card_method_and_source_go_together(self):
        for vals in (
            {"method": "card", "source": "manual"},
            {"method": "score", "source": "card"},
            {"method": "card", "source": "card", "scope": "section"},
            {"method": "card", "source": "card", "ratio": True},
        ):
            with (
                self.subTest(**vals),
                self.assertRaisesRegex(ValidationError, "Wrong"),
                self.env.cr.savepoint(),
            ):
                self._create_indicator("Wrong", code="wrong", **vals)

    def test_points_must_have_their_sign(self):
        for vals in ({"remark_points": 1}, {"thanks_points": -1}):
            with (
                self.subTest(**vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._create_indicator("Wrong", code="wrong", **vals)

    def test_additive(self):
        self.assertTrue(self.own.is_additive)
        self.assertFalse(self.share.is_additive)
        self.assertFalse(self.rating.is_additive)

    def test_unused_indicator_can_change(self):
        self.assertFalse(self.own._find_issued_line())
        self.own.write({"method": "inverse", "execution_cap": 150})
        self.assertEqual(self.own.execution_cap, 150)

    def test_issued_report_locks_what_computes(self):
        self._issue_on(self.own)
        self.assertTrue(self.own._find_issued_line())
        for vals in ({"method": "score"}, {"execution_cap": 150}, {"ratio": True}):
            with (
                self.subTest(**vals),
                self.assertRaisesRegex(IndicatorLockedError, "Own sales.*Anna Seller"),
            ):
                self.own.write(vals)

    def test_issued_report_leaves_texts_and_equal_values_free(self):
        self._issue_on(self.own)
        self.own.write({"goal": "Sell more", "name": "Sales", "method": "proportional"})
        self.assertEqual(self.own.goal, "Sell more")

    def test_issued_report_forbids_deletion(self):
        self._issue_on(self.own)
        with self.assertRaisesRegex(IndicatorLockedError, "Own sales"):
            self.own.unlink()

    def test_draft_report_locks_nothing(self):
        report = self._issue_on(self.own)
        report._as_kpi_engine().write({"state": "draft"})
        self.own.execution_cap = 150
        self.assertEqual(self.own.execution_cap, 150)

    def test_scope_is_fixed_once_there_are_facts(self):
        self._create_fact(self.own, 5)
        with self.assertRaisesRegex(IndicatorLockedError, "Own sales"):
            self.own.scope = "section"

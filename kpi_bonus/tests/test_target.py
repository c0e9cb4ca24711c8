from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .facts_common import FactsCommon


@tagged("post_install", "-at_install")
class TestTarget(FactsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.period = cls._create_period()

    def _create(self, indicator, value=100.0, **vals):
        return self.env["kpi.target"].create(
            {
                "period_id": self.period.id,
                "indicator_id": indicator.id,
                "value": value,
                **(vals or {"employee_id": self.seller.id}),
            }
        )

    def test_one_target_per_subject(self):
        self._create(self.own)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create(self.own, 200)

    def test_subject_must_match_the_scope(self):
        with self.assertRaisesRegex(ValidationError, "Section sales.*2026-10"):
            self._create(self.by_section)
        self.assertTrue(self._create(self.by_section, department_id=self.paints.id))

    def test_negative_target(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create(self.own, -1)

    def test_employee_of_another_company(self):
        with self.assertRaisesRegex(UserError, "Stranger"):
            self._create(self.own, employee_id=self.stranger.id)

    def test_closed_period(self):
        target = self._create(self.own)
        self._close(self.period)
        for change in (
            lambda: self._create(self.own, employee_id=self.boris.id),
            lambda: target.write({"value": 1}),
            target.unlink,
        ):
            with self.assertRaisesRegex(UserError, "Own sales.*2026-10"):
                change()

    def test_values_by_subject(self):
        self._create(self.own, 100)
        self._create(self.by_section, 200, department_id=self.paints.id)
        self._create(self.by_company, 0, department_id=False)
        self.assertEqual(
            self.env["kpi.target"]._get_values(self.period),
            {
                (self.own.id, self.seller.id): 100,
                (self.by_section.id, self.paints.id): 200,
                (self.by_company.id, 0): 0,
            },
        )

    def test_drafts_follow(self):
        report = self._issue_on_period()
        line = report.line_ids
        target = self._create(self.own, 1500)
        self.assertEqual((line.plan, line.plan_source), (1500, "target"))
        target.value = 1600
        self.assertEqual(line.plan, 1600)
        target.unlink()
        self.assertEqual((line.plan, line.plan_source), (1000, "default"))

    def _issue_on_period(self):
        self.period.unlink()
        report = self._issue_on(self.own)
        report._as_kpi_engine().write({"state": "draft"})
        self.period = report.period_id
        return report

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestTargetGrowth(KpiBonusCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.boris = cls._create_employee("Boris Tools", department_id=cls.tools.id)
        cls.october = cls._create_period()
        cls.november = cls._create_period(date(2026, 11, 1))
        cls._create_target(cls.own_sales, 450000, employee_id=cls.seller.id)
        cls._create_target(cls.own_sales, 333333.33, employee_id=cls.boris.id)
        cls._create_target(cls.section_sales, 2e6, department_id=cls.paints.id)

    @classmethod
    def _create_target(cls, indicator, value, period=None, **subject):
        return cls.env["kpi.target"].create(
            {
                "period_id": (period or cls.october).id,
                "indicator_id": indicator.id,
                "value": value,
                **subject,
            }
        )

    def _apply(self, user=None, **vals):
        self.env["kpi.target.growth"].with_user(user or self.manager).create(
            {"period_id": self.november.id, **vals}
        ).action_apply()
        return {
            target.employee_id or target.department_id: target.value
            for target in self.november.target_ids
        }

    def test_targets_of_the_period_before(self):
        # 333 333.33 · 1.05 = 349 999.9965
        self.assertEqual(
            self._apply(growth=5),
            {self.seller: 472500, self.boris: 350000, self.paints: 2.1e6},
        )

    def test_existing_targets_are_kept_unless_replaced(self):
        own = {"employee_id": self.seller.id}
        self._create_target(self.own_sales, 1, self.november, **own)
        self.assertEqual(self._apply()[self.seller], 1)
        self.assertEqual(self._apply(replace=True)[self.seller], 450000)

    def test_facts_of_the_period_before(self):
        for day in (5, 6):
            self._create_fact(
                self.own_sales, 100000, date(2026, 10, day), employee_id=self.seller.id
            )
        self.assertEqual(self._apply(basis="fact", growth=-10), {self.seller: 180000})

    def test_head_sets_those_of_his_section(self):
        self.assertEqual(
            self._apply(self.head, growth=0), {self.seller: 450000, self.paints: 2e6}
        )

    def test_nothing_to_start_from(self):
        december = self._create_period(date(2026, 12, 1))
        wizard = self.env["kpi.target.growth"].create({"period_id": december.id})
        self.assertEqual(wizard.source_period_id, self.november)
        with self.assertRaisesRegex(UserError, "November 2026 has nothing"):
            wizard.action_apply()

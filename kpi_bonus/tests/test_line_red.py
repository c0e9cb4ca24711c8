from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestLineRed(KpiBonusCommon):
    """Lowest row of the matrix: 80. Own sales, plan 500 000; October has 31 days."""

    @classmethod
    @freeze_time("2026-10-01 08:00:00")
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.period = cls._create_period().with_user(cls.manager)
        cls.period.action_prepare()
        cls.period.action_open()
        cls.report = cls.period.report_ids.with_user(cls.head)
        cls.section_line, cls.own_line, cls.card_line = cls.report.line_ids

    def _set_execution(self, line, fact):
        line.with_user(self.manager).write(
            {"fact_override": fact, "override_reason": "Test"}
        )

    def assertRed(self, line, now, expected):
        line.invalidate_recordset(["is_red"])
        with self.subTest(now=now), freeze_time(now):
            self.assertIs(line.is_red, expected)

    def test_in_proportion_to_the_days_gone_by(self):
        """15 whole days of 31 by the 16th: 80 · 15 / 31 = 38.71 %."""
        self._set_execution(self.own_line, 190000)  # 38 %
        self.assertRed(self.own_line, "2026-10-16 12:00:00", True)
        self._set_execution(self.own_line, 195000)  # 39 %
        self.assertRed(self.own_line, "2026-10-16 12:00:00", False)
        self.assertRed(self.own_line, "2026-10-17 00:00:00", True)  # 41.29 %

    def test_after_the_period(self):
        self._set_execution(self.own_line, 395000)  # 79 %
        self.assertRed(self.own_line, "2026-11-01 00:00:00", True)
        self._set_execution(self.own_line, 400000)  # 80 %
        self.assertRed(self.own_line, "2026-12-31 12:00:00", False)

    def test_first_day_and_no_data(self):
        self.assertRed(self.own_line, "2026-10-01 12:00:00", False)
        self.assertRed(self.own_line, "2026-10-02 12:00:00", True)

    def test_card_is_judged_as_it_stands(self):
        self.assertRed(self.card_line, "2026-10-02 12:00:00", False)
        for number in range(2):
            self.env["kpi.card.line"].create(
                {
                    "card_id": self.report.card_id.id,
                    "type_id": self.remark.id,
                    "date": f"2026-10-0{number + 1}",
                }
            )
            self.period.action_refresh()
            # 100 − 20 = 80 is the first row, 60 is below
            self.assertRed(self.card_line, "2026-10-02 12:00:00", bool(number))

    def test_drafts_are_not_red(self):
        self._create_employee("Nina New")
        self.period.action_prepare()
        draft = self.period.report_ids.filtered(lambda r: r.state == "draft")
        self.assertRed(draft.line_ids[1], "2026-11-01 12:00:00", False)

    @freeze_time("2026-10-16 12:00:00")
    def test_activity_of_a_head(self):
        self._set_execution(self.own_line, 190000)
        action = self.own_line.action_plan_correction()
        wizard = self.env[action["res_model"]].with_user(self.head)
        with Form(wizard.with_context(**action["context"])) as form:
            self.assertEqual(form.summary, "Own sales: execution 38 %")
        form.save().action_schedule_activities()
        self.assertRecordValues(
            self.report.activity_ids,
            [
                {
                    "summary": "Own sales: execution 38 %",
                    "user_id": self.head.id,
                    "res_name": "Anna Seller, October 2026",
                }
            ],
        )

    def test_head_of_another_section_may_not(self):
        other = self._create_user("other", "kpi_bonus.group_section_head")
        with self.assertRaises(AccessError):
            self.own_line.with_user(other).action_plan_correction()

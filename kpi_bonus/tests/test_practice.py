from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import kpi_practice
from .dispute_common import DisputeCommon

RIGHT = {
    "execution_0": "120",
    "effectiveness_0": "42",
    "execution_1": "90",
    "effectiveness_1": "41",
    "execution_2": "50",
    "effectiveness_2": "10",
    "total": "93",
    "percent": "90",
    "amount": "18 000,00",
}


@tagged("post_install", "-at_install")
class TestPractice(DisputeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.practices = cls.env["kpi.practice"].with_user(cls.seller_user)

    @freeze_time("2026-10-05 10:00:00")
    def _start(self, kind="example"):
        """:return: the exercise, as the seller"""
        return self.practices.browse(self.practices.action_start(kind))

    @freeze_time("2026-10-06 10:00:00")
    def _answer(self, practice, **figures):
        return practice.action_answer({**RIGHT, **figures})

    def test_worked_example(self):
        practice = self._start()
        self.assertEqual(
            self._answer(practice, effectiveness_2="40"),
            {
                "effectiveness_2": "Service, effectiveness: it is not your execution "
                "times the weight. Look at the product and at the rounding.",
                "total": "Effectiveness in total: it is not the sum of the KPIs.",
            },
        )
        self.assertFalse(practice.sudo().passed)
        self.assertEqual(self._answer(practice), {})
        self.assertRecordValues(
            practice.sudo(),
            [
                {
                    "employee_id": self.seller.id,
                    "company_id": self.company.id,
                    "kind": "example",
                    "date": date(2026, 10, 5),
                    "tries": 2,
                    "passed": True,
                    "passed_on": date(2026, 10, 6),
                }
            ],
        )
        # Passed stays passed, and counts no more tries.
        self.assertEqual(self._answer(practice, total="0"), {})
        self.assertEqual(practice.sudo().tries, 2)

    def test_what_is_wrong_is_told_and_no_more(self):
        practice = self._start()
        for figures in (
            {"execution_1": "90.41"},
            {"effectiveness_1": "40.5"},
            {"total": "94"},
            {"percent": "95"},
            {"amount": "1"},
        ):
            with self.subTest(figures=figures):
                said = " ".join(self._answer(practice, **figures).values())
                self.assertTrue(said)
                for answer in ("120", "42", "41", "93", "90", "18"):
                    self.assertNotIn(answer, said)

    def test_missing_figures(self):
        practice = self._start()
        said = practice.action_answer({**RIGHT, "total": "", "execution_0": "much"})
        self.assertEqual(
            said,
            {
                "execution_0": "Section sales: enter a number.",
                "total": "Effectiveness in total: enter a number.",
            },
        )
        self.assertEqual(practice.sudo().tries, 0)
        for nonsense in (None, [], "x", {"total": ["93"]}, {"total": 93}):
            self.assertTrue(practice.action_answer(nonsense))
        huge = dict.fromkeys(RIGHT, "9" * 39)
        self.assertTrue(practice.action_answer(huge))

    def test_random_figures_after_the_example(self):
        with self.assertRaisesRegex(UserError, "the worked example first"):
            self._start("random")
        with self.assertRaisesRegex(UserError, "no such exercise"):
            self._start("exam")
        self._answer(self._start())
        practice = self._start("random")
        exercise = practice.sudo().exercise
        # His own KPIs, not those of the example.
        self.assertEqual(
            [line["weight"] for line in exercise["terms"]["lines"]],
            [term["weight"] for term in self.report.terms["lines"]],
        )
        with patch.object(kpi_practice.DICE, "randrange", return_value=7):
            again = self._start("random")
        self.assertEqual(again, practice)  # new figures in the same row
        self.assertNotEqual(practice.sudo().exercise["earned"], exercise["earned"])
        shown = self.practices._get_for_employee()
        self.assertTrue(shown["has_passed_example"])
        self.assertEqual(shown["exercise"]["id"], practice.id)

    def test_rapid_starts_make_one_row(self):
        for _again in range(20):
            self._start()
        self.assertEqual(
            self.practices.sudo().search_count([("employee_id", "=", self.seller.id)]),
            1,
        )

    def test_others(self):
        practice = self._start()
        for user in (self.colleague_user, self.stranger_user, self.internal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                practice.with_user(user).action_answer(RIGHT)
        for user in (self.stranger_user, self.internal_user):
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(AccessError, "is for employees"),
            ):
                self.practices.with_user(user).action_start()

    def test_forged_defaults(self):
        practices = self.practices.with_context(
            default_passed=True, default_employee_id=self.colleague.id
        )
        practice = practices.browse(practices.action_start()).sudo()
        self.assertEqual(practice.employee_id, self.seller)
        self.assertFalse(practice.passed)

    def test_nobody_writes(self):
        practice = self._start()
        for user in (self.manager, self.head, self.seller_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                practice.with_user(user).write({"passed": True})
        with self.assertRaises(AccessError):
            practice.sudo().write({"passed": True})

    def test_head_sees_who_has_passed(self):
        self._answer(self._start())
        seen = self.env["kpi.practice"].with_user(self.head)
        self.assertEqual(seen.search([]).employee_id, self.seller)
        reports = self.env["kpi.plan.report"].with_user(self.head)
        passed = reports.search([("has_practised", "=", True)])
        self.assertEqual(passed, self.report)
        self.assertTrue(passed.has_practised)
        self.seller.department_id = self.tools
        self.assertFalse(seen.search([]))

    def test_names_in_russian(self):
        """The figures are read as one's own language writes them."""
        self.env["res.lang"]._activate_lang("ru_RU")
        practice = self._start().with_context(lang="ru_RU")
        self.assertEqual(self._answer(practice, amount="18 000,00"), {})

from datetime import date

from odoo.tests import tagged

from .apprentice_common import ApprenticeCommon


@tagged("post_install", "-at_install")
class TestApprenticeOwes(ApprenticeCommon):
    """What is owed, by hand: stipend 22 000, training costs 30 000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pavel = cls._create_newcomer()
        cls.contract = cls._create_apprenticeship(cls.pavel)
        cls.contract.action_apply()

    def _hire(self):
        self._examine(self.contract).action_apply()

    def test_left_during_the_training(self):
        # October, and 15 of 30 days of November: 22 000 + 11 000, and the costs.
        self.contract.action_let_go(date(2026, 11, 15), "Found another job")
        self.assertRecordValues(
            self.contract,
            [
                {
                    "state": "let_go",
                    "left_on": date(2026, 11, 15),
                    "stipend_paid": 33000,
                    "owed_amount": 63000,
                }
            ],
        )
        version = self._get_version(self.pavel, date(2026, 10, 1))
        self.assertEqual(version.contract_date_end, date(2026, 11, 15))

    def test_first_and_last_day(self):
        # 22 000 / 31 = 709.677…
        self.assertEqual(self.contract._get_owed(date(2026, 10, 1)), 30709.68)
        self.assertEqual(self.contract._get_owed(date(2026, 9, 30)), 30000)
        self.assertEqual(self.contract._get_owed(date(2026, 12, 31)), 96000)
        self.assertEqual(self.contract._get_owed(date(2027, 2, 28)), 96000)
        with self._assert_refused("begins on 10/01/2026"):
            self.contract.action_let_go(date(2026, 9, 30), "Never came")

    def test_good_reason(self):
        self.contract.action_let_go(date(2026, 11, 15), "Ill for long", True)
        self.assertEqual(self.contract.owed_amount, 0)
        self.assertTrue(self.contract.has_good_reason)

    def test_stipend_as_it_was_paid(self):
        self.contract.action_let_go(
            date(2026, 11, 15), "Found another job", stipend_paid=31500.5
        )
        self.assertEqual(self.contract.owed_amount, 61500.5)

    def test_let_go_after_the_term(self):
        """The contract is not made longer by a late decision."""
        self._examine(self.contract, "failed")
        self.contract.action_let_go(date(2027, 1, 11), "The exam was not passed", True)
        version = self._get_version(self.pavel, date(2026, 10, 1))
        self.assertEqual(version.contract_date_end, date(2026, 12, 31))

    def test_left_during_the_duty(self):
        # 2027: 90 of 365 days worked until 31 March; 30 000 · 275 / 365 = 22 602.739…
        self._hire()
        self.contract.action_leave(date(2027, 3, 31), "Found another job")
        self.assertRecordValues(
            self.contract,
            [
                {
                    "state": "ended",
                    "left_on": date(2027, 3, 31),
                    "owed_amount": 22602.74,
                }
            ],
        )
        version = self._get_version(self.pavel, date(2027, 3, 31))
        self.assertFalse(version.contract_date_end)
        with self._assert_refused("can't be undone any more"):
            self.contract.examination_id.action_undo("By mistake")

    def test_days_of_the_duty(self):
        self._hire()
        self.assertEqual(self.contract._get_owed(date(2027, 12, 31)), 0)
        # 30 000 / 365 = 82.191…
        self.assertEqual(self.contract._get_owed(date(2027, 12, 30)), 82.19)
        self.assertEqual(self.contract._get_owed(date(2027, 1, 1)), 29917.81)
        # Work not begun: everything.
        self.assertEqual(self.contract._get_owed(date(2026, 12, 31)), 96000)
        with self._assert_refused("was hired on 01/01/2027"):
            self.contract.action_leave(date(2026, 12, 31), "Never came")

    def test_stipend_counts_if_the_company_says_so(self):
        # (30 000 + 66 000) · 275 / 365 = 72 328.767…
        self.company.kpi_owes_stipend = True
        self._hire()
        self.assertEqual(self.contract._get_owed(date(2027, 3, 31)), 72328.77)

    def test_no_duty(self):
        contract = self._create_apprenticeship(
            self._create_newcomer("Roman"), duty_months=0
        )
        contract.action_apply()
        self._examine(contract).action_apply()
        self.assertEqual(contract._get_owed(date(2027, 1, 1)), 0)

    def test_ends_once(self):
        self.contract.action_let_go(date(2026, 11, 15), "Found another job")
        with self._assert_refused("not in a state to be ended"):
            self.contract.action_let_go(date(2026, 11, 16), "Again")
        with self._assert_refused("not in a state to be ended"):
            self.contract.action_leave(date(2026, 11, 16), "Again")
        self.assertEqual(self.contract._get_owed(date(2026, 11, 16)), 0)

    def test_history_says_why_without_money(self):
        self.contract.action_let_go(date(2026, 11, 15), "Found another job")
        body = self.pavel.message_ids.sorted("id")[-1].body
        self.assertIn("Found another job", body)
        self.assertNotIn("63", body)

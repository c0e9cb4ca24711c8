from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .bonus_common import BonusCommon
from .career_common import CareerCommon

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
MIDDLE = {SEPTEMBER: date(2026, 9, 16), OCTOBER: date(2026, 10, 16)}


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 09:00:00")
class TestCareerClosed(CareerCommon, BonusCommon):
    """A closed month is never paid anew: what it lacks is adjusted.

    Anna had 20 000 and a score of 93, which makes 90 %: 18 000.00. In September and in
    October alike, 11 of 22 working days come before the 16th.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._create_graded("Anna Graded", cls.first, wage=20000)

    def _close_months(self, *starts):
        for start in starts:
            period = self._open_month({self.anna: 93}, start)
            self._close(period)
        self.november = self._create_period(date(2026, 11, 1))
        return period.report_ids.filtered(lambda rep: rep.employee_id == self.anna)

    def _hold_from(self, effective_date):
        return self._hold(
            self.anna, self.second, date(2026, 9, 1), effective_date=effective_date
        )

    def _open_proposal(self, attestation):
        action = attestation.action_propose_adjustment()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_refused(self):
        self._close_months(OCTOBER)
        attestation = self._hold_from(MIDDLE[OCTOBER])
        for day in (MIDDLE[OCTOBER], date(2026, 10, 31), date(2026, 9, 1)):
            attestation.effective_date = day
            with self.assertRaisesRegex(
                UserError,
                r"closed: Anna Graded, .*Choose 11/01/2026 or later, and propose an "
                "adjustment",
            ):
                attestation.action_apply()
        self.assertEqual(len(self._get_versions(self.anna)), 1)
        attestation.effective_date = date(2026, 11, 1)
        attestation.action_apply()
        self.assertEqual(
            self._get_versions(self.anna)[1],
            ("2026-11-01", "Seller", "Second", 25000),
        )

    def test_adjustment(self):
        """20 000 · 88 / 176 + 25 000 · 88 / 176 = 22 500.00; 90 % of it is 20 250.00"""
        report = self._close_months(OCTOBER)
        self.assertEqual(report.bonus_amount, 18000)
        attestation = self._hold_from(MIDDLE[OCTOBER])
        proposal = self._open_proposal(attestation).with_user(self.manager)
        self.assertRecordValues(
            proposal,
            [
                {
                    "report_id": report.id,
                    "value_before": 18000,
                    "value_proposed": 20250,
                    "value_after": 20250,
                    "amount": 2250,
                    "wage": 25000,
                    "wage_from": MIDDLE[OCTOBER],
                    "pay_period_id": self.november.id,
                    "reason": "New wage from 10/16/2026",
                }
            ],
        )
        proposal.action_apply()
        self.assertEqual(report._get_effective_bonus(), 20250)
        self.assertEqual(report.bonus_amount, 18000)
        with self.assertRaisesRegex(UserError, "there is nothing to adjust"):
            attestation.action_propose_adjustment()

    def test_adjustment_of_corrected_hours(self):
        """168 hours instead of 176 are shared out 84 : 84.

        (20 000 + 25 000) · 84 / 176 = 21 477.27; 90 % of it is 19 329.54
        """
        period = self._open_month({self.anna: 93})
        report = self._get_report(period, self.anna)
        report.segment_ids.write({"worked_hours": 168, "override_reason": "Day off"})
        self._close(period)
        self._create_period(date(2026, 11, 1))
        proposal = self._open_proposal(self._hold_from(MIDDLE[OCTOBER]))
        # 20 000 · 168 / 176 = 19 090.91; 90 % of it is 17 181.82
        self.assertEqual(proposal.value_before, 17181.82)
        self.assertEqual(proposal.value_proposed, 19329.54)

    def test_adjustment_month_by_month(self):
        """From 16 September: that month as above, October at 25 000 · 90 % = 22 500"""
        self._close_months(SEPTEMBER, OCTOBER)
        attestation = self._hold_from(MIDDLE[SEPTEMBER])
        for start, after in [(SEPTEMBER, 20250), (OCTOBER, 22500)]:
            proposal = self._open_proposal(attestation).with_user(self.manager)
            self.assertEqual(proposal.report_id.date_from, start)
            self.assertEqual(proposal.value_after, after)
            proposal.action_apply()
        with self.assertRaisesRegex(UserError, "there is nothing to adjust"):
            attestation.action_propose_adjustment()

    def test_months_without_bonus_are_passed_over(self):
        """A score of 79 makes no bonus in September; October as above."""
        self._close(self._open_month({self.anna: 79}, SEPTEMBER))
        self._close_months(OCTOBER)
        proposal = self._open_proposal(self._hold_from(MIDDLE[SEPTEMBER]))
        self.assertEqual(proposal.report_id.date_from, OCTOBER)
        self.assertEqual(proposal.value_after, 22500)

    def test_adjustment_keeps_another_wage(self):
        """From the 24th on HR had set 28 000: that stays.

        15 days of October have 11 working days, 16 to 23 have 6, 24 to 31 have 5:
        20 000 · 11 / 22 + 25 000 · 6 / 22 + 28 000 · 5 / 22 = 10 000 + 6 818.18
        + 6 363.64 = 23 181.82; 90 % of it is 20 863.64
        """
        self.anna.create_version({"date_version": date(2026, 10, 24), "wage": 28000})
        self._close_months(OCTOBER)
        proposal = self._open_proposal(self._hold_from(MIDDLE[OCTOBER]))
        self.assertEqual(proposal.value_proposed, 20863.64)

    def test_next_proposal_keeps_the_wage(self):
        """A later correction of the score starts from the new wage: 22 500 · 100 %."""
        report = self._close_months(OCTOBER)
        proposal = self._open_proposal(self._hold_from(MIDDLE[OCTOBER]))
        proposal.with_user(self.manager).action_apply()
        action = report.with_user(self.manager).action_propose_adjustment()
        proposal = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(proposal.value_proposed, 20250)
        proposal.line_ids.fact_after = 100
        self.assertEqual(proposal.value_proposed, 22500)

    def test_no_wage_nothing_to_adjust(self):
        self._close_months(OCTOBER)
        attestation = self._hold(
            self.anna,
            kind="position",
            target_job_id=self.senior_job.id,
            effective_date=MIDDLE[OCTOBER],
        )
        with self.assertRaisesRegex(UserError, "there is nothing to adjust"):
            attestation.action_propose_adjustment()

    def test_no_undo_after_closing(self):
        with freeze_time("2026-10-10 09:00:00"):
            attestation = self._hold_from(MIDDLE[OCTOBER])
            attestation.action_apply()
        report = self._close_months(OCTOBER)
        self.assertEqual(report.earned_salary, 22500)
        with self.assertRaisesRegex(
            UserError, r"can't be undone: Anna Graded, .* is closed"
        ):
            attestation.action_undo("Wrong person")

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .track_common import TrackCommon


@tagged("post_install", "-at_install")
class TestTrackOfPosts(TrackCommon):
    """Assistant seller, seller, senior seller, section head; so many places each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job.write({"kpi_track": "ladder", "kpi_next_job_id": cls.senior_job.id})
        cls.assistant_job.kpi_next_job_id = cls.job
        cls.senior_job.kpi_next_job_id = cls.head_job
        cls.job.kpi_staff_limit = 2
        cls.head_job.kpi_staff_limit = 1
        cls.assistant = cls._create_grade("Assistant", cls.assistant_job, 15000)
        cls.plain = cls._create_grade("Plain", cls.job, 20000)
        cls.senior = cls._create_grade("Senior", cls.senior_job, 25000)
        # Besides Anna, who has the other place of a seller.
        cls.boris = cls._create_employee("Boris Seller")
        cls.galina = cls._create_employee("Galina Head", job_id=cls.head_job.id)
        cls.oleg = cls._create_employee(
            "Oleg",
            start=date(2026, 3, 2),
            job_id=cls.assistant_job.id,
            kpi_grade_id=cls.assistant.id,
            wage=15000,
            trial_date_end=date(2026, 6, 1),
        )

    def test_life(self):
        self._be_assistant()
        self._become_seller()
        self._become_senior()
        self._become_head()

    def _be_assistant(self):
        """March 2026 from Monday the 2nd on: the whole month, 22 days."""
        lived = self._live(self.oleg, date(2026, 3, 1))
        self.assertEqual(lived, (15000, 90, 13500))

    def _become_seller(self):
        to_seller = {"target_job_id": self.job.id, "target_grade_id": self.plain.id}
        self._refuse(
            "Oleg is on probation until 06/01/2026: .* from 06/02/2026 on",
            *(self.oleg, "position", "2026-06-01"),
            **to_seller,
        )
        self._refuse(
            "Oleg: no place is free as Seller on 07/01/2026.* limit is 2",
            *(self.oleg, "position", "2026-06-02"),
            **to_seller,
        )
        self.boris.version_id.contract_date_end = date(2026, 6, 30)
        version = self._pass(self.oleg, "position", "2026-06-15", **to_seller)
        self._assert_version(version, date(2026, 7, 1), self.job, self.plain, 20000)
        lived = self._live(self.oleg, date(2026, 7, 1))
        self.assertEqual(lived, (20000, 90, 18000))

    def _become_senior(self):
        self._refuse(
            "Oleg: from Seller the next post is Senior seller. Choose that",
            *(self.oleg, "position", "2026-10-12"),
            target_job_id=self.head_job.id,
            target_grade_id=self.head_grade.id,
        )
        self._refuse(
            "Oleg: the grade Plain is not one of Senior seller",
            *(self.oleg, "position", "2026-10-12"),
            target_job_id=self.senior_job.id,
            target_grade_id=self.plain.id,
        )
        version = self._pass(
            *(self.oleg, "position", "2026-10-12"),
            target_job_id=self.senior_job.id,
            target_grade_id=self.senior.id,
        )
        self._assert_version(
            version, date(2026, 11, 1), self.senior_job, self.senior, 25000
        )
        lived = self._live(self.oleg, date(2026, 11, 1))
        self.assertEqual(lived, (25000, 90, 22500))

    def _become_head(self):
        to_head = {
            "target_job_id": self.head_job.id,
            "target_grade_id": self.head_grade.id,
        }
        self._refuse(
            "Oleg: no place is free as Section head on 10/01/2027.* limit is 1",
            *(self.oleg, "position", "2027-09-13"),
            **to_head,
        )
        self.galina.version_id.contract_date_end = date(2027, 9, 30)
        version = self._pass(self.oleg, "position", "2027-09-13", **to_head)
        self._assert_version(
            version, date(2027, 10, 1), self.head_job, self.head_grade, 32000
        )
        lived = self._live(self.oleg, date(2027, 10, 1))
        self.assertEqual(lived, (32000, 90, 28800))
        self.assertEqual(version.contract_date_start, date(2026, 3, 2))


@tagged("post_install", "-at_install")
class TestTrackOfGrades(TrackCommon):
    """Hired without a grade, attested after the probation, then up to the top."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nina = cls._create_employee(
            "Nina",
            start=date(2026, 9, 1),
            wage=18000,
            trial_date_end=date(2026, 11, 30),
        )

    def test_life(self):
        lived = self._live(self.nina, date(2026, 9, 1))
        self.assertEqual(lived, (18000, 90, 16200))
        self._get_first_grade()
        self._get_higher_grade()
        self._become_head()

    def _get_first_grade(self):
        second = {"target_grade_id": self.second.id}
        self._refuse(
            "Nina is on probation until 11/30/2026: .* from 12/01/2026 on",
            *(self.nina, "entry", "2026-11-30"),
            **second,
        )
        self._refuse(
            "Nina has no grade yet", self.nina, "grade", "2026-12-01", **second
        )
        version = self._pass(self.nina, "entry", "2026-12-01", **second)
        self._assert_version(version, date(2027, 1, 1), self.job, self.second, 24000)
        lived = self._live(self.nina, date(2027, 1, 1))
        self.assertEqual(lived, (24000, 90, 21600))

    def _get_higher_grade(self):
        """Not sooner than three months later; in April 2027 on the 16th.

        April has 22 working days, 11 of them from the 1st to the 15th:
        24 000 · 11/22 + 27 000 · 11/22 = 25 500, of which 90 % are 22 950.
        """
        first = {"target_grade_id": self.first.id}
        self._refuse(
            "Nina has the grade Second since 01/01/2027: .* from 04/01/2027 on",
            *(self.nina, "grade", "2027-03-15"),
            effective_date="2027-03-31",
            **first,
        )
        self._refuse(
            "Nina has the grade Second, and Second is not higher",
            *(self.nina, "grade", "2027-03-15"),
            target_grade_id=self.second.id,
        )
        self._refuse(
            "from Seller one rises to Section head with the grade First",
            *(self.nina, "position", "2027-03-15"),
            target_job_id=self.head_job.id,
            target_grade_id=self.head_grade.id,
        )
        # From the first of April on it would be allowed.
        possible = self._attest(self.nina, "grade", "2027-03-15", **first)
        possible.action_plan()
        possible.action_cancel()
        version = self._pass(
            *(self.nina, "grade", "2027-04-12"), effective_date="2027-04-16", **first
        )
        self._assert_version(version, date(2027, 4, 16), self.job, self.first, 27000)
        lived = self._live(self.nina, date(2027, 4, 1))
        self.assertEqual(lived, (25500, 90, 22950))

    def _become_head(self):
        version = self._pass(
            *(self.nina, "position", "2027-10-11"),
            target_job_id=self.head_job.id,
            target_grade_id=self.head_grade.id,
        )
        self._assert_version(
            version, date(2027, 11, 1), self.head_job, self.head_grade, 32000
        )
        lived = self._live(self.nina, date(2027, 11, 1))
        self.assertEqual(lived, (32000, 90, 28800))

    def test_a_closed_month_is_not_paid_anew(self):
        self._live(self.nina, date(2026, 12, 1))
        attestation = self._hold(
            self._attest(
                *(self.nina, "entry", "2026-12-07"),
                target_grade_id=self.second.id,
                effective_date="2026-12-16",
            )
        )
        with self._assert_refused("12/16/2026 lies in or before what is closed"):
            attestation.action_apply()
        attestation.effective_date = "2027-01-01"
        attestation.action_apply()
        self.assertEqual(attestation.state, "applied")


@tagged("post_install", "-at_install")
class TestTrackOfApprentices(TrackCommon):
    """Learns, passes, is hired without probation, and rises by grades."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pavel = cls._create_newcomer()
        cls.contract = cls._create_apprenticeship(cls.pavel)
        cls.contract.action_apply()

    def test_life(self):
        self._learn()
        self._be_hired()
        self._rise()
        self._become_head()

    def _learn(self):
        """A stipend, and no plan-report: the month knows only Anna."""
        with freeze_time("2026-11-05"):
            period = self._close_month({}, date(2026, 10, 1))
        self.assertEqual(period.report_ids.employee_id, self.seller)
        version = self._get_version(self.pavel, date(2026, 10, 1))
        self._assert_version(
            version, date(2026, 10, 1), self.apprentice_job, self.second.browse(), 22000
        )

    def _be_hired(self):
        exam = self._examine(self.contract, day="2026-12-25")
        exam.action_apply()
        version = self._get_version(self.pavel, date(2027, 1, 1))
        self._assert_version(
            version, date(2027, 1, 1), self.job, self.second.browse(), 20000
        )
        self.assertFalse(version.trial_date_end)
        lived = self._live(self.pavel, date(2027, 1, 1))
        self.assertEqual(lived, (20000, 90, 18000))

    def _rise(self):
        """The first grade at once, for there is no probation; three months, the next.

        In the middle of April 27 000 is still to come: not before 1 May.
        """
        version = self._pass(
            self.pavel, "entry", "2027-01-18", target_grade_id=self.second.id
        )
        self._assert_version(version, date(2027, 2, 1), self.job, self.second, 24000)
        lived = self._live(self.pavel, date(2027, 2, 1))
        self.assertEqual(lived, (24000, 90, 21600))
        first = {"target_grade_id": self.first.id}
        self._refuse(
            "since 02/01/2027: a higher one is possible from 05/01/2027 on",
            *(self.pavel, "grade", "2027-04-12"),
            effective_date="2027-04-30",
            **first,
        )
        version = self._pass(self.pavel, "grade", "2027-04-12", **first)
        self._assert_version(version, date(2027, 5, 1), self.job, self.first, 27000)
        lived = self._live(self.pavel, date(2027, 5, 1))
        self.assertEqual(lived, (27000, 90, 24300))

    def _become_head(self):
        """In the leap year 2028; the duty is over by then, and nothing is owed."""
        self.assertEqual(self.contract.duty_to, date(2027, 12, 31))
        self.assertEqual(self.contract._get_owed(date(2028, 2, 29)), 0)
        version = self._pass(
            *(self.pavel, "position", "2028-02-10"),
            target_job_id=self.head_job.id,
            target_grade_id=self.head_grade.id,
        )
        self._assert_version(
            version, date(2028, 3, 1), self.head_job, self.head_grade, 32000
        )
        lived = self._live(self.pavel, date(2028, 3, 1))
        self.assertEqual(lived, (32000, 90, 28800))

    def test_let_go(self):
        """Three stipends of 22 000 and costs of 30 000, the exam not even tried for."""
        exam = self._examine(self.contract, "failed", day="2026-12-25")
        with self._assert_refused('the result is "Failed"'):
            exam.action_apply()
        self.contract.action_let_go(date(2026, 12, 31), "Came to no lesson")
        self.assertEqual(self.contract.owed_amount, 96000)
        with freeze_time("2027-02-05"):
            period = self._close_month({}, date(2027, 1, 1))
        self.assertNotIn(self.pavel, period.report_ids.employee_id)

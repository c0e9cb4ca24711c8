from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from .apprentice_common import ApprenticeCommon
from .bonus_common import BonusCommon


class TrackCommon(ApprenticeCommon, BonusCommon):
    """Lives from the first day to the head of a section.

    At every stop one month is lived and closed: a score of 93 makes a bonus of 90 %.
    Months of 40 hours a week without public holidays.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assistant_job = cls._create_job("Assistant seller")
        cls.senior_job = cls._create_job("Senior seller")
        jobs = cls.assistant_job + cls.senior_job + cls.head_job
        cls._create_score_scheme("Other posts", job_ids=jobs.ids)
        cls.head_grade = cls._create_grade("Head", cls.head_job, 32000)

    def _live(self, employee, start):
        """Earned salary, percent and bonus of a month that was lived and closed."""
        with freeze_time(start + relativedelta(months=1, days=4)):
            period = self._close_month({employee: 93}, start)
        report = self._get_report(period, employee)
        return report.earned_salary, report.bonus_percent, report.bonus_amount

    def _refuse(self, pattern, *args, **vals):
        """The attestation can't even be planned; nothing of it remains."""
        attestation = self._attest(*args, **vals)
        with self._assert_refused(pattern):
            attestation.action_plan()
        attestation.action_cancel()

    def _pass(self, *args, **vals):
        attestation = self._hold(self._attest(*args, **vals))
        attestation.action_apply()
        return self._get_version(attestation.employee_id, attestation.effective_date)

    def _assert_version(self, version, day, job, grade, wage):
        expected = {
            "date_version": day,
            "job_id": job.id,
            "kpi_grade_id": grade.id,
            "wage": wage,
        }
        self.assertRecordValues(version, [expected])

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .attestation_common import AttestationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-15 09:00:00")
class TestNextGrade(AttestationCommon):
    """The next grade and its first day: one answer in the control, on the page of the
    career and in the proposal of an attestation.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rival = cls.env["res.company"].create({"name": "Rival"})

    def _assert_next(self, grade, day):
        self.env.invalidate_all()
        row = (
            self.env["kpi.grade.control"]
            .with_user(self.manager)
            .search([("employee_id", "=", self.seller.id)])
        )
        self.assertEqual(row.next_grade_id, grade)
        self.assertEqual(row.due_date, day)
        ahead = self.seller._kpi_get_career()["ahead"]
        grades = [step for step in ahead if step["kind"] == "grade"]
        self.assertEqual(
            [(step["name"], step["date"]) for step in grades[:1]],
            [(grade.name, day)] if grade else [],
        )
        attestation = self.env["kpi.attestation"].new(
            {"employee_id": self.seller.id, "date": date(2026, 10, 15)}
        )
        # Somebody who works in two companies.
        records = attestation.with_context(
            allowed_company_ids=(self.company + self.rival).ids
        ).sudo()
        (standing,) = records._get_standings().values()
        self.assertEqual(standing.higher[:1], grade)

    def test_next_of_the_ladder(self):
        """First grade since 1 January, three months."""
        self._assert_next(self.grades[1], date(2026, 4, 1))

    def test_grades_of_one_sequence_are_equals(self):
        self.grades[1].sequence = 1
        self._assert_next(self.grades[2], date(2026, 4, 1))

    def test_hired_again_with_the_grade(self):
        """Left on 31 March, back since 1 September: from 1 December on."""
        self.seller.version_id.contract_date_end = date(2026, 3, 31)
        again = self.seller.create_version({"date_version": date(2026, 9, 1)})
        again.write(
            {
                "contract_date_start": date(2026, 9, 1),
                "contract_date_end": False,
                "kpi_grade_id": self.grades[0].id,
            }
        )
        self._assert_next(self.grades[1], date(2026, 12, 1))

    def test_on_probation_with_a_grade(self):
        self.seller.version_id.trial_date_end = date(2026, 5, 31)
        self._assert_next(self.grades[1], date(2026, 6, 1))

    def test_grade_of_another_job(self):
        """It says nothing about the order: the lowest of this job is next."""
        self.seller.version_id.kpi_grade_id = self.env["kpi.grade"].create(
            {
                "name": "Senior",
                "code": "S",
                "sequence": 9,
                "job_id": self.senior_job.id,
                "company_id": self.company.id,
            }
        )
        self._assert_next(self.grades[0], date(2026, 4, 1))

    def test_grade_of_another_company(self):
        """A grade of any job there comes before ours by sequence, and is not ours."""
        self.env["kpi.grade"].create(
            {
                "name": "Theirs",
                "code": "T",
                "sequence": 2,
                "job_id": False,
                "company_id": self.rival.id,
            }
        )
        self.grades[1].sequence = 3
        self._assert_next(self.grades[1], date(2026, 4, 1))

    def test_top(self):
        self.seller.version_id.kpi_grade_id = self.grades[2]
        self.env.invalidate_all()
        self._assert_next(self.env["kpi.grade"], False)

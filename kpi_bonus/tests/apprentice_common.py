from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError

from .common import KpiBonusCommon


class ApprenticeCommon(KpiBonusCommon):
    """Jobs of the three tracks, grades with wages, a commission, an apprentice.

    Grades belong to the job of a seller: the second brings 24 000, the first 27 000.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.apprentice_job = cls._create_job("Apprentice", kpi_track="apprentice")
        cls.head_job = cls._create_job("Section head", kpi_staff_limit=2)
        cls.job.write({"kpi_track": "grades", "kpi_next_job_id": cls.head_job.id})
        cls.second = cls._create_grade("Second", cls.job, 24000)
        cls.first = cls._create_grade("First", cls.job, 27000)
        cls.chair = cls._create_employee("Irina Chair", job_id=False)

    @classmethod
    def _create_job(cls, name, **vals):
        return cls.env["hr.job"].create(
            {"name": name, "company_id": cls.company.id, **vals}
        )

    @classmethod
    def _create_grade(cls, name, job, wage, since=date(2026, 1, 1)):
        return cls.env["kpi.grade"].create(
            {
                "name": name,
                "code": name,
                "company_id": cls.company.id,
                "job_id": job.id,
                "wage_ids": [Command.create({"date_from": since, "wage": wage})],
            }
        )

    @classmethod
    def _create_newcomer(cls, name="Pavel Apprentice"):
        """Somebody without a contract yet."""
        return cls._create_employee(name, start=None, job_id=False, wage=0)

    @classmethod
    def _create_apprenticeship(cls, employee, **vals):
        """Three months from 1 October 2026 on, then a seller without a grade."""
        return (
            cls.env["kpi.apprenticeship"]
            .with_user(cls.manager)
            .create(
                {
                    "employee_id": employee.id,
                    "job_id": cls.apprentice_job.id,
                    "target_job_id": cls.job.id,
                    "qualification": "Seller of building materials",
                    "date_from": "2026-10-01",
                    "months": 3,
                    "stipend": 22000,
                    "wage": 20000,
                    "cost": 30000,
                    "duty_months": 12,
                    **vals,
                }
            )
        )

    @classmethod
    def _attest(cls, employee, kind, day, **vals):
        """A proposal that nothing but a session is missing for."""
        return (
            cls.env["kpi.attestation"]
            .with_user(cls.manager)
            .create({"employee_id": employee.id, "kind": kind, "date": day, **vals})
        )

    @classmethod
    def _hold(cls, attestation, result="passed"):
        """The commission of one person sits on the day and decides."""
        sessions = cls.env["kpi.attestation.session"].with_user(cls.manager)
        session = sessions.create(
            {
                "company_id": cls.company.id,
                "date": attestation.date,
                "criterion_ids": [Command.clear()],
                "member_ids": [
                    Command.create({"employee_id": cls.chair.id, "role": "chair"})
                ],
            }
        )
        attestation.session_id = session
        with freeze_time(attestation.date):
            session.action_plan()
            attestation.commission_result = result
            session.action_hold()
        return attestation

    @classmethod
    def _examine(cls, contract, result="passed", day=None):
        contract.action_plan_exam()
        exam = contract.examination_id
        if day:
            exam.date = day
        return cls._hold(exam, result)

    @contextmanager
    def _assert_refused(self, pattern):
        """Unlike ``assertRaisesRegex``, forgets what was written before the refusal."""
        with self.assertRaises(UserError) as caught:
            yield
        self.assertRegex(str(caught.exception), pattern)

    def _get_version(self, employee, day):
        return employee.sudo()._get_version(day)

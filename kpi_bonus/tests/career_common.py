from datetime import date

from .common import KpiBonusCommon


class CareerCommon(KpiBonusCommon):
    """Sellers with grades: none 20 000, first 22 000, second 25 000, third 30 000.

    Above the seller there is one senior seller, above him the head of the section.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job.kpi_track = "grades"
        cls.first, cls.second, cls.third = (
            cls._create_grade(name, wage)
            for name, wage in [("First", 22000), ("Second", 25000), ("Third", 30000)]
        )
        cls.chief_job = cls._create_job("Section head")
        cls.senior_job = cls._create_job(
            "Senior seller", kpi_staff_limit=1, kpi_next_job_id=cls.chief_job.id
        )
        cls.job.kpi_next_job_id = cls.senior_job

    @classmethod
    def _create_job(cls, name, **vals):
        return cls.env["hr.job"].create(
            {"name": name, "company_id": cls.company.id, **vals}
        )

    @classmethod
    def _create_grade(cls, name, wage, **vals):
        grade = cls.env["kpi.grade"].create(
            {
                "name": name,
                "code": name,
                "company_id": cls.company.id,
                "job_id": cls.job.id,
                **vals,
            }
        )
        cls.env["kpi.grade.wage"].create(
            {"grade_id": grade.id, "date_from": date(2026, 1, 1), "wage": wage}
        )
        return grade

    @classmethod
    def _create_graded(cls, name, grade, **vals):
        """A seller with a grade and its wage from the beginning, 1 January 2026."""
        wage = grade._get_wage(date(2026, 1, 1)).wage
        return cls._create_employee(
            name, **{"kpi_grade_id": grade.id, "wage": wage, **vals}
        )

    @classmethod
    def _propose(cls, employee, grade=None, day=date(2026, 9, 15), **vals):
        """A proposal, for a higher grade unless ``vals`` says else."""
        attestation = cls.env["kpi.attestation"].create(
            {
                "employee_id": employee.id,
                "kind": "grade",
                "date": day,
                "target_grade_id": grade and grade.id,
                **vals,
            }
        )
        return attestation.with_user(cls.manager)

    @classmethod
    def _hold(cls, employee, grade=None, day=date(2026, 9, 15), **vals):
        """One that is held and passed, as a session leaves it."""
        attestation = cls._propose(employee, grade, day, **vals)
        attestation.sudo()._as_kpi_engine().write({"state": "held", "result": "passed"})
        return attestation

    @classmethod
    def _get_versions(cls, employee):
        """(date, job, grade, wage) of the versions of a person."""
        versions = cls.env["hr.version"].search(
            [("employee_id", "=", employee.id)], order="date_version"
        )
        return [
            (
                version.date_version.isoformat(),
                version.job_id.name,
                version.kpi_grade_id.name,
                version.wage,
            )
            for version in versions
        ]

from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time

from odoo import Command

from .common import KpiBonusCommon


class AttestationCommon(KpiBonusCommon):
    """A post with three grades, a commission of three, three criteria.

    Anna (``seller``) has had the first grade since 1 January 2026. The session is on
    Thursday, 15 October 2026. Highest score 20: passed from 14 (70 %), on condition
    from 12 (60 %); sales technique needs 3 of 5 by itself.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.senior_job = cls.env["hr.job"].create(
            {"name": "Senior seller", "company_id": cls.company.id}
        )
        cls.job.write({"kpi_track": "grades", "kpi_next_job_id": cls.senior_job.id})
        cls.grades = cls._create_grades()
        cls.seller.version_id.kpi_grade_id = cls.grades[0]
        cls.boris = cls._create_employee("Boris Seller")
        cls.boris.version_id.kpi_grade_id = cls.grades[0]
        cls.chair, cls.secretary, cls.member = (
            cls._create_employee(name, job_id=False)
            for name in ("Olga Chair", "Pavel Secretary", "Rita Member")
        )
        cls.knowledge, cls.technique, cls.test = cls.env[
            "kpi.attestation.criterion"
        ].create(
            [
                cls._prepare_criterion("Knowledge of goods", max_score=5),
                cls._prepare_criterion("Sales technique", max_score=5, min_score=3),
                cls._prepare_criterion("Test", max_score=10, kind="test"),
            ]
        )

    @classmethod
    def _create_grades(cls):
        grades = cls.env["kpi.grade"].create(
            [
                {
                    "name": f"Grade {number}",
                    "code": str(number),
                    "sequence": number,
                    "job_id": cls.job.id,
                    "company_id": cls.company.id,
                }
                for number in (1, 2, 3)
            ]
        )
        cls.env["kpi.grade.wage"].create(
            [
                {"grade_id": grade.id, "date_from": date(2026, 1, 1), "wage": wage}
                for grade, wage in zip(grades, (20000, 25000, 30000), strict=True)
            ]
        )
        return grades

    @classmethod
    def _prepare_criterion(cls, name, **vals):
        return {"name": name, "company_id": cls.company.id, **vals}

    @classmethod
    def _create_session(cls, *people, **vals):
        """In draft, with the commission and the second grade for everybody."""
        session = cls.env["kpi.attestation.session"].create(
            {
                "date": date(2026, 10, 15),
                "company_id": cls.company.id,
                "place": "Training room",
                "criterion_ids": [
                    Command.set((cls.knowledge + cls.technique + cls.test).ids)
                ],
                "member_ids": [
                    Command.create({"employee_id": person.id, "role": role})
                    for person, role in (
                        (cls.chair, "chair"),
                        (cls.secretary, "secretary"),
                        (cls.member, "member"),
                    )
                ],
                "attestation_ids": [
                    Command.create(cls._prepare_attestation(person))
                    for person in people or cls.seller
                ],
                **vals,
            }
        )
        return session.with_user(cls.manager)

    @classmethod
    def _prepare_attestation(cls, person, **vals):
        return {
            "employee_id": person.id,
            "kind": "grade",
            "date": date(2026, 10, 15),
            "target_grade_id": cls.grades[1].id,
            **vals,
        }

    @classmethod
    def _mark(cls, attestation, knowledge=4, technique=4, test=8):
        """By default 16 of 20: 80 %, passed."""
        scores = {cls.knowledge: knowledge, cls.technique: technique, cls.test: test}
        for mark in attestation.mark_ids:
            mark.score = scores[mark.criterion_id]

    @classmethod
    def _plan(cls, *people, **vals):
        """:return: a session that was planned on 1 October"""
        session = cls._create_session(*people, **vals)
        with freeze_time("2026-10-01 08:00:00"):
            session.action_plan()
        return session

    @contextmanager
    def _refused(self, error, text):
        """Like ``assertRaisesRegex``, with what was written before undone."""
        with self.assertRaisesRegex(error, text), self.env.cr.savepoint():
            yield

    @classmethod
    def _hold(cls, session, now="2026-10-15 12:00:00"):
        with freeze_time(now):
            session.action_hold()
        return session

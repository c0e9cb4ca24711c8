from odoo import Command

from .common import KpiBonusCommon


class GradeCommon(KpiBonusCommon):
    """Sellers rise by grades: first 20 000, second 25 000, both since January."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job.kpi_track = "grades"
        cls.first = cls._create_grade("First", 1, [("2026-01-01", 20000)])
        cls.second = cls._create_grade("Second", 2, [("2026-01-01", 25000)])
        cls.payroll = cls._create_user("payroll", "kpi_bonus.group_payroll")

    @classmethod
    def _create_grade(cls, name, sequence, wages=(), **vals):
        """:param wages: (day, wage) of the rows of its wage table"""
        return cls.env["kpi.grade"].create(
            {
                "name": name,
                "code": name,
                "sequence": sequence,
                "company_id": cls.company.id,
                "job_id": cls.job.id,
                "wage_ids": [
                    Command.create({"date_from": day, "wage": wage})
                    for day, wage in wages
                ],
                **vals,
            }
        )

    @classmethod
    def _close_month(cls, start="2026-10-01", company=None):
        """A closed month, without the plan-reports that no wage table asks for."""
        period = cls.env["kpi.period"].create(
            {"date_from": start, "company_id": (company or cls.company).id}
        )
        period._as_kpi_engine().state = "closed"
        return period

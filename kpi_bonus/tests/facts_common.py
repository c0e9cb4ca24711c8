from datetime import date

from odoo import Command

from .common import KpiBonusCommon

DAY = date(2026, 10, 15)


class FactsCommon(KpiBonusCommon):
    """Manual indicators of every scope, a second seller and another company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._create_indicator("Own sales", code="own")
        cls.by_section = cls._create_indicator(
            "Section sales", code="section", scope="section"
        )
        cls.by_shop = cls._create_indicator("Shop sales", code="shop", scope="shop")
        cls.by_company = cls._create_indicator(
            "Company sales", code="company", scope="company"
        )
        cls.share = cls._create_indicator(
            "Single-item receipts",
            code="single",
            unit="percent",
            method="inverse",
            ratio=True,
        )
        cls.rating = cls._create_indicator(
            "Rating", code="rating", unit="score", method="score", aggregate="average"
        )
        cls.boris = cls._create_employee("Boris Painter", barcode="B0042")
        cls.toolman = cls._create_employee(
            "Viktor Toolman", department_id=cls.tools.id, work_email="Viktor@Shop.test"
        )
        cls.other_company = cls.env["res.company"].create({"name": "Other company"})
        cls.stranger = cls.env["hr.employee"].create(
            {"name": "Stranger", "company_id": cls.other_company.id}
        )

    @classmethod
    def _fact_vals(cls, indicator, value=10.0, day=DAY, **vals):
        return {
            "indicator_id": indicator.id,
            "date": day,
            "value": value,
            **(vals or {"employee_id": cls.seller.id}),
        }

    @classmethod
    def _close(cls, period):
        """Closed without the engine's run: only the state matters to facts."""
        period._as_kpi_engine().write({"state": "closed"})

    @classmethod
    def _issue_on(cls, indicator):
        """A plan-report of the seller, issued with this indicator."""
        scheme = cls._create_scheme(
            f"Scheme of {indicator.code}",
            [(indicator, 100, 1000)],
            activate=False,
            job_ids=cls.job.ids,
        )
        return (
            cls.env["kpi.plan.report"]
            ._as_kpi_engine()
            .create(
                {
                    "employee_id": cls.seller.id,
                    "period_id": cls._create_period().id,
                    "company_id": cls.company.id,
                    "scheme_id": scheme.id,
                    "department_id": cls.paints.id,
                    "state": "issued",
                    "terms": {"needs_signature": False, "needs_submission": False},
                    "line_ids": [
                        Command.create(
                            {"indicator_id": indicator.id, "weight": 100, "plan": 1000}
                        )
                    ],
                }
            )
        )

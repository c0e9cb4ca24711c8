from odoo import Command
from odoo.tests import new_test_user

from .common import KpiBonusCommon


class RightsCommon(KpiBonusCommon):
    """One user per role, and a month with people of two sections and two companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            "portal": new_test_user(
                cls.env,
                login="kpi_portal",
                groups="base.group_portal",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            ),
            "internal": cls._create_user("internal", ""),
            "controller": cls._create_user("controller", "kpi_bonus.group_controller"),
            "head": cls.head,
            "payroll": cls._create_user("payroll", "kpi_bonus.group_payroll"),
            "manager": cls.manager,
        }
        cls._create_worked_example()
        cls.toolman = cls._create_employee("Boris Seller", department_id=cls.tools.id)
        cls.period = cls._create_period()
        cls.period.action_prepare()
        home = cls._create_month_records(cls.seller, cls.paints)
        other = cls._create_month_records(cls.toolman, cls.tools)
        foreign = cls._create_foreign_records()
        cls.records = {
            model: (home[model], other[model], foreign[model]) for model in home
        }

    @classmethod
    def _create_month_records(cls, employee, section):
        period = cls.period.with_context(active_test=False)
        report = period.report_ids.filtered(lambda r: r.employee_id == employee)
        card = report.card_id
        grade = cls.env["kpi.grade"].create(
            {
                "name": "First",
                "code": f"1-{employee.id}",
                "company_id": cls.company.id,
                "wage": 20000,
            }
        )
        regulation = cls._create_regulation()
        session = cls._create_session(employee, grade)
        return {
            "kpi.regulation": regulation,
            "kpi.regulation.clause": regulation.clause_ids,
            "kpi.adjustment": cls._create_adjustment(report),
            "kpi.apprenticeship": cls._create_apprenticeship(employee),
            "kpi.attestation": cls.env["kpi.attestation"].create(
                {
                    "employee_id": employee.id,
                    "date": "2026-10-15",
                    "target_grade_id": grade.id,
                }
            ),
            "kpi.board": cls.env["kpi.board"].create(
                {
                    "name": section.name,
                    "company_id": cls.company.id,
                    "department_id": section.id,
                }
            ),
            "kpi.dispute": cls.env["kpi.dispute"]
            ._as_kpi_engine()
            .create(
                {
                    "report_id": report.id,
                    "reason_code": "other",
                    "reason": "It is not fair",
                    "date": "2026-11-02",
                }
            ),
            "kpi.initiative": cls.env["kpi.initiative"].create(
                {
                    "text": "More light",
                    "company_id": cls.company.id,
                    "shop_id": cls.shop.id,
                }
            ),
            "kpi.initiative.vote": cls._create_vote(employee),
            "kpi.practice": cls.env["kpi.practice"]
            ._as_kpi_engine()
            .create(
                {
                    "employee_id": employee.id,
                    "company_id": cls.company.id,
                    "kind": "example",
                    "exercise": {"lines": []},
                    "date": "2026-10-02",
                }
            ),
            "kpi.plan.report": report,
            "kpi.plan.report.line": report.line_ids,
            "kpi.plan.report.segment": report.segment_ids[:1],
            "kpi.disqualification": cls._create_ground(report),
            "kpi.card": card,
            "kpi.card.line": cls.env["kpi.card.line"].create(
                {"card_id": card.id, "type_id": cls.remark.id, "date": "2026-10-05"}
            ),
            "kpi.fact": cls._create_fact(cls.own_sales, 1000, employee_id=employee.id),
            "kpi.target": cls.env["kpi.target"].create(
                {
                    "period_id": cls.period.id,
                    "indicator_id": cls.section_sales.id,
                    "department_id": section.id,
                    "value": 5000,
                }
            ),
            "kpi.period": cls.period,
            "kpi.period.check": cls._get_check(),
            "kpi.seal": cls.env["kpi.seal"].search(
                [("company_id", "=", cls.company.id)], limit=1
            ),
            "kpi.indicator": cls.own_sales,
            "kpi.watermark": cls.env["kpi.watermark"].create(
                {
                    "company_id": cls.company.id,
                    "key": f"test-{employee.id}",
                    "value": "2026-10-01",
                }
            ),
            "kpi.attestation.session": session,
            "kpi.attestation.member": session.member_ids,
            "kpi.attestation.criterion": session.criterion_ids,
            "kpi.attestation.mark": session.attestation_ids.mark_ids,
            "kpi.turnover": cls.env["kpi.turnover"].search(
                [("department_id", "=", section.id)], limit=1
            ),
            "kpi.scheme": cls.scheme,
            "kpi.scheme.line": cls.scheme.line_ids[:1],
            "kpi.matrix": cls.scheme.matrix_id,
            "kpi.matrix.line": cls.scheme.matrix_id.line_ids[:1],
            "kpi.grade": grade,
            "kpi.grade.control": cls.env["kpi.grade.control"].browse(employee.id),
            "kpi.grade.wage": grade.wage_ids,
            "kpi.wage.change": cls.env["kpi.wage.change"].create(
                {"employee_id": employee.id, "wage": 21000}
            ),
        }

    @classmethod
    def _create_apprenticeship(cls, employee):
        job = cls.env["hr.job"].create(
            {
                "name": f"Apprentice {employee.name}",
                "company_id": cls.company.id,
                "kpi_track": "apprentice",
            }
        )
        return cls.env["kpi.apprenticeship"].create(
            {
                "employee_id": employee.id,
                "job_id": job.id,
                "target_job_id": cls.job.id,
                "qualification": "Seller",
                "date_from": "2026-10-01",
                "stipend": 22000,
            }
        )

    @classmethod
    def _create_session(cls, employee, grade):
        """A session with the person on the commission and before it."""
        return cls.env["kpi.attestation.session"].create(
            {
                "date": "2026-10-15",
                "company_id": cls.company.id,
                "member_ids": [Command.create({"employee_id": employee.id})],
                "criterion_ids": [
                    Command.create(
                        {
                            "name": f"Skill of {employee.name}",
                            "company_id": cls.company.id,
                        }
                    )
                ],
                "attestation_ids": [
                    Command.create(
                        {
                            "employee_id": employee.id,
                            "kind": "entry",
                            "date": "2026-10-15",
                            "target_grade_id": grade.id,
                        }
                    )
                ],
            }
        )

    @classmethod
    def _create_regulation(cls):
        return cls.env["kpi.regulation"].create(
            {
                "name": "Bonuses",
                "company_id": cls.company.id,
                "scheme_ids": [Command.set(cls.scheme.ids)],
                "clause_ids": [Command.create({"title": "Purpose", "body": "To pay"})],
            }
        )

    @classmethod
    def _create_vote(cls, employee):
        idea = cls.env["kpi.initiative"].create(
            {"text": "Less noise", "company_id": cls.company.id}
        )
        return cls.env["kpi.initiative.vote"].create(
            {"initiative_id": idea.id, "employee_id": employee.id}
        )

    @classmethod
    def _get_check(cls):
        cls.period._sync_checks()
        return cls.period.check_ids[:1]

    @classmethod
    def _create_ground(cls, report):
        grounds = cls.env["kpi.disqualification"]
        return grounds._create_found([(report.id, "late", "condition", "Too late")])

    @classmethod
    def _create_adjustment(cls, report):
        """The report is closed for it, and a draft again for the other tests."""
        engine = report._as_kpi_engine()
        terms = {"currency": cls.company.currency_id.name}
        engine.write({"state": "closed", "terms": terms})
        adjustment = cls.env["kpi.adjustment"].create(
            {
                "report_id": report.id,
                "pay_period_id": cls.period.id,
                "value_after": 100,
                "reason": "A receipt was missing",
            }
        )
        engine.write({"state": "draft", "terms": False})
        return adjustment

    @classmethod
    def _create_foreign_records(cls):
        """The same month in a second company, whose people bear the same names."""

        class Foreign(cls):
            """Takes the attributes that the fixtures set, so that ``cls`` keeps its."""

        Foreign.setUpForeign()
        return Foreign.foreign_records

    @classmethod
    def setUpForeign(cls):
        cls.company = cls.env["res.company"].create({"name": "Rival"})
        cls.env = cls.env["base"].with_company(cls.company).env
        cls.calendar = cls._create_calendar("Rival hours")
        cls.company.resource_calendar_id = cls.calendar
        cls.job = cls.env["hr.job"].create(
            {"name": "Rival seller", "company_id": cls.company.id}
        )
        cls.shop = cls._create_department("Rival shop", kind="shop")
        cls.paints = cls._create_department("Rival paints", cls.shop, "section")
        cls.seller = cls._create_employee("Vera Seller")
        cls._create_worked_example()
        cls.period = cls._create_period()
        cls.period.action_prepare()
        cls.foreign_records = cls._create_month_records(cls.seller, cls.paints)

from datetime import date

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

# The default matrix of the design; above it, on at the slope of the last two rows.
DEFAULT_MATRIX = [
    (80, 80),
    (85, 85),
    (90, 90),
    (95, 95),
    (100, 100),
    (105, 110),
    (110, 120),
    (120, 140),
    (130, 160),
    (140, 180),
    (150, 200),
]


class KpiBonusCommon(TransactionCase):
    """A shop with two sections, a head and a scheme of the worked example.

    October 2026 on a 40-hour calendar (Monday to Friday, 8 hours): 22 working days,
    176 hours, no public holidays. Wage 20 000.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": "Domstroy", "currency_id": cls.env.ref("base.EUR").id}
        )
        cls.env = cls.env(
            context=dict(cls.env.context, tracking_disable=True, lang="en_US")
        )
        cls.env = cls.env["base"].with_company(cls.company).env
        cls.calendar = cls._create_calendar("40 hours")
        cls.company.resource_calendar_id = cls.calendar
        cls.job = cls.env["hr.job"].create(
            {"name": "Seller", "company_id": cls.company.id}
        )
        cls.shop = cls._create_department("Shop", kind="shop")
        cls.paints = cls._create_department("Paints", cls.shop, "section")
        cls.tools = cls._create_department("Tools", cls.shop, "section")
        cls.manager = cls._create_user("manager", "kpi_bonus.group_manager")
        cls.head = cls._create_user("head", "kpi_bonus.group_section_head")
        cls.head_employee = cls.env["hr.employee"].create(
            {
                "name": "Head of paints",
                "company_id": cls.company.id,
                "user_id": cls.head.id,
            }
        )
        cls.paints.manager_id = cls.head_employee
        cls.seller = cls._create_employee("Anna Seller")

    @classmethod
    def _create_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login=f"kpi_{login}",
            groups=f"base.group_user,{groups}" if groups else "base.group_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            tz="UTC",
        )

    @classmethod
    def _create_calendar(cls, name, days="01234", hours=((8, 12), (13, 17)), **vals):
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "tz": "UTC",
                "attendance_ids": [
                    Command.create(
                        {
                            "name": f"{day} {start}",
                            "dayofweek": day,
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": "morning" if start < 12 else "afternoon",
                        }
                    )
                    for day in days
                    for start, end in hours
                ],
                **vals,
            }
        )

    @classmethod
    def _create_department(cls, name, parent=None, kind=False):
        return cls.env["hr.department"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "parent_id": parent.id if parent else False,
                "kpi_kind": kind,
            }
        )

    @classmethod
    def _create_employee(cls, name, start=date(2026, 1, 1), **vals):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "department_id": cls.paints.id,
                "job_id": cls.job.id,
                "resource_calendar_id": cls.calendar.id,
                "wage": 20000,
                "date_version": start or date(2026, 1, 1),
                "contract_date_start": start,
                **vals,
            }
        )

    @classmethod
    def _create_indicator(cls, name, **vals):
        return cls.env["kpi.indicator"].create(
            {
                "name": name,
                "code": name.lower().replace(" ", "_"),
                "company_id": cls.company.id,
                "unit": "money",
                "method": "proportional",
                "scope": "employee",
                "source": "manual",
                "aggregate": "sum",
                **vals,
            }
        )

    @classmethod
    def _create_worked_example(cls):
        """Indicators and active scheme 35 / 45 / 20 of the worked example."""
        cls.section_sales = cls._create_indicator("Section sales", scope="section")
        cls.own_sales = cls._create_indicator("Own sales", prorate_on_absence=True)
        cls.service = cls._create_indicator(
            "Service", method="card", source="card", unit="score"
        )
        cls.remark = cls.env["kpi.card.type"].create(
            {"name": "No reaction to a customer", "kind": "remark"}
        )
        cls.thanks = cls.env["kpi.card.type"].create(
            {"name": "Customer's written thanks", "kind": "thanks"}
        )
        cls.scheme = cls._create_scheme(
            "Sellers",
            [
                (cls.section_sales, 35, 2000000),
                (cls.own_sales, 45, 500000),
                (cls.service, 20, 0),
            ],
            job_ids=cls.job.ids,
        )

    @classmethod
    def _create_scheme(cls, name, lines, activate=True, **vals):
        scheme = cls.env["kpi.scheme"].create(
            {
                "name": name,
                "code": name.lower(),
                "company_id": cls.company.id,
                "date_from": date(2026, 1, 1),
                "matrix_id": cls._create_matrix(name).id,
                "line_ids": [
                    Command.create(
                        {
                            "sequence": number,
                            "indicator_id": indicator.id,
                            "weight": weight,
                            "default_plan": plan,
                        }
                    )
                    for number, (indicator, weight, plan) in enumerate(lines)
                ],
                **{
                    key: [Command.set(value)] if key.endswith("_ids") else value
                    for key, value in vals.items()
                },
            }
        )
        if activate:
            scheme.action_activate()
        return scheme

    @classmethod
    def _create_matrix(cls, name, rows=None, overflow="slope"):
        """By default the matrix of the design, up to 150 → 200."""
        return cls.env["kpi.matrix"].create(
            {
                "name": f"Matrix of {name}",
                "company_id": cls.company.id,
                "overflow": overflow,
                "line_ids": [
                    Command.create({"threshold": low, "bonus_percent": percent})
                    for low, percent in rows or DEFAULT_MATRIX
                ],
            }
        )

    @classmethod
    def _create_period(cls, start=date(2026, 10, 1), **vals):
        return cls.env["kpi.period"].create(
            {"date_from": start, "company_id": cls.company.id, **vals}
        )

    @classmethod
    def _create_fact(cls, indicator, value, day=date(2026, 10, 15), **vals):
        """A hand-entered fact; its subject is the seller unless ``vals`` says else."""
        subject = {"employee": {"employee_id": cls.seller.id}}.get(indicator.scope, {})
        return cls.env["kpi.fact"].create(
            {
                "indicator_id": indicator.id,
                "date": day,
                "value": value,
                "company_id": cls.company.id,
                **(vals or subject),
            }
        )

    @classmethod
    def _close_period(cls, period):
        """Close; what the test leaves unsettled on the check-list is waived."""
        if period.state == "open":
            period.action_review()
        for check in period.check_ids.filtered("is_waivable"):
            check.action_waive("Not part of this test")
        period.action_close()

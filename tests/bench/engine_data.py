"""Fixtures of the engine's benchmark: many people, their facts and plans, in SQL."""

from odoo import Command
from odoo.tools import SQL

COMPANY = "Bench"
MANAGER = "bench"
MONTH = "2026-10-01"
DAYS = 30
PEOPLE_PER_SECTION = 20
# Name, weight, plan, values of the KPI. Every one of them is a person's own, so that
# each of the four lines reads thirty daily facts of its own.
INDICATORS = [
    ("Own sales", 40, 30000, {"unit": "money"}),
    ("Pieces", 20, 1500, {"unit": "quantity"}),
    (
        "Single line",
        20,
        75,
        {"unit": "percent", "method": "inverse", "ratio": True},
    ),
    ("Rating", 20, 0, {"unit": "score", "method": "score", "aggregate": "average"}),
]
# Daily value and base of the KPIs above, from the person's number and the day.
FACTS = [
    ("600 + (person * 37 + day * 11) % 800 + 0.25", "0"),
    ("30 + (person * 7 + day) % 40", "0"),
    ("60 + (person + day * 3) % 30", "100"),
    ("400 + (person * 3 + day) % 200", "5"),
]
MATRIX = [(80, 80), (90, 90), (100, 100), (110, 120), (120, 140), (150, 200)]


def make(env, size):
    """A company whose month is ready to be prepared."""
    company = env["res.company"].create({"name": COMPANY})
    env = env["base"].with_company(company).with_context(tracking_disable=True).env
    job = env["hr.job"].create({"name": "Seller", "company_id": company.id})
    make_manager(env)
    sections = make_sections(env, size)
    make_people(env, size, job, sections)
    indicators = make_indicators(env)
    make_scheme(env, job, indicators)
    period = env["kpi.period"].create({"date_from": MONTH, "company_id": company.id})
    make_targets(env, period, indicators[0])
    make_facts(env, indicators)


def make_manager(env):
    env["res.users"].create(
        {
            "name": "Bonus manager",
            "login": MANAGER,
            "company_id": env.company.id,
            "company_ids": [Command.set(env.company.ids)],
            "group_ids": [Command.link(env.ref("kpi_bonus.group_manager").id)],
        }
    )


def make_sections(env, size):
    shop = env["hr.department"].create(
        {"name": "Shop", "kpi_kind": "shop", "company_id": env.company.id}
    )
    return env["hr.department"].create(
        [
            {
                "name": f"Section {number}",
                "kpi_kind": "section",
                "parent_id": shop.id,
                "company_id": env.company.id,
            }
            for number in range(-(-size // PEOPLE_PER_SECTION))
        ]
    )


def make_people(env, size, job, sections):
    """One by Odoo, the others as copies of his rows; every tenth has a day off."""
    first = env["hr.employee"].create(
        {
            "name": "Seller",
            "company_id": env.company.id,
            "job_id": job.id,
            "department_id": sections[0].id,
            "resource_calendar_id": env.company.resource_calendar_id.id,
            "wage": 20000,
            "date_version": "2026-01-01",
            "contract_date_start": "2026-01-01",
        }
    )
    env.flush_all()
    env.cr.execute(
        SQL(
            """CREATE TEMPORARY TABLE bench_copy AS
            SELECT number, (%s::int[])[number %% %s + 1] AS department_id,
                nextval('resource_resource_id_seq') AS resource_id,
                nextval('hr_employee_id_seq') AS employee_id,
                nextval('hr_version_id_seq') AS version_id
            FROM generate_series(1, %s) AS number""",
            sections.ids,
            len(sections),
            size - 1,
        )
    )
    copy_row(env, first.resource_id, id="resource_id")
    copy_row(
        env,
        first,
        id="employee_id",
        resource_id="resource_id",
        current_version_id="NULL",
        department_id="department_id",
    )
    copy_row(
        env,
        first.version_id,
        id="version_id",
        employee_id="employee_id",
        department_id="department_id",
    )
    env.cr.execute(
        """UPDATE hr_employee SET current_version_id = version_id
        FROM bench_copy WHERE employee_id = hr_employee.id"""
    )
    env.cr.execute(
        SQL(
            """INSERT INTO resource_calendar_leaves
                (name, company_id, resource_id, date_from, date_to, time_type)
            SELECT 'Day off', %s, resource_id, '2026-10-12 00:00', '2026-10-13 00:00',
                'leave'
            FROM bench_copy WHERE number %% 10 = 0""",
            env.company.id,
        )
    )
    env.invalidate_all()


def copy_row(env, record, **columns):
    """Copy one row once for every row of bench_copy.

    :param columns: SQL for the columns that differ
    """
    table = record._table
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
        [table],
    )
    names = [name for [name] in env.cr.fetchall()]
    values = [
        SQL("bench_copy.%s", SQL.identifier(columns[name]))
        if columns.get(name, "NULL") != "NULL"
        else SQL("NULL")
        if name in columns
        else SQL("original.%s", SQL.identifier(name))
        for name in names
    ]
    env.cr.execute(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s AS original, bench_copy "
            "WHERE original.id = %s",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(values),
            SQL.identifier(table),
            record.id,
        )
    )


def make_indicators(env):
    return env["kpi.indicator"].create(
        [
            {
                "name": name,
                "code": name.lower(),
                "company_id": env.company.id,
                "sequence": number,
                "source": "manual",
                **vals,
            }
            for number, (name, _weight, _plan, vals) in enumerate(INDICATORS)
        ]
    )


def make_scheme(env, job, indicators):
    matrix = env["kpi.matrix"].create(
        {
            "name": "Bench",
            "company_id": env.company.id,
            "overflow": "top",
            "line_ids": [
                Command.create({"threshold": low, "bonus_percent": percent})
                for low, percent in MATRIX
            ],
        }
    )
    scheme = env["kpi.scheme"].create(
        {
            "name": "Bench",
            "code": "bench",
            "company_id": env.company.id,
            "date_from": "2026-01-01",
            "job_ids": [Command.set(job.ids)],
            "matrix_id": matrix.id,
            "line_ids": [
                Command.create(
                    {
                        "sequence": number,
                        "indicator_id": indicator.id,
                        "weight": weight,
                        "default_plan": plan,
                    }
                )
                for number, (indicator, (_name, weight, plan, _vals)) in enumerate(
                    zip(indicators, INDICATORS, strict=True)
                )
            ],
        }
    )
    scheme.action_activate()


def make_targets(env, period, indicator):
    """A plan of his own for everybody."""
    env.flush_all()
    env.cr.execute(
        SQL(
            """INSERT INTO kpi_target
                (company_id, period_id, indicator_id, employee_id, value)
            SELECT %(company)s, %(period)s, %(indicator)s, id, 25000 + id %% 100 * 100
            FROM hr_employee WHERE company_id = %(company)s""",
            company=env.company.id,
            period=period.id,
            indicator=indicator.id,
        )
    )


def make_facts(env, indicators):
    """Imported facts of everybody, every KPI, every day."""
    for indicator, (value, base) in zip(indicators, FACTS, strict=True):
        env.cr.execute(
            SQL(
                """INSERT INTO kpi_fact (company_id, indicator_id, date, employee_id,
                    value, base, origin, create_uid, write_uid, create_date, write_date)
                SELECT company_id, %s, %s::date + day, id, %s, %s, 'import', 1, 1,
                    now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                FROM (
                    SELECT id, company_id, row_number() OVER (ORDER BY id) AS person
                    FROM hr_employee WHERE company_id = %s
                ) AS employee, generate_series(0, %s - 1) AS day""",
                indicator.id,
                MONTH,
                SQL(value.replace("%", "%%")),
                SQL(base),
                env.company.id,
                DAYS,
            )
        )

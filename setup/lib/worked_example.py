"""Print the worked example and the demo people of the database PGDATABASE names.

Runs in Odoo's Python, not in the one of the other files here.
"""

import sys

import odoo.modules.registry
from odoo import SUPERUSER_ID, api
from odoo.tools import config

REPORT = "kpi_bonus.plan_report_worked_example_demo"
PEOPLE = {
    "user_manager_demo": "bonus manager (HR)",
    "user_controller_demo": "controller",
    "user_head_demo": "section head",
    "user_payroll_demo": "payroll officer",
    "user_seller_demo": "seller, on the portal",
}


def main():
    config.parse_config(["--log-level=error"], setup_logging=True)
    (database,) = config["db_name"]
    with odoo.modules.registry.Registry(database).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {"lang": "en_US"})
        report = env.ref(REPORT, raise_if_not_found=False)
        if not report:
            print(f"There is no worked example: {REPORT} is not in {database}.")
            return 1
        print_report(report)
        print_people(env)
    return 0


def print_report(report):
    print(f"\n{report.employee_id.name}, {report.period_id.display_name}\n")
    print_table(
        ("Indicator", "Weight", "Plan", "Adjusted", "Fact", "Execution", "Result"),
        [
            (
                line.indicator_id.name,
                number(line.weight),
                number(line.plan, 2),
                number(line.plan_adjusted, 2),
                number(line.fact, 2),
                number(line.execution),
                number(line.effectiveness),
            )
            for line in report.line_ids
        ],
    )
    print()
    print_table(("Step", "Value"), totals(report))


def totals(report):
    """Return the way from the total to the pay, step by step."""
    currency = report.currency_id.name
    rows = report.scheme_id.matrix_id.line_ids.filtered(
        lambda row: row.threshold <= report.effectiveness
    )
    row = max(rows, key=lambda row: row.threshold) if rows else None
    return [
        ("Effectiveness in total", number(report.effectiveness)),
        ("Row of the bonus matrix", number(row.threshold) if row else "none"),
        ("Bonus by the matrix", f"{number(report.matrix_percent)} %"),
        ("Bonus payable", f"{number(report.bonus_percent)} %"),
        *(hours(segment, currency) for segment in report.segment_ids),
        ("Earned salary", f"{number(report.earned_salary, 2)} {currency}"),
        ("Bonus", f"{number(report.bonus_amount, 2)} {currency}"),
    ]


def hours(segment, currency):
    wage = f"{number(segment.wage, 2)} {currency}"
    return (
        f"Hours from {segment.date_from}, at {wage} a month",
        f"{number(segment.worked_hours)} of {number(segment.norm_hours)}",
    )


def print_people(env):
    rows = [
        (user.login, role)
        for name, role in PEOPLE.items()
        if (user := env.ref(f"kpi_bonus.{name}", raise_if_not_found=False))
    ]
    print("\nDemo people; the password of each is the login:\n")
    print_table(
        ("Login", "Role"), [*rows, ("admin", "administrator of Odoo")], str.ljust
    )
    print()


def print_table(head, rows, align=str.rjust):
    """Print rows in columns; the first column holds names, the others figures."""
    rows = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *others in rows:
        cells = [name.ljust(widths[0])]
        cells += map(align, others, widths[1:])
        print("  " + "  ".join(cells).rstrip())


def number(value, digits=0):
    """Write a figure with spaces between thousands; decimals only where there are."""
    digits = digits if digits or value == int(value) else 2
    return f"{value:,.{digits}f}".replace(",", " ")


if __name__ == "__main__":
    sys.exit(main())

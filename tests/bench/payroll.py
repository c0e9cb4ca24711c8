"""Time S payslips, with the KPI rules and without them, in turns in one run.

``./setup/bench payroll`` runs it with S = 1 000 and 5 000; KPI_BENCH_SIZES chooses
others. Everybody has a closed plan-report of October 2026. A payroll officer generates
the payslips by the wizard of OCA payroll, which creates and computes them, in one
transaction; its commit counts not, as everything is rolled back.

Two structures take turns in every round, and the median counts:

- ``with``: "Shop staff" as delivered: BASIC by hours, KPI bonus, GROSS;
- ``without``: BASIC of a fixed amount and GROSS, by rules of OCA payroll alone.

Queries of ours are those of the one, less those of the other. ``fill`` is the part of
the time in which the figures of all payslips are read, computed and stored. CPU is the
time of this process: of two steps on a busy machine it compares better than the clock.
What dominates is named by the profile: KPI_BENCH_PROFILE=1 prints where the time goes.
"""

import argparse
import cProfile
import os
import pstats
import sys
import time
from contextlib import contextmanager
from statistics import median

import common
import engine_data

from odoo import SUPERUSER_ID, Command, api
from odoo.fields import Date

SIZES = "1000,5000"
ROUNDS = int(os.environ.get("KPI_BENCH_ROUNDS", "3"))
OFFICER = "bench_officer"
# What must be reached.
MORE_TIME = 10  # percent
QUERIES = 1  # of ours, a payslip
HEAD = (
    *("payslips", "KPI rules", "seconds", "CPU s", "ms each", "queries", "each"),
    *("more time, %", "more CPU, %", "queries of ours", "fill, s", "target"),
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--phase", help=argparse.SUPPRESS)
    parser.add_argument("--database", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        return common.run_phase(PHASES[options.phase], options.database)
    rows = []
    for size in map(int, os.environ.get("KPI_BENCH_SIZES", SIZES).split(",")):
        rows += get_rows(size, run_size(size))
    common.print_table(HEAD, rows)
    return 0


def run_size(size):
    """:return: {structure: figures}"""
    print(f"   {size} people", file=sys.stderr, flush=True)
    with common.scratch_database(f"payroll_{size}") as database:
        os.environ["KPI_BENCH_SIZE"] = str(size)
        common.call_phase("make", database)
        common.vacuum(database)
        return common.call_phase("pay", database)


def get_rows(size, figures):
    base = figures["without"]
    for name, own in figures.items():
        compared = [None] * 5
        if own is not base:
            more, cpu = ((own[key] / base[key] - 1) * 100 for key in ("seconds", "cpu"))
            queries = (own["queries"] - base["queries"]) / size
            reached = more <= MORE_TIME and queries <= QUERIES
            verdict = "reached" if reached else "MISSED"
            compared = (more, cpu, queries, own["fill"], verdict)
        yield (
            *(size, name, own["seconds"], own["cpu"], own["seconds"] * 1000 / size),
            *(own["queries"], own["queries"] / size, *compared),
        )


# -- phases, each in a process of its own ---------------------------------------------


def make(registry):
    """People with a closed month, a payroll officer and the structures."""
    size = int(os.environ["KPI_BENCH_SIZE"])
    common.measure(registry, lambda env, _prepared: engine_data.make(env, size))
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {"tracking_disable": True})
        company = env["res.company"].search([("name", "=", engine_data.COMPANY)])
        env = env["base"].with_company(company).env
        close_month(env)
        make_officer(env)
        make_structures(env)
        cursor.commit()


def close_month(env):
    period = env["kpi.period"].search([("date_from", "=", engine_data.MONTH)])
    period.action_prepare()
    period.action_open()
    period.action_review()
    checks = period.check_ids.filtered(lambda check: check.state == "red")
    manager = env["res.users"].search([("login", "=", engine_data.MANAGER)])
    checks.with_user(manager).action_waive("Benchmark")
    period.action_close()


def make_officer(env):
    groups = ("kpi_bonus.group_payroll", "payroll.group_payroll_manager")
    env["res.users"].create(
        {
            "name": "Payroll officer",
            "login": OFFICER,
            "company_id": env.company.id,
            "company_ids": [Command.set(env.company.ids)],
            "group_ids": [Command.link(env.ref(name).id) for name in groups],
        }
    )


def make_structures(env):
    shop_staff = env.ref("kpi_bonus_payroll.hr_payroll_structure_shop_staff")
    shop_staff.copy({"name": "with", "company_id": env.company.id})
    basic, gross = (
        env.ref(f"kpi_bonus_payroll.hr_salary_rule_category_{name}")
        for name in ("basic", "gross")
    )
    rules = env["hr.salary.rule"].create(
        [
            {"name": "Base", "code": "BASIC", "sequence": 10, "category_id": basic.id}
            | {"amount_select": "fix", "amount_fix": 20000},
            {"name": "Gross", "code": "GROSS", "sequence": 100}
            | {"category_id": gross.id, "amount_select": "code"}
            | {"condition_select": "python", "condition_python": "result = True"}
            | {"amount_python_compute": "result = categories.BASIC + categories.KPI"},
        ]
    )
    vals = {"name": "without", "code": "BENCH", "company_id": env.company.id}
    env["hr.payroll.structure"].create({**vals, "rule_ids": rules.ids})


def pay(registry):
    """In turns, so that a busy moment of the machine meets both."""
    samples = {"without": [], "with": []}
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        officer = env["res.users"].search([("login", "=", OFFICER)]).id
    for _round in range(ROUNDS):
        for name, own in samples.items():
            own.append(measure_batch(registry, officer, name))
    if os.environ.get("KPI_BENCH_PROFILE"):
        profile = cProfile.Profile()
        profile.runcall(measure_batch, registry, officer, "with")
        stats = pstats.Stats(profile, stream=sys.stderr)
        stats.sort_stats("cumulative").print_stats(r"addons/|sql_db.py.*execute", 40)
    return {
        name: {key: median(sample[key] for sample in own) for key in own[0]}
        for name, own in samples.items()
    }


def measure_batch(registry, officer, name):
    cpu = []

    def work(_env, wizard):
        start = time.process_time()
        wizard.compute_sheet()
        cpu.append(time.process_time() - start)

    with timed_fill(registry) as fill:
        sample = common.measure(
            registry, work, officer, lambda env: prepare(env, name), keep=False
        )
    return {**sample._asdict(), "cpu": sum(cpu), "fill": sum(fill)}


def prepare(env, name):
    """The wizard on a batch of everybody."""
    structure = env["hr.payroll.structure"].search([("name", "=", name)])
    people = env["hr.employee"].search([("company_id", "=", env.company.id)])
    run = env["hr.payslip.run"].create(
        {
            "name": name,
            "struct_id": structure.id,
            "date_start": engine_data.MONTH,
            "date_end": Date.to_date(engine_data.MONTH).replace(day=31),
        }
    )
    wizard = env["hr.payslip.employees"].with_context(active_id=run.id)
    return wizard.create({"employee_ids": people.ids})


@contextmanager
def timed_fill(registry):
    """Seconds of every call that fills figures."""
    seconds = []
    model = registry["hr.payslip"]
    original = model._kpi_fill

    def fill(self):
        start = time.perf_counter()
        original(self)
        seconds.append(time.perf_counter() - start)

    model._kpi_fill = fill
    try:
        yield seconds
    finally:
        model._kpi_fill = original


PHASES = {"make": make, "pay": pay}


if __name__ == "__main__":
    sys.exit(main())

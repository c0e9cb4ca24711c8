"""Time a month of KPI pay for S people: prepare and open, refresh, close.

``./setup/bench engine`` runs it with S = 100, 1 000 and 10 000; the environment
variable KPI_BENCH_SIZES ("100,1000") chooses others. Every person has four KPIs with a
fact a day, so a month of S people has S · 4 · 30 facts.

Every size gets a copy of the database, and every step in it a process of its own, whose
peak memory is given with Odoo itself. A step runs as a bonus manager, in one
transaction; the commit counts. Steps are compared with:

- prepare and open: a bare ORM ``create`` of the very rows they leave, with all values,
  in the same batches and the same context, nothing worked out;
- refresh: the same sums and updates of the same rows in one SQL statement
  (``engine_sql.py``). Both run in turns in one process, each after a change of one
  day's facts of everybody, so that every line has to be written. The median counts.
  Before and after, both must come to the same figures.
"""

import argparse
import os
import sys
from statistics import median

import common
import engine_data
import engine_sql

from odoo import SUPERUSER_ID, Command, api
from odoo.fields import Date
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL, split_every

SIZES = "100,1000,10000"
ROUNDS = 5
# What must be reached: (size, step): most times the seconds of the comparison.
TARGETS = {(1000, "refresh"): 3, (10000, "prepare + open"): 5}
MEMORY_TARGET = 1536
HEAD = (
    *("people", "step", "seconds", "growth", "queries", "peak MiB"),
    *("bare", "bare s", "times", "target"),
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--phase", help=argparse.SUPPRESS)
    parser.add_argument("--database", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        return common.run_phase(PHASES[options.phase], options.database)
    sizes = os.environ.get("KPI_BENCH_SIZES", SIZES)
    rows = []
    before = {}
    for size in map(int, sizes.split(",")):
        for step, figures in run_size(size).items():
            rows.append(get_row(size, step, figures, before.get(step)))
            before[step] = (size, figures["seconds"])
    common.print_table(HEAD, rows)
    return 0


def run_size(size):
    """:return: {step: figures}"""
    print(f"   {size} people", file=sys.stderr, flush=True)
    with common.scratch_database(size) as database:
        os.environ["KPI_BENCH_SIZE"] = str(size)
        common.call_phase("make", database)
        common.vacuum(database)
        steps = {}
        for phase in ("open", "create", "refresh", "close"):
            steps |= common.call_phase(phase, database)
            common.vacuum(database)
    opened = steps["prepare + open"]
    opened |= {"bare": "ORM create", "bare_seconds": steps.pop("create")["seconds"]}
    return steps


def get_row(size, step, figures, before):
    growth = common.get_growth(size, figures["seconds"], before)
    bare = figures.get("bare_seconds")
    times = figures["seconds"] / bare if bare else None
    return (
        *(size, step, figures["seconds"], growth, figures["queries"]),
        *(round(figures["memory"]), figures.get("bare"), bare, times),
        get_verdict(size, step, times, figures["memory"]),
    )


def get_verdict(size, step, times, memory):
    limit = TARGETS.get((size, step))
    if not limit:
        return None
    reached = times <= limit and memory <= MEMORY_TARGET
    return f"at most {limit}: {'reached' if reached else 'MISSED'}"


# -- phases, each in a process of its own ---------------------------------------------


def make(registry):
    size = int(os.environ["KPI_BENCH_SIZE"])
    common.measure(registry, lambda env, _prepared: engine_data.make(env, size))


def open_month(registry):
    """Drafts for everybody, then their issue."""
    uid = get_manager(registry)
    prepared = common.measure(
        registry, lambda _env, period: period.action_prepare(), uid, get_period
    )
    opened = common.measure(
        registry, lambda _env, period: period.action_open(), uid, get_period
    )
    both = common.Sample(*map(sum, zip(prepared, opened, strict=True)))
    return {
        "prepare": get_figures(prepared),
        "open": get_figures(opened),
        "prepare + open": get_figures(both),
    }


def create_rows(registry):
    """The same rows again in another month, which is rolled back."""
    batches = []

    def prepare(env):
        batches.extend(split_every(500, get_rows(get_period(env))))

    def create(env, _prepared):
        reports = get_engine(env)["kpi.plan.report"]
        for batch in batches:
            reports.create(batch)
            env.flush_all()
            env.invalidate_all(flush=False)

    sample = common.measure(registry, create, prepare=prepare, keep=False)
    return {"create": get_figures(sample)}


def get_engine(env):
    """The environment in which a period's run works."""
    return get_period(env)._get_run_sudo().env


def get_rows(period):
    """Values of every plan-report with its lines and segments, for another month."""
    rows = get_values(period.report_ids)
    november = period.copy({"date_from": Date.to_date("2026-11-01")})
    for name in ("line_ids", "segment_ids"):
        children = get_values(period.report_ids[name])
        by_report = {}
        for values in children:
            commands = by_report.setdefault(values.pop("report_id"), [])
            values.pop("id")
            commands.append(Command.create(values))
        for values in rows:
            values[name] = by_report[values["id"]]
    for values in rows:
        values |= {"period_id": november.id}
        values.pop("id")
    return rows


def get_values(records):
    names = [
        name
        for name, field in records._fields.items()
        if name not in MAGIC_COLUMNS
        if field.store and field.column_type and not field.compute
    ]
    return records.read(["id", *names], load=None)


def refresh(registry):
    """Engine and SQL in turns."""
    uid = get_manager(registry)
    check_sql(registry)
    samples, bare_samples = [], []
    for _round in range(ROUNDS):
        change_facts(registry)
        samples.append(measure_refresh(registry, uid))
        change_facts(registry)
        bare_samples.append(common.measure(registry, run_sql, prepare=prepare_sql))
    check_sql(registry)
    middle = sorted(samples)[ROUNDS // 2]
    bare = median(sample.seconds for sample in bare_samples)
    return {"refresh": get_figures(middle) | {"bare": "SQL", "bare_seconds": bare}}


def measure_refresh(registry, uid):
    return common.measure(
        registry, lambda _env, period: period.action_refresh(), uid, get_period
    )


def prepare_sql(env):
    return engine_sql.prepare(env, get_period(env))


def run_sql(env, statement):
    lines, _reports = engine_sql.refresh(env, statement)
    expected = 4 * int(os.environ["KPI_BENCH_SIZE"])
    if lines != expected:
        raise SystemExit(f"SQL changed {lines} of {expected} lines.")


def check_sql(registry):
    """After the engine, SQL comes to the same figures."""
    measure_refresh(registry, get_manager(registry))
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        by_engine = get_results(env)
        engine_sql.refresh(env, prepare_sql(env))
        by_sql = get_results(env)
        cursor.rollback()
    if by_engine != by_sql:
        raise SystemExit("The engine and SQL come to different figures.")


def get_results(env):
    """Every figure; facts to 6 digits, as quotients are cut off differently."""
    lines = env.execute_query(
        SQL(
            """SELECT id, plan_adjusted, value_measured, base_measured, has_data,
                ROUND(fact_measured, 6), ROUND(fact, 6), execution, effectiveness
            FROM kpi_plan_report_line ORDER BY id"""
        )
    )
    reports = env.execute_query(
        SQL(
            """SELECT id, effectiveness, COALESCE(matrix_threshold, 0), matrix_percent,
                bonus_percent, earned_salary, bonus_amount, norm_hours, worked_hours,
                scheduled_shifts, calendar_shifts, missed_shifts, excused_shifts
            FROM kpi_plan_report ORDER BY id"""
        )
    )
    return lines, reports


def change_facts(registry):
    """One more of everything on the first day: every line changes."""
    with registry.cursor() as cursor:
        cursor.execute(
            "UPDATE kpi_fact SET value = value + 1 WHERE date = %s",
            [engine_data.MONTH],
        )


def close(registry):
    uid = get_manager(registry)
    common.measure(registry, lambda _env, period: review(period), uid, get_period)
    closed = common.measure(
        registry, lambda _env, period: period.action_close(), uid, get_period
    )
    return {"close": get_figures(closed)}


def review(period):
    """With whatever the check-list says: the month may lie in the future."""
    period.action_review()
    for check in period.check_ids.filtered("is_waivable"):
        check.action_waive("Benchmark")


def get_period(env):
    company = env["res.company"].sudo().search([("name", "=", engine_data.COMPANY)])
    period = env["kpi.period"].with_company(company)
    return period.search([("date_from", "=", engine_data.MONTH)])


def get_manager(registry):
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        return env["res.users"].search([("login", "=", engine_data.MANAGER)]).id


def get_figures(sample):
    return {
        "seconds": sample.seconds,
        "queries": sample.queries,
        "memory": common.get_peak_memory(),
    }


PHASES = {
    "make": make,
    "open": open_month,
    "create": create_rows,
    "refresh": refresh,
    "close": close,
}


if __name__ == "__main__":
    sys.exit(main())

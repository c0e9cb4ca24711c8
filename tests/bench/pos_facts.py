"""Measuring the facts of the tills, beside hand-written SQL and without an index."""

import os
from datetime import timedelta
from statistics import median

import common
import pos_data
import pos_sql

from odoo.fields import Date, Datetime
from odoo.tools import SQL

ROUNDS = int(os.environ.get("KPI_BENCH_ROUNDS", "3"))
DAY_ROUNDS = 2 * ROUNDS + 1
FIRST = Date.to_date(pos_data.MONTH)
LAST = Date.to_date(pos_data.LAST_DAY)
DAY = FIRST + timedelta(days=14)
# Orders of that day that the clock finds written, and facts that it has to correct.
WRITTEN = 20
# Those of kpi_bonus_pos, and Odoo's own for the day. Without Odoo's own on the order of
# a line nobody gets anywhere.
INDEXES = (
    "pos_order_kpi_write_date",
    "pos_order_line_kpi_refund",
    "pos_order__date_order_index",
)


def compare(registry):
    """:return: {work: {side: [seconds]}}"""
    check_same(registry)
    new = measure_sides(registry, is_new=True)
    again = measure_sides(registry, is_new=False)
    return {
        "month, new": new,
        "month, again": again,
        "day, new": {"KPI": measure_day(registry, True), "month": new["KPI"]},
        "day, again": {"KPI": measure_day(registry, False), "month": again["KPI"]},
        "day, by the clock": {
            "KPI": measure_clocks(registry),
            "month": again["KPI"],
        },
    }


def check_same(registry):
    """Both sides come to the same facts, to a tenth of a cent."""
    measure(registry, run_ours, FIRST, LAST, is_new=True)
    ours = read_facts(registry)
    measure(registry, run_sql, FIRST, LAST, is_new=True)
    by_sql = read_facts(registry)
    if ours.keys() != by_sql.keys():
        raise SystemExit(f"Facts on one side only: {ours.keys() ^ by_sql.keys()}")
    for key, figures in ours.items():
        if any(abs(a - b) > 0.001 for a, b in zip(figures, by_sql[key], strict=True)):
            raise SystemExit(f"Fact {key} is {figures}, and {by_sql[key]} by SQL.")


def read_facts(registry):
    with registry.cursor() as cursor:
        cursor.execute(
            """SELECT indicator_id, date, COALESCE(employee_id, 0),
                COALESCE(department_id, 0), value, base
            FROM kpi_fact"""
        )
        return {
            tuple(key): figures
            for *key, figures in ((*row[:4], row[4:]) for row in cursor.fetchall())
        }


def measure_sides(registry, is_new):
    """The month, in turns, so that a busy moment of the machine meets both."""
    sides = {"KPI": run_ours, "SQL": run_sql}
    samples = {name: [] for name in sides}
    for _round in range(ROUNDS):
        for name, run in sides.items():
            sample = measure(registry, run, FIRST, LAST, is_new)
            samples[name].append(sample.seconds)
    return samples


def measure_day(registry, is_new):
    return [
        measure(registry, run_ours, DAY, DAY, is_new).seconds
        for _round in range(DAY_ROUNDS)
    ]


def measure_clocks(registry, sources=None):
    """The same, but the clock finds out which day it is."""
    before = read_facts(registry)
    samples = [measure_clock(registry, sources).seconds for _ in range(DAY_ROUNDS)]
    if read_facts(registry) != before:
        raise SystemExit("The clock did not measure what was changed.")
    return samples


def measure_month(registry, keep=True, index=None):
    return measure(registry, run_ours, FIRST, LAST, keep=keep, index=index)


def measure(
    registry, run, first, last, is_new=False, sources=None, keep=True, index=None
):
    """:param is_new: whether the facts of these days must be written"""

    def prepare(env):
        drop(env, index)
        env = get_company_env(env)
        return env, get_indicators(env, sources)

    if is_new:
        with registry.cursor() as cursor:
            cursor.execute(
                "DELETE FROM kpi_fact WHERE date BETWEEN %s AND %s", [first, last]
            )
    return common.measure(
        registry,
        lambda _env, prepared: run(*prepared, first, last),
        prepare=prepare,
        keep=keep,
    )


def run_ours(env, indicators, first, last):
    env["kpi.source"]._measure(env.company, indicators, first, last)


def run_sql(env, indicators, first, last):
    # As the sources do: compiling takes longer than what it saves.
    env.cr.execute("SET LOCAL jit = off")
    env.cr.execute(pos_sql.prepare(env, indicators, first, last))


def measure_clock(registry, sources=None, keep=True, index=None):
    """What the clock does when some orders of a day were written."""

    def prepare(env):
        drop(env, index)
        env = get_company_env(env)
        since = Datetime.now()
        noon = Datetime.to_datetime(DAY) + timedelta(hours=7)
        indicators = get_indicators(env, sources)
        env.cr.execute(
            """UPDATE pos_order SET write_date = %s WHERE id IN (
                SELECT id FROM pos_order WHERE date_order >= %s AND state = 'done'
                ORDER BY date_order LIMIT %s)""",
            [since, noon, WRITTEN],
        )
        env.cr.execute(
            """UPDATE kpi_fact SET value = value + 1 WHERE id IN (
                SELECT id FROM kpi_fact WHERE date = %s AND indicator_id IN %s
                ORDER BY id LIMIT %s)""",
            [DAY, tuple(indicators.ids), WRITTEN],
        )
        return env, indicators, {"pos": since}

    def work(_env, prepared):
        env, indicators, since = prepared
        source = env["kpi.source"]
        source._measure_changed(env.company, indicators, since, FIRST, LAST)

    return common.measure(registry, work, prepare=prepare, keep=keep)


def get_company_env(env):
    company = env["res.company"].search([("name", "=", pos_data.COMPANY)])
    return env["base"].with_company(company).env


def get_indicators(env, sources=None):
    domain = [("company_id", "=", env.company.id)]
    if sources:
        domain.append(("source", "in", sources))
    return env["kpi.indicator"].search(domain)


def try_without(registry):
    """The month, and the day that the clock finds, without one index after the other.

    :return: [(index, work, seconds with it, seconds without, gain)]
    """
    works = {"month": measure_month, "day, by the clock": measure_clock}
    rows = []
    for index in INDEXES:
        for work, run in works.items():
            samples = {"with": [], "without": []}
            for _round in range(ROUNDS):
                for name, dropped in (("with", None), ("without", index)):
                    sample = run(registry, keep=False, index=dropped)
                    samples[name].append(sample.seconds)
            seconds, without = map(median, samples.values())
            rows.append((index, work, seconds, without, without / seconds))
    return rows


def drop(env, index):
    """Gone until the transaction is rolled back."""
    if index:
        env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(index)))


PHASES = {"facts": compare, "indexes": try_without}

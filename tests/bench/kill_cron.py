"""Kill the issuing scheduled action in the middle, again and again, and let it finish.

``./setup/bench kill_cron`` prepares 1 000 people (KPI_BENCH_SIZES: another number),
runs the scheduled action "issue" of their company in a process of its own, kills that
with SIGKILL at moments that differ, and starts it anew. A last run is left alone.

Then every person must have exactly one plan-report, issued, with all its KPIs, segments
and terms; the period is open; and another run changes nothing. Reports committed
before a kill must be the very ones of the end.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from unittest.mock import patch

import common
import engine
import engine_data
import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.fields import Date
from odoo.tools import SQL

SIZE = "1000"
# When a run is killed: what is counted, and which share of the people is enough.
KILLS = (
    *(("created", 0.1), ("created", 0.3), ("created", 0.6), ("created", 0.9)),
    *(("issued", 0.1), ("issued", 0.4), ("issued", 0.5), ("issued", 0.8)),
    ("opening", 0),
)
HEAD = ("killed at", "seconds", "created", "issued", "new", "state")
COUNTS = {
    "created": "SELECT COUNT(*) FROM kpi_plan_report",
    "issued": "SELECT COUNT(*) FROM kpi_plan_report WHERE state = 'issued'",
    # The last transaction writes the state of the period, then refreshes the reports.
    "opening": """SELECT COUNT(*) FROM pg_locks
        WHERE relation = 'kpi_period'::regclass
            AND mode = 'RowExclusiveLock'
            AND (SELECT bool_and(state = 'issued') FROM kpi_plan_report)""",
    "reports": "SELECT array_agg(id ORDER BY id) FROM kpi_plan_report",
    "state": "SELECT state FROM kpi_period",
}
# Each must come to 0.
GAPS = {
    "people without a plan-report": """SELECT COUNT(*) FROM hr_employee
        WHERE company_id = %(company)s AND NOT EXISTS (
            SELECT 1 FROM kpi_plan_report WHERE employee_id = hr_employee.id)""",
    "people with two": """SELECT COUNT(*) FROM (
        SELECT employee_id FROM kpi_plan_report
        GROUP BY employee_id HAVING COUNT(*) > 1) AS twice""",
    "reports not issued": """SELECT COUNT(*) FROM kpi_plan_report
        WHERE state <> 'issued' OR terms IS NULL OR problem IS NOT NULL""",
    "reports without four KPIs": """SELECT COUNT(*) FROM kpi_plan_report AS report
        WHERE 4 <> (SELECT COUNT(*) FROM kpi_plan_report_line
            WHERE report_id = report.id)""",
    "reports without hours": """SELECT COUNT(*) FROM kpi_plan_report AS report
        WHERE 1 <> (SELECT COUNT(*) FROM kpi_plan_report_segment
            WHERE report_id = report.id) OR earned_salary = 0""",
    "KPIs without a parent": """SELECT COUNT(*) FROM kpi_plan_report_line
        WHERE report_id NOT IN (SELECT id FROM kpi_plan_report)""",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--phase", help=argparse.SUPPRESS)
    parser.add_argument("--database", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        return common.run_phase(PHASES[options.phase], options.database)
    os.environ["KPI_BENCH_SIZE"] = os.environ.get("KPI_BENCH_SIZES", SIZE)
    with common.scratch_database("kill") as database:
        common.call_phase("make", database)
        common.vacuum(database)
        rows = kill_and_finish(database)
        common.print_table(HEAD, rows)
        return check(database)


# -- the parent: it kills, and counts what is committed -------------------------------


def kill_and_finish(database):
    """:return: rows of the table"""
    size = int(os.environ["KPI_BENCH_SIZE"])
    rows, committed = [], []
    with closing(psycopg2.connect(dbname=database)) as connection:
        connection.autocommit = True
        for counted, share in [*KILLS, (None, None)]:
            limit = counted and max(share * size, 1)
            seconds = run(database, connection, counted, limit)
            found = {name: query(connection, sql) for name, sql in COUNTS.items()}
            reports = found["reports"] or []
            if not set(committed) <= set(reports):
                raise SystemExit("Reports that were committed are gone.")
            new, committed = len(reports) - len(committed), reports
            label = f"{share:.0%} {counted}" if share else counted or "not killed"
            rows.append(
                (label, seconds, found["created"], found["issued"], new, found["state"])
            )
    return rows


def run(database, connection, counted, limit):
    """One run, killed soon after there is so much. :return: its seconds"""
    start = time.perf_counter()
    process = start_phase("issue", database)
    try:
        while counted and process.poll() is None:
            if query(connection, COUNTS[counted]) >= limit:
                # Into the next transaction: up to a third of a second.
                time.sleep(limit % 7 / 20)
                process.send_signal(signal.SIGKILL)
            time.sleep(0.005)
        process.wait()
    finally:
        process.kill()
    expected = -signal.SIGKILL if counted else 0
    if process.returncode != expected:
        raise SystemExit(f"A run ended with {process.returncode}, not {expected}.")
    wait_for_backends(connection)
    return time.perf_counter() - start


def start_phase(phase, database):
    return subprocess.Popen(
        [sys.executable, sys.argv[0], "--phase", phase, "--database", database],
        stdout=subprocess.DEVNULL,
    )


def wait_for_backends(connection):
    """PostgreSQL notices a killed client when it is done with its statement."""
    others = """SELECT COUNT(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()"""
    while query(connection, others):
        time.sleep(0.05)


def query(connection, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def check(database):
    """:return: exit status"""
    result = common.call_phase("check", database)
    for problem in result["problems"]:
        print(problem)
    if not result["problems"]:
        print(f"{result['reports']} people, {result['reports']} reports issued: ")
        print("none twice, none left out, and another run changes nothing.")
    return bool(result["problems"])


# -- phases, each in a process of its own ---------------------------------------------


def issue(registry):
    """As the scheduler does it, on the first working day of the benchmark's month."""
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        company = engine.get_period(env).company_id
        cron = env.ref(company._kpi_get_cron_xmlid("issue"))
        today = Date.to_date(engine_data.MONTH)
        with patch.object(type(company), "_kpi_today", lambda _company: today):
            cron.method_direct_trigger()
    return {}


def find_problems(registry):
    """Compare what is there with what has to be, before and after one more run."""
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        period = engine.get_period(env)
        before = get_rows(env)
        problems = [
            f"{count} {name}"
            for name, sql in GAPS.items()
            for [count] in env.execute_query(SQL(sql, company=period.company_id.id))
            if count
        ]
        if period.state != "open":
            problems.append(f"The period is {period.state}.")
        size = int(os.environ["KPI_BENCH_SIZE"])
        if len(before) != size:
            problems.append(f"{len(before)} reports of {size}.")
    issue(registry)
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        if get_rows(env) != before:
            problems.append("Another run changes reports.")
    return {"problems": problems, "reports": len(before)}


def get_rows(env):
    rows = env.execute_query(SQL("SELECT id, xmin::text FROM kpi_plan_report"))
    return sorted(json.dumps(row) for row in rows)


PHASES = {"make": engine.make, "issue": issue, "check": find_problems}


if __name__ == "__main__":
    sys.exit(main())

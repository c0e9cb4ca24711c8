"""Time mass raises: attestations of S people applied in one go, and undone.

``./setup/bench career`` runs it with S = 100 and 1 000; the environment variable
KPI_BENCH_SIZES ("100,1000") chooses others. Everybody's month is open and issued, so
that applying from its 16th day on makes a contract version of everybody and computes
his plan-report anew; undoing deletes the versions and computes them once more.

Queries must grow with batches of 500 people, not with people. The commit counts.
"""

import argparse
import os
import sys

import common
import engine_data

from odoo import SUPERUSER_ID, api

SIZES = "100,1000"
EFFECTIVE = "2026-10-16"
# What must be reached: most queries of a batch of 500 people, the refresh with them.
QUERIES = 100
BATCH = 500
HEAD = ("people", "step", "seconds", "growth", "queries", "peak MiB", "target")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--phase", help=argparse.SUPPRESS)
    parser.add_argument("--database", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        return common.run_phase(PHASES[options.phase], options.database)
    rows, before = [], {}
    for size in map(int, os.environ.get("KPI_BENCH_SIZES", SIZES).split(",")):
        for step, figures in run_size(size).items():
            seconds, queries, memory = figures
            growth = common.get_growth(size, seconds, before.get(step))
            verdict = get_verdict(size, queries)
            rows.append((size, step, seconds, growth, queries, memory, verdict))
            before[step] = (size, seconds)
    common.print_table(HEAD, rows)
    return 0


def run_size(size):
    """:return: {step: (seconds, queries, MiB)}"""
    print(f"   {size} people", file=sys.stderr, flush=True)
    with common.scratch_database(f"career_{size}") as database:
        os.environ["KPI_BENCH_SIZE"] = str(size)
        common.call_phase("make", database)
        steps = {}
        for phase in ("apply", "undo"):
            common.vacuum(database)
            steps[phase] = common.call_phase(phase, database)
    return steps


def get_verdict(size, queries):
    limit = QUERIES * -(-size // BATCH)
    reached = "reached" if queries <= limit else "MISSED"
    return f"at most {limit} queries: {reached}"


# -- phases, each in a process of its own ---------------------------------------------


def make(registry):
    size = int(os.environ["KPI_BENCH_SIZE"])
    common.measure(registry, lambda env, _prepared: make_attestations(env, size))


def make_attestations(env, size):
    engine_data.make(env, size)
    manager = env["res.users"].search([("login", "=", engine_data.MANAGER)])
    env = api.Environment(env.cr, manager.id, {"tracking_disable": True})
    period = env["kpi.period"].search([("date_from", "=", engine_data.MONTH)])
    period.action_prepare()
    period.action_open()
    people = period.report_ids.employee_id
    people.job_id.sudo().kpi_track = "grades"
    low, high = make_grades(env)
    people.sudo().version_ids.write({"kpi_grade_id": low.id})
    env["kpi.attestation"].create(
        [
            {
                "employee_id": person.id,
                "kind": "grade",
                "date": "2026-10-01",
                "effective_date": EFFECTIVE,
                "target_grade_id": high.id,
            }
            for person in people
        ]
    )._as_kpi_engine().write({"state": "held", "result": "passed"})


def make_grades(env):
    return [
        env["kpi.grade"].create({"name": name, "code": name, "wage": wage})
        for name, wage in [("Low", 20000), ("High", 25000)]
    ]


def run_apply(registry):
    return run_step(registry, lambda _env, records: records.action_apply())


def run_undo(registry):
    return run_step(registry, lambda _env, records: records.action_undo("Bench"))


def run_step(registry, work):
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        users = env["res.users"].search([("login", "=", engine_data.MANAGER)])
        uid = users.id
    sample = common.measure(
        registry, work, uid, lambda env: env["kpi.attestation"].search([])
    )
    return *sample, round(common.get_peak_memory())


PHASES = {"make": make, "apply": run_apply, "undo": run_undo}

if __name__ == "__main__":
    sys.exit(main())

"""What benchmarks share: scratch databases, processes, measuring, a table."""

import gc
import json
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from math import log
from typing import NamedTuple

import psycopg2

import odoo.modules.registry
from odoo import SUPERUSER_ID, api
from odoo.tools import config

# Comment of the databases made here.
MARK = "scratch copy of a benchmark"


class Sample(NamedTuple):
    seconds: float
    queries: int


@contextmanager
def scratch_database(suffix, template=None):
    """A copy of a database, by default KPI_BENCH_DB; dropped at the end.

    Copies can be committed to, as a server does, and the next run finds nothing of this
    one.
    """
    template = template or os.environ["KPI_BENCH_DB"]
    name = f"{os.environ['KPI_BENCH_DB']}_{suffix}"
    _drop_scratch(name)
    _query(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _query(f"COMMENT ON DATABASE \"{name}\" IS '{MARK}'")
    try:
        yield name
    finally:
        _drop_scratch(name)


def _drop_scratch(name):
    """Drop what a run left behind; never a database that is somebody's own."""
    found = _query(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        f"WHERE datname = '{name}'"
    )
    if found and found != [(MARK,)]:
        raise SystemExit(f"There is a database {name} that was not made here: drop it.")
    try:
        _query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    except psycopg2.errors.InsufficientPrivilege:
        # Autovacuum is at work there: it yields to nothing but a plain DROP.
        _query(f'DROP DATABASE "{name}"')


def _query(statement, database="postgres"):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def vacuum(database):
    """What autovacuum would have done by the time the next step is taken."""
    try:
        _query("VACUUM ANALYZE", database)
    except psycopg2.errors.UndefinedTable:
        # The temporary tables of the step before were listed, and then gone.
        _query("VACUUM ANALYZE", database)


def call_phase(phase, database):
    """Run one function of the calling script in a process of its own.

    So its peak memory is its own. :return: what the function returned
    """
    result = subprocess.run(
        [sys.executable, sys.argv[0], "--phase", phase, "--database", database],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if result.returncode:
        raise SystemExit(f"{phase} stopped; its own words are above.")
    return json.loads(result.stdout.splitlines()[-1])


def run_phase(function, database):
    """The other end of ``call_phase``."""
    options = ["-d", database, "--log-level=warn", "--http-interface=127.0.0.1"]
    config.parse_config(options, setup_logging=True)
    registry = odoo.modules.registry.Registry(database)
    print(json.dumps(function(registry)))


def measure(registry, work, uid=SUPERUSER_ID, prepare=None, keep=True):
    """Time ``work(env, prepared)`` in a transaction of its own, with its commit.

    :param prepare: work before it that does not count
    :param keep: False to roll back what was done
    """
    with registry.cursor() as cursor:
        env = api.Environment(cursor, uid, {})
        prepared = prepare(env) if prepare else None
        cursor.flush()
        env.invalidate_all()
        gc.collect()
        queries, start = cursor.sql_log_count, time.perf_counter()
        work(env, prepared)
        cursor.flush()
        if keep:
            cursor.commit()
        seconds = time.perf_counter() - start
        queries = cursor.sql_log_count - queries
        cursor.rollback()
        return Sample(seconds, queries)


def get_peak_memory():
    """Peak resident memory of this process so far, Odoo itself included, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def get_growth(size, seconds, before):
    """The exponent e of seconds ~ size ** e, against a (size, seconds) before."""
    return log(seconds / before[1]) / log(size / before[0]) if before else None


def print_table(head, rows):
    rows = [head, *([_format(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells))


def _format(cell):
    if cell is None:
        return "–"
    return f"{cell:,.2f}" if isinstance(cell, float) else f"{cell}"

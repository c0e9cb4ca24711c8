"""Time a daily board of 500 people: its refresh, the wall screen's figures, the page.

``./setup/bench board`` runs it; the environment variable KPI_BENCH_SIZES ("45,500")
chooses other sizes. The month is that of the engine's benchmark, on its 15th day.

- refresh: making the board anew out of 4 facts a day and person, with its commit;
- wall: whole figures, as a screen that is switched on gets them, and 304, as one gets
  that has them; by four clients at a time, each request on a connection of its own,
  from a server of Odoo in one process;
- page: the table of the portal's page, with what is asked of the database for it.

The processor's time is that of Odoo alone: what a busy machine has for others does not
count, so 20 ms are 50 requests a second on one idle core.
"""

import argparse
import http.client
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from statistics import median, quantiles
from unittest.mock import patch

import common
import engine_data
import psutil

from odoo import SUPERUSER_ID, Command, api
from odoo.fields import Date

SIZES = "45,500"
CLIENTS = 4
REQUESTS = 400
ROUNDS = 5
PORT = int(os.environ.get("KPI_BENCH_PORT", "8069"))
TODAY = Date.to_date("2026-10-15")
SELLER = "bench-seller"
# What must be reached with 500 people.
RATE, MILLISECONDS, QUERIES = 50, 300, 15
HEAD = (
    *("people", "what", "per second", "median ms", "95 % ms", "processor ms"),
    *("queries", "KiB", "target"),
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
        rows += run_size(size)
    common.print_table(HEAD, rows)
    return 0


def run_size(size):
    print(f"   {size} people", file=sys.stderr, flush=True)
    with common.scratch_database(f"board_{size}") as database:
        os.environ["KPI_BENCH_SIZE"] = str(size)
        path = common.call_phase("make", database)
        common.vacuum(database)
        refresh = common.call_phase("refresh", database)
        page = common.call_phase("page", database)
        with server(database) as process:
            full, etag, body = get_once(path)
            whole = hit(process, path, {})
            known = hit(process, path, {"If-None-Match": etag})
    if full != 200:
        raise SystemExit(f"The wall screen's figures: {full}.")
    kib = body / 1024
    limit = f"at least {RATE}"
    return [
        (size, "refresh", None, *refresh, None, None),
        (size, "wall: 200", *whole, None, kib, get_verdict(whole[0] >= RATE, limit)),
        (size, "wall: 304", *known, None, 0.0, get_verdict(known[0] >= RATE, limit)),
        (
            *(size, "page", None, *page),
            get_verdict(
                page[0] <= MILLISECONDS and page[3] < QUERIES,
                f"{MILLISECONDS} ms, under {QUERIES} queries",
            ),
        ),
    ]


def get_verdict(reached, limit):
    return f"{limit}: {'reached' if reached else 'MISSED'}"


# -- requests -------------------------------------------------------------------------


@contextmanager
def server(database):
    """A server of Odoo with one database, as long as the block lasts."""
    process = subprocess.Popen(
        [sys.executable, "-m", "odoo", "server", "-d", database]
        + ["--db-filter", f"^{database}$", "--http-port", str(PORT)]
        + ["--http-interface=127.0.0.1", "--max-cron-threads=0", "--workers=0"]
        + ["--log-level=error"]
    )
    try:
        wait_for_server()
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def wait_for_server():
    for _attempt in range(120):
        time.sleep(0.5)
        with suppress(OSError):
            get_once("/web/health")
            return
    raise SystemExit("The server does not answer.")


def get_once(path):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    return response.status, response.headers.get("ETag"), len(body)


def hit(process, path, headers):
    """:return: (requests per second, median and 95th percentile of milliseconds, …)

    Behind them what the server's own work takes for one.
    """

    def run(count):
        times = []
        for _number in range(count):
            start = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status != (304 if headers else 200):
                raise SystemExit(f"{path}: {response.status}")
            connection.close()
            times.append((time.perf_counter() - start) * 1000)
        return times

    run(20)
    start, worked = time.perf_counter(), get_worked(process)
    with ThreadPoolExecutor(CLIENTS) as pool:
        batches = pool.map(run, [REQUESTS // CLIENTS] * CLIENTS)
        times = [one for batch in batches for one in batch]
    rate = len(times) / (time.perf_counter() - start)
    worked = (get_worked(process) - worked) / len(times) * 1000
    return rate, median(times), quantiles(times, n=20)[-1], worked


def get_worked(process):
    times = process.cpu_times()
    return times.user + times.system


# -- phases, each in a process of its own ---------------------------------------------


def make(registry):
    """:return: path of the wall screen's figures"""
    size = int(os.environ["KPI_BENCH_SIZE"])
    with registry.cursor() as cursor, patch_today(registry):
        env = api.Environment(cursor, SUPERUSER_ID, {})
        engine_data.make(env, size)
        company = env["res.company"].search([("name", "=", engine_data.COMPANY)])
        env = env["base"].with_company(company).env
        period = env["kpi.period"].search([("company_id", "=", company.id)])
        period.action_prepare()
        period.action_open()
        board = env["kpi.board"].create(
            {"name": "Everybody", "company_id": company.id, "lang": "en_US"}
        )
        board.action_renew_token()
        make_seller(env, period)
        return f"/kpi/board/{board.token}/data"


def patch_today(registry):
    """The month of the benchmark may lie in the future."""
    return patch.object(registry["res.company"], "_kpi_today", lambda _company: TODAY)


def make_seller(env, period):
    user = env["res.users"].create(
        {
            "name": "Seller",
            "login": SELLER,
            "company_id": env.company.id,
            "company_ids": [Command.set(env.company.ids)],
            "group_ids": [Command.set(env.ref("base.group_portal").ids)],
        }
    )
    period.report_ids[:1].employee_id.user_id = user


def refresh(registry):
    """:return: figures of ``time_rounds``"""
    with patch_today(registry):
        return time_rounds(
            registry,
            lambda _env, board: board._refresh_content(),
            lambda env: env["kpi.board"].search([]),
        )


def page(registry):
    """What the page asks of the server behind the login and the frame around it.

    :return: figures of ``time_rounds``, KiB
    """
    sizes = []

    def render(env, user):
        env = env(user=user.id)
        employees = env.user.sudo().employee_ids
        board = env["kpi.board"]._search_for_employees(employees)[:1]
        view = board._prepare_view("", employees.ids)
        values = {"view": view, "table": view["tables"][0]}
        sizes.append(len(env["ir.qweb"]._render("kpi_bonus.board_table", values)))

    figures = time_rounds(
        registry, render, lambda env: env["res.users"].search([("login", "=", SELLER)])
    )
    return *figures, sizes[-1] / 1024


def time_rounds(registry, work, prepare):
    """:return: median and highest milliseconds, the processor's, queries"""
    common.measure(registry, work, prepare=prepare)
    start = time.process_time()
    samples = [
        common.measure(registry, work, prepare=prepare) for _round in range(ROUNDS)
    ]
    worked = (time.process_time() - start) / ROUNDS * 1000
    times = [sample.seconds * 1000 for sample in samples]
    return median(times), max(times), worked, samples[-1].queries


PHASES = {"make": make, "refresh": refresh, "page": page}


if __name__ == "__main__":
    sys.exit(main())

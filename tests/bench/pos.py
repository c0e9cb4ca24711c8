"""Time the facts of the tills: L receipt lines of one month, S sellers.

``./setup/bench pos`` runs it with L = 100 000, 1 000 000 and 5 000 000 and S = 100 and
1 000; the environment variable KPI_BENCH_SIZES ("100000x100,1000000x1000") chooses
others. KPI_BENCH_PARTS ("facts,goals,indexes,sync") leaves parts out, KPI_BENCH_PAIRS
sets how often orders are synced (20).

Every size gets a copy of a database with Odoo's gamification and discounts on the whole
receipt (pos_discount). Seven KPIs, one of each source, are measured in one transaction;
the commit counts. Compared in one process, in turns, by the median:

- a month, with hand-written SQL (``pos_sql.py``) that upserts the same rows: ``new``
  writes every fact, ``again`` finds them as they are, as nearly every night. Before,
  both must come to the same facts;
- a day, with that month; ``by the clock`` finds out itself on which day some orders
  were written;
- own sales alone, found by the clock, with goals of Odoo's gamification
  (``pos_gamification.py``) for the same sellers, after a few sales. Goals know no day:
  they read the month.

Then every index that serves the sources is dropped (and rolled back) to see its gain.

At last a till syncs 200 orders, 20 times, with and without the module
(``pos_sync.py``).
"""

import argparse
import os
import sys
from statistics import median

import common
import pos_data
import pos_facts
import pos_gamification
import pos_sync

SIZES = "100000x100,100000x1000,1000000x100,1000000x1000,5000000x100,5000000x1000"
PARTS = os.environ.get("KPI_BENCH_PARTS", "facts,goals,indexes,sync").split(",")
# Most times the seconds of what stands beside it.
TARGETS = {
    "month, new": 2,
    "month, again": 2,
    "day, new": 0.1,
    "day, again": 0.1,
    "day, by the clock": 0.1,
    "own sales, a day": 0.2,
}
# Goals are few when sellers are.
GOALS_SELLERS = 1000
SYNC_TARGET = 5  # percent
# Of the exponent, with what two short measures may be off.
GROWTH_TARGET = 1.1
HEAD = (
    *("lines", "sellers", "work", "seconds", "growth", "beside", "seconds", "times"),
    "target",
)
INDEX_HEAD = ("lines", "sellers", "index", "work", "seconds", "without", "gain, times")
SYNC_HEAD = ("orders", "figure", "with, ms", "without, ms", "more, %", "target")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--phase", help=argparse.SUPPRESS)
    parser.add_argument("--database", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        return common.run_phase(PHASES[options.phase], options.database)
    sizes = os.environ.get("KPI_BENCH_SIZES", SIZES)
    if {*PARTS} - {"sync"}:
        with common.scratch_database("pos") as template:
            common.call_phase("install", template)
            run_sizes(
                template,
                [tuple(map(int, size.split("x"))) for size in sizes.split(",")],
            )
    if "sync" in PARTS:
        print_sync(pos_sync.run())
    return 0


def run_sizes(template, sizes):
    rows, index_rows = [], []
    before = {}
    for size in sizes:
        figures = run_size(template, *size)
        rows += get_rows(size, figures, before)
        index_rows += [(*size, *row) for row in figures.get("indexes", ())]
    common.print_table(HEAD, rows)
    if index_rows:
        print()
        common.print_table(INDEX_HEAD, index_rows)


def run_size(template, lines, sellers):
    """:return: {part: figures}"""
    print(f"   {lines} lines, {sellers} sellers", file=sys.stderr, flush=True)
    os.environ |= {"KPI_BENCH_LINES": str(lines), "KPI_BENCH_SELLERS": str(sellers)}
    with common.scratch_database(f"{lines}x{sellers}", template) as database:
        common.call_phase("make", database)
        figures = {}
        for part in ("facts", "goals", "indexes"):
            if part in PARTS:
                # The part before has written each fact over and over.
                common.vacuum(database)
                figures[part] = common.call_phase(part, database)
        return figures


def get_rows(size, figures, before):
    """:param before: {(sellers, work): (lines, seconds)} of smaller sizes"""
    facts, goals = figures.get("facts", {}), figures.get("goals", {})
    for work, samples in (facts | goals).items():
        seconds, *beside = (median(side) for side in samples.values())
        name = [*samples][1] if beside else None
        growth = common.get_growth(size[0], seconds, before.get((size[1], work)))
        before[size[1], work] = (size[0], seconds)
        times = seconds / beside[0] if beside else None
        yield (
            *(*size, work, seconds, growth, name, *(beside or [None]), times),
            get_verdict(work, size[1], times, growth),
        )


def get_verdict(work, sellers, times, growth):
    limit = TARGETS.get(work)
    if work.startswith("own sales") and sellers < GOALS_SELLERS:
        limit = None
    words = []
    if limit:
        words.append(f"at most {limit}: {'reached' if times <= limit else 'MISSED'}")
    if growth and growth > GROWTH_TARGET:
        words.append("grows FASTER than the lines")
    return ", ".join(words)


def print_sync(pairs):
    rows = []
    for figure, (ours, plain, more) in pos_sync.get_figures(pairs).items():
        verdict = None
        if figure == "wait":
            reached = "reached" if more <= SYNC_TARGET else "MISSED"
            verdict = f"at most {SYNC_TARGET}: {reached}"
        rows.append((pos_sync.ORDERS, figure, ours, plain, more, verdict))
    print()
    common.print_table(SYNC_HEAD, rows)


PHASES = {
    **pos_facts.PHASES,
    **pos_sync.PHASES,
    "install": pos_data.install,
    "make": pos_data.make_size,
    "goals": pos_gamification.compare,
}


if __name__ == "__main__":
    sys.exit(main())

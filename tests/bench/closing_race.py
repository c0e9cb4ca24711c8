"""Two people at one period at once: one wins, the other is told, nothing is half done.

``./setup/bench closing_race`` plays it with real connections and threads, each calling
what a browser calls, within Odoo's own loop that begins a request anew when PostgreSQL
reports a conflict. Where the order matters, a closing is held at its last step, just
before the seals, until the other has had his turn.
"""

import argparse
import sys
import threading
from contextlib import contextmanager

import common
import engine_data
from engine import get_period

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying

PEOPLE = 100
SECONDS = 60
SEALED = ("without_scheme", "days_not_measured")
LOCKED = "right now"
CLOSED = "is Closed"
HEAD = ("what happens", "first", "second", "history", "verdict")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--phase", help=argparse.SUPPRESS)
    parser.add_argument("--database", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        return common.run_phase(play, options.database)
    with common.scratch_database("race") as database:
        rows = common.call_phase("play", database)
    common.print_table(HEAD, rows)
    return 0 if all(row[-1] == "as it should" for row in rows) else 1


def play(registry):
    make_month(registry)
    return [get_row(registry, title, scenario) for title, scenario in SCENARIOS.items()]


def get_row(registry, title, scenario):
    """Play on the same month, in review before and after."""
    first, second, is_right = scenario(registry)
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        period = get_period(env)
        findings = env["kpi.seal"]._verify(period.company_id)
        states = set(period.report_ids.mapped("state"))
        is_whole = (
            states == {"closed"}
            if period.state == "closed"
            else ("closed" not in states)
        )
        if period.state == "closed":
            period.action_reopen("The next scenario")
    history = "sound" if is_whole and not findings else f"BROKEN {findings[:1]}"
    verdict = is_right and history == "sound"
    return (
        title,
        *(str(outcome).splitlines()[0][:60] for outcome in (first, second)),
        history,
        "as it should" if verdict else "WRONG",
    )


def make_month(registry):
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        engine_data.make(env, PEOPLE)
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        period = get_period(env)
        period.action_prepare()
        period.action_open()
        period.action_review()
        for check in period.check_ids.filtered("is_waivable"):
            check.action_waive("Benchmark")
        # Two that can be sealed again and again.
        checks = period.check_ids.filtered(lambda check: check.code in SEALED)
        checks._as_kpi_engine().write(
            {
                "waive_reason": "Benchmark",
                "waived_by_id": SUPERUSER_ID,
                "waived_on": "2026-11-03 09:00:00",
            }
        )
        env["kpi.seal"]._add("waiver", checks)


# -- scenarios: what the first and the second got, and whether that is right ----------


def close_twice_at_once(registry):
    barrier = threading.Barrier(2)
    outcomes = run_both(
        Act(registry, close, before=barrier.wait),
        Act(registry, close, before=barrier.wait),
    )
    refused = [str(outcome) for outcome in outcomes if outcome != "done"]
    is_right = len(refused) == 1 and (LOCKED in refused[0] or CLOSED in refused[0])
    return *outcomes, is_right


def close_while_closing(registry):
    return during_closing(registry, close)


def refresh_while_closing(registry):
    return during_closing(registry, refresh)


def reopen_while_closing(registry):
    return during_closing(registry, lambda env: get_period(env).action_resume())


def fact_while_closing(registry):
    return during_closing(registry, enter_fact)


def fact_before_a_closing_that_began_earlier(registry):
    """The closing's transaction began before, so that it does not see the fact."""
    began, entered = threading.Event(), threading.Event()

    def close_late(env):
        get_period(env).read(["state"])  # from here on it sees this state of things
        if not began.is_set():
            began.set()
            entered.wait(SECONDS)
        return close(env)

    def enter(env):
        began.wait(SECONDS)
        enter_fact(env)

    closing = Act(registry, close_late)
    fact = Act(registry, enter, after=entered.set)
    outcomes = run_both(closing, fact)
    is_right = outcomes == ["done", "done"] and closing.tries == 2
    return *outcomes, is_right


def two_seals_at_once(registry):
    """Both belong into the chain, one after the other."""
    barrier = threading.Barrier(2)

    def seal(act, code):
        def work(env):
            check = get_period(env).check_ids.filtered(lambda c: c.code == code)
            check.read(["state"])
            if act[code].tries == 1:
                barrier.wait(SECONDS)  # neither sees the other's link
            env["kpi.seal"].sudo()._add("waiver", check.sudo())

        return work

    acts = {}
    for code in SEALED:
        acts[code] = Act(registry, seal(acts, code))
    outcomes = run_both(*acts.values())
    tries = sorted(act.tries for act in acts.values())
    return *outcomes, outcomes == ["done", "done"] and tries == [1, 2]


SCENARIOS = {
    "two managers close at once": close_twice_at_once,
    "a second closing meanwhile": close_while_closing,
    "a refresh while it is closed": refresh_while_closing,
    "back to open while it is closed": reopen_while_closing,
    "a fact entered while it is closed": fact_while_closing,
    "a fact entered just before": fact_before_a_closing_that_began_earlier,
    "two seals at once": two_seals_at_once,
}


def during_closing(registry, work):
    """The second has his turn while the first is held before the seals."""
    held, released = threading.Event(), threading.Event()
    with hold_at_seals(registry, held, released):
        closing = Act(registry, close)
        other = Act(registry, work, before=lambda: held.wait(SECONDS))
        other.after = released.set
        outcomes = run_both(closing, other)
    is_right = outcomes[0] == "done" and LOCKED in str(outcomes[1])
    return *outcomes, is_right


@contextmanager
def hold_at_seals(registry, held, released):
    seals = registry["kpi.seal"]
    original = seals._add

    def add(self, kind, records):
        if kind == "report":
            held.set()
            released.wait(SECONDS)
        return original(self, kind, records)

    seals._add = add
    try:
        yield
    finally:
        del seals._add


# -- what people do -------------------------------------------------------------------


def close(env):
    get_period(env).action_close()


def refresh(env):
    get_period(env).action_refresh()


def enter_fact(env):
    period = get_period(env)
    line = period.report_ids[0].line_ids[0]
    fact = env["kpi.fact"].search(
        [
            ("indicator_id", "=", line.indicator_id.id),
            ("employee_id", "=", line.employee_id.id),
        ],
        limit=1,
    )
    fact.value += 1


class Act(threading.Thread):
    """A request of the bonus manager, in a thread and with a connection of its own."""

    def __init__(self, registry, work, before=None, after=None):
        super().__init__()
        self.registry, self.work = registry, work
        self.before, self.after = before, after
        self.outcome = None
        self.tries = 0

    def run(self):
        try:
            if self.before:
                self.before()
            with self.registry.cursor() as cursor:
                env = api.Environment(cursor, self._get_manager(cursor), {})
                retrying(lambda: self._try(env), env)
            self.outcome = "done"
        except UserError as error:
            self.outcome = error
        except Exception as error:
            self.outcome = f"{type(error).__name__}: {error}"
        finally:
            if self.after:
                self.after()

    def _try(self, env):
        self.tries += 1
        self.work(env)

    def _get_manager(self, cursor):
        cursor.execute(
            "SELECT id FROM res_users WHERE login = %s", [engine_data.MANAGER]
        )
        [user_id] = cursor.fetchone()
        cursor.rollback()  # the act begins with a view of its own
        return user_id


def run_both(*acts):
    for act in acts:
        act.start()
    for act in acts:
        act.join(2 * SECONDS)
    return [act.outcome for act in acts]


if __name__ == "__main__":
    sys.exit(main())

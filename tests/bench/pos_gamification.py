"""What the tills' benchmark is measured against: Odoo's own goals of users.

The one figure of the sources that they can express: the sum of the orders of a user, in
batch mode, which is one query for everybody.
"""

import common
import pos_data
import pos_facts

# The KPI that says the same.
SOURCES = ["pos_personal"]


def make(env):
    """A goal of the month for everybody; nothing of it is worked out yet."""
    users = env["res.users"].search([("login", "like", "bench_seller%")])
    fields = env["ir.model.fields"]
    definition = env["gamification.goal.definition"].create(
        {
            "name": "Order totals",
            "computation_mode": "sum",
            "model_id": env["ir.model"]._get("pos.order").id,
            "field_id": fields._get("pos.order", "amount_total").id,
            "field_date_id": fields._get("pos.order", "date_order").id,
            "domain": "[('state', 'in', ['paid', 'done'])]",
            "batch_mode": True,
            "batch_distinctive_field": fields._get("pos.order", "user_id").id,
            "batch_user_expression": "user.id",
        }
    )
    env["gamification.goal"].create(
        [
            {
                "definition_id": definition.id,
                "user_id": user.id,
                "start_date": pos_data.MONTH,
                "end_date": pos_data.LAST_DAY,
                "target_goal": 10**9,
                "state": "inprogress",
            }
            for user in users
        ]
    )


def compare(registry):
    """Own sales, brought up to date after a few sales of a day.

    :return: {work: {side: [seconds]}}
    """
    common.measure(registry, lambda env, _prepared: make(env))
    # The first time every goal is written.
    common.measure(registry, update, prepare=prepare)
    goals, month = [], []
    for _round in range(pos_facts.ROUNDS):
        goals.append(common.measure(registry, update, prepare=prepare).seconds)
        sample = pos_facts.measure(
            registry,
            pos_facts.run_ours,
            pos_facts.FIRST,
            pos_facts.LAST,
            sources=SOURCES,
        )
        month.append(sample.seconds)
    day = pos_facts.measure_clocks(registry, SOURCES)
    return {
        "own sales, a day": {"KPI": day, "goals": goals},
        "own sales, month again": {"KPI": month, "goals": goals},
    }


def prepare(env):
    """As many goals are out of date as there are facts for the clock to correct."""
    env.cr.execute(
        """UPDATE gamification_goal SET state = 'inprogress', closed = FALSE;
        UPDATE gamification_goal SET current = current + 1 WHERE id IN (
            SELECT id FROM gamification_goal ORDER BY id LIMIT %s)""",
        [pos_facts.WRITTEN],
    )
    return env["gamification.goal"].search([("state", "=", "inprogress")])


def update(_env, goals):
    goals.update_goal()

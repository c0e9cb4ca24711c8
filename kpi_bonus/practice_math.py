"""Exercises for those who want to compute their own bonus. Pure, no ORM.

An exercise is plain Json: the ``terms`` of a plan-report, for each KPI its plan and its
fact, and the earned salary. Numbers are texts, as in terms.
"""

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from . import bonus_math
from .bonus_math import Figures, Part, Shifts
from .decimal_math import ZERO, round_half_up, to_decimal

ONE = Decimal(1)
DEFAULT_PLAN = {"money": "500000", "quantity": "200", "percent": "5"}
DEFAULT_POINTS = {"remark_points": -20.0, "thanks_points": 10.0}

_LINE = {
    "method": "proportional",
    "inverse_form": "ratio",
    "unit": "money",
    "execution_cap": 0.0,
    **DEFAULT_POINTS,
}
# The matrix of the worked example; 93 reaches row 90 and not row 95.
EXAMPLE_TERMS = {
    "rounding_digits": 0,
    "currency_rounding": "0.01",
    "matrix": {
        "overflow": "slope",
        "rows": [
            [str(threshold), str(percent)]
            for threshold, percent in (
                (80, 80),
                (85, 85),
                (90, 90),
                (95, 95),
                (100, 100),
                (105, 110),
                (110, 120),
                (120, 140),
                (130, 160),
                (140, 180),
                (150, 200),
            )
        ],
    },
    "lines": [
        {**_LINE, "name": "Section sales", "weight": "35", "plan": "2000000"},
        {**_LINE, "name": "Own sales", "weight": "45", "plan": "500000"},
        {**_LINE, "name": "Service", "weight": "20", "plan": "0", "method": "card"},
    ],
}
EXAMPLE_EARNED = "20000"
# What bonus_math.compute needs besides, for a live month of somebody always there.
_PLAIN_TERMS = {
    "mode": "live",
    "pilot_percent": 0,
    "max_excused_shifts": 0,
    "sanction_cap_percent": 0,
    "sanction_base": "earned",
}
_PLAIN_LINE = {
    "scope": "company",
    "ratio": False,
    "aggregate": "sum",
    "prorate_on_absence": False,
}


def make_example() -> dict[str, Any]:
    """The worked example: 42 + 41 + 10 = 93 %, bonus 90 % of 20 000."""
    inputs = [
        {"plan": "2000000", "fact": "2400000"},
        {"plan": "500000", "fact": "452067"},
        _make_card(_LINE, remarks=3, thanks=1),
    ]
    return {"terms": EXAMPLE_TERMS, "lines": inputs, "earned": EXAMPLE_EARNED}


def make_random(terms: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """An exercise with the KPIs, weights and matrix of somebody's own terms.

    :param seed: the same seed makes the same exercise
    """
    dice = random.Random(seed)
    return {
        "terms": {
            "rounding_digits": terms["rounding_digits"],
            "currency_rounding": terms["currency_rounding"],
            "matrix": {key: terms["matrix"][key] for key in ("overflow", "rows")},
            "lines": [
                {key: line[key] for key in (*_LINE, "name", "weight")}
                for line in terms["lines"]
            ],
        },
        "lines": [_make_line(line, dice) for line in terms["lines"]],
        # Hours come out uneven, so the salary is not a round one either.
        "earned": str(dice.randrange(12000, 24000, 50)),
    }


def solve(exercise: Mapping[str, Any]) -> bonus_math.ReportResult:
    terms = exercise["terms"]
    full_terms = {
        **terms,
        **_PLAIN_TERMS,
        "lines": [{**line, **_PLAIN_LINE} for line in terms["lines"]],
    }
    return bonus_math.compute(
        full_terms,
        {
            "segments": [(exercise["earned"], 1, 1)],
            "shifts": Shifts(ONE, ONE, ZERO),
            "lines": [
                {"parts": [_make_part(line)], "override": None}
                for line in exercise["lines"]
            ],
        },
    )


def _make_part(line):
    fact = to_decimal(line["fact"])
    return Part(ONE, to_decimal(line["plan"]), Figures(fact, ZERO, 1))


def _make_line(line, dice):
    if line["method"] == "card":
        return _make_card(line, dice.choice((0, 0, 1, 1, 2, 3)), dice.choice((0, 1, 2)))
    if line["method"] == "score":
        return {"plan": "0", "fact": str(dice.randint(60, 100))}
    plan = to_decimal(line["plan"])
    if plan <= 0:
        plan = to_decimal(DEFAULT_PLAN.get(line["unit"], "100"))
    # A third misses the plan clearly, some exceed it: all parts of the matrix come up.
    share = Decimal(dice.randint(700, 1300)) / 1000
    digits = 1 if line["unit"] == "percent" else 0
    fact = round_half_up(plan * share, digits)
    return {"plan": str(plan), "fact": str(max(fact, ONE))}


def _make_card(line, remarks, thanks):
    points = remarks * to_decimal(line["remark_points"]) + thanks * to_decimal(
        line["thanks_points"]
    )
    return {"plan": "0", "fact": str(points), "remarks": remarks, "thanks": thanks}

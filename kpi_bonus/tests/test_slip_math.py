"""The worked example with slips, worked out by hand."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from .. import practice_math
from ..slip_math import Answer, LineAnswer, Slip, find_slips

EXERCISE = practice_math.make_example()
TERMS = EXERCISE["terms"]
RESULT = practice_math.solve(EXERCISE)


def make_answer(lines=((120, 42), (90, 41), (50, 10)), total=93, percent=90, **more):
    return Answer(
        [LineAnswer(*map(_number, line)) for line in lines],
        _number(total),
        _number(percent),
        _number(more.get("amount", 18000)),
    )


def _number(value):
    return None if value is None else Decimal(str(value))


@tagged("post_install", "-at_install")
class TestSlipMath(BaseCase):
    def _find(self, **vals):
        return [
            (slip.step, slip.index, float(slip.right))
            for slip in find_slips(TERMS, RESULT, make_answer(**vals))
        ]

    def test_right(self):
        self.assertEqual(self._find(), [])
        self.assertEqual(self._find(amount=None), [])
        self.assertEqual(self._find(lines=[(None, None)] * 3), [])

    def test_slips(self):
        for vals, expected in [
            # 90.41 is not rounded; 90.41 · 45 / 100 = 40.68 → 41 goes on correctly.
            ({"lines": [(120, 42), (90.41, 41), (50, 10)]}, [("execution", 1, 90)]),
            # 40 instead of 41: the sum is 92 and still in row 90.
            (
                {"lines": [(120, 42), (90, 40), (50, 10)], "total": 92},
                [("effectiveness", 1, 41)],
            ),
            # The table of the source misprints 40 for service: 42 + 41 + 40 = 123.
            (
                {
                    "lines": [(120, 42), (90, 41), (50, 40)],
                    "total": 123,
                    "percent": 140,
                    "amount": 28000,
                },
                [("effectiveness", 2, 10)],
            ),
            ({"total": 94}, [("total", None, 93)]),
            # 95 is reached by the wrong total, so 95 % of 20 000 follow from it.
            (
                {"total": 95, "percent": 95, "amount": 19000},
                [("total", None, 93)],
            ),
            ({"percent": 93, "amount": 18600}, [("percent", None, 90)]),
            ({"amount": 18600}, [("amount", None, 18000)]),
            (
                {"lines": [(120, 42), (90, 41), (None, 40)], "percent": 0},
                [
                    ("effectiveness", 2, 10),
                    ("total", None, 123),
                    ("percent", None, 90),  # of the total as he wrote it, 93
                    ("amount", None, 0),
                ],
            ),
        ]:
            with self.subTest(vals=vals):
                self.assertEqual(self._find(**vals), expected)

    def test_exercises_follow_the_seed(self):
        one, same, other = (
            practice_math.make_random(TERMS, seed) for seed in (1, 1, 2)
        )
        self.assertEqual(one, same)
        self.assertNotEqual(one["lines"], other["lines"])

    @settings(deadline=None)
    @given(st.integers(0, 2**63))
    def test_any_exercise_can_be_solved(self, seed):
        exercise = practice_math.make_random(_terms_of_all_methods(), seed)
        result = practice_math.solve(exercise)
        answer = Answer(
            [LineAnswer(line.execution, line.effectiveness) for line in result.lines],
            result.effectiveness,
            result.matrix_percent,
            result.bonus_amount,
        )
        terms = exercise["terms"]
        self.assertEqual(find_slips(terms, result, answer), [])
        wrong = answer._replace(total=answer.total + 1)
        self.assertIn(
            Slip("total", None, answer.total), find_slips(terms, result, wrong)
        )


def _terms_of_all_methods():
    """Terms as a plan-report has them, with more keys than an exercise keeps."""
    own, card = TERMS["lines"][1], TERMS["lines"][2]
    bulbs = {**own, "unit": "percent", "plan": "5.0", "method": "inverse"}
    return {
        **TERMS,
        "mode": "pilot",
        "grounds": {"late": "condition"},
        "lines": [
            {**own, "weight": "40"},
            {**bulbs, "weight": "20"},
            {**bulbs, "weight": "10", "inverse_form": "linear", "plan": "0.0"},
            {**own, "weight": "10", "method": "score", "unit": "score"},
            {**card, "weight": "20", "source": "card"},
        ],
    }

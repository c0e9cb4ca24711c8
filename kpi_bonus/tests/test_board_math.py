from odoo.tests import BaseCase, tagged

from ..board_math import get_places, get_points, rank, scale


def row(key, name, percent, before=None):
    return {"id": key, "name": name, "percent": percent, "before": before}


@tagged("post_install", "-at_install")
class TestBoardMath(BaseCase):
    def test_equal_scores_share_a_place(self):
        scores = {"a": 90, "b": 100, "c": 90, "d": 80, "e": None}
        self.assertEqual(get_places(scores), {"b": 1, "a": 2, "c": 2, "d": 4})

    def test_movement_against_the_places_before(self):
        rows = rank([row(1, "A", 90, 50), row(2, "B", 80, 60), row(3, "C", 70, 70)])
        self.assertEqual(
            [(one["id"], one["place"], one["move"]) for one in rows],
            [(1, 1, 2), (2, 2, 0), (3, 3, -2)],
        )
        self.assertNotIn("before", rows[0])

    def test_without_a_place_before_there_is_no_movement(self):
        [first, second] = rank([row(1, "A", 90), row(2, "B", None, 60)])
        self.assertEqual((first["place"], first["move"]), (1, None))
        self.assertEqual((second["place"], second["move"]), (None, None))

    def test_ties_in_the_order_of_names(self):
        rows = [row(3, "vera", 90), row(1, "Zoya", 90), row(2, "Anna", 90)]
        order = [one["name"] for one in rank(rows)]
        self.assertEqual(order, ["Anna", "vera", "Zoya"])
        self.assertEqual([one["name"] for one in rank(rows[::-1])], order)

    def test_namesakes_keep_their_order(self):
        rows = [row(2, "Anna", 90), row(1, "Anna", 90)]
        self.assertEqual([one["id"] for one in rank(rows)], [1, 2])

    def test_no_data_comes_last(self):
        rows = rank([row(1, "A", None), row(2, "B", 0.0)])
        self.assertEqual([one["id"] for one in rows], [2, 1])
        self.assertEqual(rows[0]["place"], 1)

    def test_scale(self):
        self.assertEqual(scale([0, None, 50, 200]), [0, None, 25, 100])
        # Points of a card, and days of refunds, go below 0.
        self.assertEqual(scale([-20, 0, 20]), [0, 50, 100])
        self.assertEqual(scale([0.0, None]), [0, None])
        self.assertEqual(scale([]), [])
        # What is scaled already stays as it is.
        self.assertEqual(scale([0, None, 25, 100]), [0, None, 25, 100])

    def test_points(self):
        self.assertEqual(get_points([10, None, 5], 100, 20), "0.0,0.0 100.0,10.0")

from datetime import date, datetime, timedelta, timezone

from odoo.tests import BaseCase, tagged

from ..shift_math import (
    Schedule,
    Terms,
    employed_runs,
    group_shifts,
    merge_spans,
    overlap,
    represented_spans,
    snap_end,
    split_months,
    subtract_spans,
)

EAST = timezone(timedelta(hours=3))


def day(number, month=10):
    return date(2026, month, number)


def at(number, hour, minute=0, second=0):
    return datetime(2026, 10, number, hour, minute, second)


def local(number, hour):
    return at(number, hour).replace(tzinfo=EAST)


def midnight(number):
    """The end of a day as Odoo writes it."""
    return datetime(2026, 10, number, 23, 59, 59, 999999, tzinfo=EAST)


@tagged("post_install", "-at_install")
class TestRuns(BaseCase):
    def test_split_months(self):
        self.assertEqual(
            list(split_months(day(30, 9), day(2, 11))),
            [
                (day(30, 9), day(30, 9)),
                (day(1), day(31)),
                (day(1, 11), day(2, 11)),
            ],
        )
        self.assertEqual(list(split_months(day(2), day(1))), [])

    def test_version_in_force(self):
        """(versions, runs) asked for October."""
        open_end = (day(1, 1), None)
        cases = [
            ([("a", day(1, 1), *open_end)], [("a", day(1), day(31))]),
            # dated after the contract's start
            ([("a", day(20), *open_end)], [("a", day(1), day(31))]),
            (
                [("a", day(1, 1), *open_end), ("b", day(15), *open_end)],
                [("a", day(1), day(14)), ("b", day(15), day(31))],
            ),
            # both before the span: only the later one is in force
            (
                [("a", day(1, 1), *open_end), ("b", day(15, 2), *open_end)],
                [("b", day(1), day(31))],
            ),
            ([("a", day(1, 1), *open_end), ("b", day(1, 11), *open_end)],)
            + ([("a", day(1), day(31))],),
            # a version without a contract ends employment
            (
                [("a", day(1, 1), *open_end), ("b", day(15), None, None)],
                [("a", day(1), day(14))],
            ),
            ([("a", day(1, 1), day(5), day(9))], [("a", day(5), day(9))]),
            ([("a", day(1, 1), None, None)], []),
        ]
        for versions, runs in cases:
            with self.subTest(versions=versions):
                self.assertEqual(
                    employed_runs([Terms(*row) for row in versions], day(1), day(31)),
                    runs,
                )

    def test_represented_spans_cover_every_day_once(self):
        runs = [("a", day(5), day(9)), ("b", day(20), day(25))]
        self.assertEqual(
            list(represented_spans(runs, day(1), day(31))),
            [(day(1), day(19)), (day(20), day(31))],
        )


@tagged("post_install", "-at_install")
class TestShifts(BaseCase):
    def test_snap_end(self):
        for moment, meant in [
            (at(1, 23, 59, 59), at(2, 0)),
            (at(1, 23, 59, 59).replace(microsecond=999999), at(2, 0)),
            (at(1, 17), at(1, 17)),
            (at(1, 17, 59), at(1, 17, 59)),
        ]:
            self.assertEqual(snap_end(moment), meant)

    def test_day_shift_with_a_break(self):
        shifts = group_shifts(
            [(local(1, 8), local(1, 12)), (local(1, 13), local(1, 17))]
        )
        # 8:00 at UTC+3 is 5:00
        self.assertEqual(
            shifts, {day(1): [(at(1, 5), at(1, 9)), (at(1, 10), at(1, 14))]}
        )

    def test_night_shift(self):
        shifts = group_shifts(
            [
                (local(1, 0), local(1, 6)),  # what comes before is not known
                (local(1, 22), midnight(1)),
                (local(2, 0), local(2, 6)),
                (local(2, 22), midnight(2)),
            ]
        )
        self.assertEqual(list(shifts), [day(1), day(2)])
        self.assertEqual(len(shifts[day(1)]), 3)
        self.assertEqual(shifts[day(2)], [(at(2, 19), at(2, 21))])

    def test_evening_that_ends_before_midnight(self):
        shifts = group_shifts(
            [(local(1, 16), local(1, 23)), (local(2, 0), local(2, 4))]
        )
        self.assertEqual(list(shifts), [day(1), day(2)])

    def test_watch_of_24_hours_from_the_morning(self):
        shifts = group_shifts([(local(1, 8), midnight(1)), (local(2, 0), local(2, 8))])
        self.assertEqual(list(shifts), [day(1)])

    def test_round_the_clock(self):
        """Two lines a day that touch are one that begins at midnight."""
        intervals = []
        for number in (1, 2, 3):
            intervals.append((local(number, 0), local(number, 12)))
            intervals.append((local(number, 12), midnight(number)))
        shifts = group_shifts(intervals)
        self.assertEqual(list(shifts), [day(1), day(2), day(3)])
        # midnight at UTC+3 is 21:00 of the day before
        self.assertEqual(shifts[day(2)], [(at(1, 21), at(2, 21))])

    def test_subtract_spans(self):
        shifts = {
            day(1): [(at(1, 8), at(1, 12)), (at(1, 13), at(1, 17))],
            day(2): [(at(2, 8), at(2, 17))],
            # touches the one before: stays a shift of its own
            day(3): [(at(2, 17), at(3, 2))],
        }
        self.assertEqual(
            subtract_spans(shifts, [(at(1, 10), at(1, 14)), (at(2, 7), at(2, 17))]),
            {
                day(1): [(at(1, 8), at(1, 10)), (at(1, 14), at(1, 17))],
                day(3): [(at(2, 17), at(3, 2))],
            },
        )

    def test_merge_and_overlap(self):
        merged = merge_spans(
            [(at(1, 9), at(1, 11)), (at(1, 8), at(1, 10)), (at(1, 11), at(1, 12))]
        )
        self.assertEqual(merged, [(at(1, 8), at(1, 12))])
        # 10-12 of the first and nothing of the second
        self.assertEqual(
            overlap([(at(1, 10), at(1, 14)), (at(1, 15), at(1, 16))], merged), 7200
        )


@tagged("post_install", "-at_install")
class TestSchedule(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schedule = Schedule(
            {
                day(2): [(at(2, 8), at(2, 16))],
                day(1): [(at(1, 8), at(1, 12))],
                day(1, 11): [(datetime(2026, 11, 1, 8), datetime(2026, 11, 1, 10))],
            }
        )

    def test_days_are_inclusive(self):
        self.assertEqual(self.schedule.count(day(1), day(2)), 2)
        self.assertEqual(self.schedule.count(day(1), day(1)), 1)
        self.assertEqual(self.schedule.count(day(3), day(31)), 0)
        self.assertEqual(self.schedule.count(day(2), day(1)), 0)
        self.assertEqual(self.schedule.hours(day(1), day(2)), 12)

    def test_month_hours(self):
        self.assertEqual(self.schedule.month_hours(day(20)), 12)
        self.assertEqual(self.schedule.month_hours(day(20, 11)), 2)

    def test_missed(self):
        # An hour of four and two of eight: 3 h, 0.25 + 0.25 of a shift
        self.assertEqual(
            self.schedule.missed(
                day(1), day(31), [(at(1, 11), at(1, 13)), (at(2, 8), at(2, 10))]
            ),
            (3, 0.5),
        )

    def test_no_shifts(self):
        self.assertEqual(Schedule({}).count(day(1), day(31)), 0)
        self.assertEqual(Schedule({}).hours(day(1), day(31)), 0)

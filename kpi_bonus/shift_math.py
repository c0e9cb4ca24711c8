"""Arithmetic of working time: contract runs, shifts, leaves. No ORM, no clock.

``kpi.hours`` reads versions, calendars and leaves and hands them in as plain values.
A *span* is a pair of naive UTC datetimes, so a difference is always real elapsed time,
a change of clocks included.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from odoo.tools.date_utils import end_of, start_of
from odoo.tools.intervals import Intervals

ONE_DAY = timedelta(days=1)
Span = tuple[datetime, datetime]
Run = tuple[Any, date, date]


class Terms(NamedTuple):
    """From when a version is in force, and when its owner is employed."""

    key: Any
    date_version: date
    contract_start: date | None
    contract_end: date | None


class Block(NamedTuple):
    """Uninterrupted work inside one local day."""

    start: datetime  # local wall clock
    stop: datetime
    span: Span


def employed_runs(
    versions: Sequence[Terms], date_from: date, date_to: date
) -> list[Run]:
    """Runs of employed days, one version and one calendar month each.

    :param versions: one person's, sorted by ``date_version``. A version is in force
        until the day before the next one, the first one also before its own date: Odoo
        lets ``date_version`` be later than the start of the contract.
    """
    runs = []
    for position, version in enumerate(versions):
        if not version.contract_start:
            continue
        first = max(version.contract_start, date_from)
        last = min(version.contract_end or date_to, date_to)
        if position:
            first = max(first, version.date_version)
        if position + 1 < len(versions):
            last = min(last, versions[position + 1].date_version - ONE_DAY)
        runs.extend((version.key, *month) for month in split_months(first, last))
    return runs


def split_months(date_from: date, date_to: date) -> Iterator[tuple[date, date]]:
    """The span cut at the ends of calendar months; nothing if it is empty."""
    while date_from <= date_to:
        month_end = end_of(date_from, "month")
        yield date_from, min(month_end, date_to)
        date_from = month_end + ONE_DAY


def represented_spans(
    runs: Sequence[Run], date_from: date, date_to: date
) -> Iterator[tuple[date, date]]:
    """For each run the days it stands for when the whole span is counted.

    Days before the first run belong to the first one, a gap and the end to the run
    before them, so that together they cover every day of the span once.
    """
    starts = [date_from, *(run[1] for run in runs[1:]), date_to + ONE_DAY]
    for first, after in pairwise(starts):
        yield first, after - ONE_DAY


def snap_end(moment: datetime) -> datetime:
    """The end that is meant by 23:59:59 or 23:59:59.999999.

    Odoo writes midnight as the last second, or microsecond, before it. Left as it is, a
    holiday would leave a shift of one second.
    """
    if moment.second == 59:
        return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return moment


def group_shifts(
    intervals: Iterable[tuple[datetime, datetime]],
) -> dict[date, list[Span]]:
    """Work intervals by the day of their shift.

    An interval that starts at midnight and goes on from an evening belongs to the shift
    of that evening. Work around the clock stays with its own day.

    :param intervals: in order, disjoint, aware, in the time zone of the calendar
    """
    shifts: dict[date, list[Span]] = {}
    previous = None
    for block in _merge_blocks(intervals):
        day = block.start.date()
        if previous and _continues_evening(previous, block):
            day = previous.start.date()
        shifts.setdefault(day, []).append(block.span)
        previous = block
    return shifts


def _merge_blocks(intervals: Iterable[tuple[datetime, datetime]]) -> list[Block]:
    """Intervals as blocks; those that touch inside one day are one block."""
    blocks: list[Block] = []
    for start, stop in intervals:
        begin, end = start.replace(tzinfo=None), snap_end(stop.replace(tzinfo=None))
        span = (_to_utc(start), snap_end(_to_utc(stop)))
        last = blocks[-1] if blocks else None
        if last and last.stop == begin and last.start.date() == begin.date():
            blocks[-1] = Block(last.start, end, (last.span[0], span[1]))
        else:
            blocks.append(Block(begin, end, span))
    return blocks


def _continues_evening(evening: Block, block: Block) -> bool:
    return (
        block.start.time() == time.min
        and evening.stop == block.start
        and evening.start.time() != time.min
    )


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Overlapping and touching spans as one."""
    merged = Intervals((start, stop, frozenset()) for start, stop in spans)
    return [(start, stop) for start, stop, _nothing in merged]


def subtract_spans(
    shifts: Mapping[date, Sequence[Span]], holidays: Iterable[Span]
) -> dict[date, list[Span]]:
    """What remains of every shift; a shift of which nothing remains is none."""
    work = Intervals(
        (
            (start, stop, frozenset({day}))
            for day, spans in shifts.items()
            for start, stop in spans
        ),
        keep_distinct=True,  # two shifts may touch
    )
    remaining: dict[date, list[Span]] = {}
    free = Intervals((start, stop, frozenset()) for start, stop in holidays)
    for start, stop, (day,) in work - free:
        remaining.setdefault(day, []).append((start, stop))
    return remaining


def elapsed(spans: Iterable[Span]) -> float:
    """Seconds."""
    return sum((stop - start).total_seconds() for start, stop in spans)


def overlap(spans: Iterable[Span], others: Sequence[Span]) -> float:
    """Seconds that both hold; each of the two is disjoint in itself."""
    return sum(
        (min(stop, other_stop) - max(start, other_start)).total_seconds()
        for start, stop in spans
        for other_start, other_stop in others
        if start < other_stop and other_start < stop
    )


class Schedule:
    """Shifts of one calendar, net of public holidays, to be asked for any days.

    All figures go by the day on which a shift starts, so a shift is never split between
    two months, wages or sections.
    """

    def __init__(self, shifts: Mapping[date, Sequence[Span]]):
        self._days = sorted(shifts)
        self._shifts = [shifts[day] for day in self._days]
        self._seconds = [elapsed(spans) for spans in self._shifts]
        self._running = list(accumulate(self._seconds, initial=0.0))

    def _bounds(self, date_from: date, date_to: date) -> tuple[int, int]:
        first = bisect_left(self._days, date_from)
        return first, max(first, bisect_right(self._days, date_to))

    def count(self, date_from: date, date_to: date) -> int:
        first, end = self._bounds(date_from, date_to)
        return end - first

    def hours(self, date_from: date, date_to: date) -> float:
        first, end = self._bounds(date_from, date_to)
        return (self._running[end] - self._running[first]) / 3600

    def month_hours(self, day: date) -> float:
        return self.hours(start_of(day, "month"), end_of(day, "month"))

    def missed(
        self, date_from: date, date_to: date, leaves: Sequence[Span]
    ) -> tuple[float, float]:
        """Hours, and shifts as the sum of each shift's missed share."""
        seconds = shares = 0.0
        for position in range(*self._bounds(date_from, date_to)):
            lost = overlap(self._shifts[position], leaves)
            seconds += lost
            shares += lost / self._seconds[position]
        return seconds / 3600, shares

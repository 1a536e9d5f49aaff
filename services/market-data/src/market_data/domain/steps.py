"""Longer bars of a long time are made a little at a time: what waits for a step does not wait long.

A step makes bars of one interval, which the database writes in the order of their keys, like all
who write bars; with a second interval in the same transaction two writers could wait for each
other. Shorter bars come first, and are all there when longer ones are made of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from market_data.domain.parts import in_parts
from vocabulary import BarInterval, Symbol

SYMBOLS_PER_STEP = 20
_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)
_AT_ONCE = {
    BarInterval.MINUTE_5: _MONTH,
    BarInterval.MINUTE_15: _MONTH,
    BarInterval.MINUTE_30: _MONTH,
    BarInterval.HOUR_1: _MONTH,
    BarInterval.HOUR_4: _YEAR,
    BarInterval.DAY_1: _YEAR,
    BarInterval.WEEK_1: 10 * _YEAR,
    BarInterval.MONTH_1: 10 * _YEAR,
    BarInterval.YEAR_1: 100 * _YEAR,
}
"""From which stretch of time a step makes bars of an interval, in about as many rows for each."""


class Step(NamedTuple):
    """The bars of one interval that have a part from ``first`` on and before ``until``.

    ``zone`` is by whose midnight the days of the symbols begin.
    """

    interval: BarInterval
    zone: ZoneInfo
    symbols: Sequence[Symbol]
    first: datetime
    until: datetime


def longer_than(interval: BarInterval) -> list[BarInterval]:
    """The shorter ones first."""
    intervals = list(BarInterval)
    return intervals[intervals.index(interval) + 1 :]


def by_zone(zones: Mapping[Symbol, ZoneInfo]) -> dict[ZoneInfo, list[Symbol]]:
    """The symbols of each zone, in order."""
    symbols: defaultdict[ZoneInfo, list[Symbol]] = defaultdict(list)
    for symbol in sorted(zones):
        symbols[zones[symbol]].append(symbol)
    return dict(sorted(symbols.items(), key=lambda one: one[0].key))


def steps(
    zones: Mapping[Symbol, ZoneInfo], source: BarInterval, first: datetime, until: datetime
) -> Iterator[Step]:
    """What makes all bars longer than ``source`` with a part from ``first`` on, before ``until``.

    For the same arguments the same, so that who was cut off goes on with the next.
    """
    for zone, symbols in by_zone(zones).items():
        for some in in_parts(symbols, SYMBOLS_PER_STEP):
            for interval in longer_than(source):
                for begins, ends in _stretches(first, until, _AT_ONCE[interval]):
                    yield Step(interval, zone, some, begins, ends)


def _stretches(
    first: datetime, until: datetime, width: timedelta
) -> Iterator[tuple[datetime, datetime]]:
    while first < until:
        yield first, (ends := min(first + width, until))
        first = ends

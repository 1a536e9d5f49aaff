"""Which bars somebody wants to see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import groupby
from zoneinfo import ZoneInfo

from market_data.domain.bars import SOURCES, WIDTHS, Bar, bar_end, bar_start, merged
from vocabulary import BarInterval, Symbol

BEGINNING = datetime(1800, 1, 1, tzinfo=UTC)
"""Before every bar."""
END = datetime(2400, 1, 1, tzinfo=UTC)
"""After every bar."""

CHILDREN_MAX = {
    BarInterval.MINUTE_5: 5,
    BarInterval.MINUTE_15: 3,
    BarInterval.MINUTE_30: 2,
    BarInterval.HOUR_1: 2,
    BarInterval.HOUR_4: 5,
    BarInterval.DAY_1: 6,
    BarInterval.WEEK_1: 7,
    BarInterval.MONTH_1: 31,
    BarInterval.YEAR_1: 12,
}
"""Of how many bars of its source a bar can consist. Four hours may be five when clocks go back."""

_MOMENT = timedelta(microseconds=1)
_SHORTEST = WIDTHS | {
    BarInterval.DAY_1: timedelta(hours=23),
    BarInterval.WEEK_1: timedelta(days=7, hours=-1),
    BarInterval.MONTH_1: timedelta(days=28, hours=-1),
    BarInterval.YEAR_1: timedelta(days=365),
}
"""No bar is shorter, but for four hours when clocks are put forward."""


@dataclass(frozen=True, slots=True)
class Span:
    """From ``first`` on, and before ``until``."""

    first: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """The newest ``limit`` bars of those that start at ``first`` or later, and before ``until``."""

    symbol: Symbol
    interval: BarInterval
    zone: ZoneInfo
    first: datetime
    until: datetime
    limit: int

    @classmethod
    def of_whole_bars(
        cls,
        symbol: Symbol,
        interval: BarInterval,
        zone: ZoneInfo,
        *,
        first: datetime | None,
        until: datetime,
        limit: int,
    ) -> "Stretch":
        """The stretch from and to any moment.

        No bar is cut: ``first`` goes back to where its bar starts, ``until`` on to where its bar
        ends.
        """
        begins = BEGINNING if first is None else bar_start(first, interval, zone)
        ends = bar_end(bar_start(until - _MOMENT, interval, zone), interval, zone)
        return cls(symbol, interval, zone, begins, ends, limit)

    def before(self, moment: datetime) -> "Stretch":
        """The part of it that starts before ``moment``, which is where a bar starts."""
        return self if self.until <= moment else replace(self, until=moment)

    def onward(self, moment: datetime) -> "Stretch":
        """The same at least until ``moment``, which is where a bar starts."""
        return self if self.until >= moment else replace(self, until=moment)

    def of_sources(self) -> "Stretch":
        """What the bars of this stretch can be put together from."""
        return replace(
            self,
            interval=SOURCES[self.interval],
            limit=self.limit * CHILDREN_MAX[self.interval],
        )


def resampled(bars: Iterable[Bar], interval: BarInterval, zone: tzinfo) -> list[Bar]:
    """The bars of ``interval`` that shorter ones, in the order of time, make."""
    groups = groupby(bars, lambda bar: bar_start(bar.start, interval, zone))
    return [merged(list(group), start, interval) for start, group in groups]


def holes(starts: Sequence[datetime], wanted: Stretch) -> list[Span]:
    """Where in a stretch no bar starts; ``starts`` are those of its newest bars, oldest first."""
    if not starts:
        return [Span(wanted.first, wanted.until)]
    shortest = _SHORTEST[wanted.interval]
    spans = [
        Span(bar_end(start, wanted.interval, wanted.zone), after)
        for start, after in zip(starts, [*starts[1:], wanted.until], strict=True)
        if after - start > shortest
    ]
    if len(starts) < wanted.limit:
        spans.append(Span(wanted.first, starts[0]))
    return [span for span in spans if span.first < span.until]

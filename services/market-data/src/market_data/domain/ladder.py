"""One-minute bars become longer ones, each interval out of the next shorter one.

Every bar remembers what it was put together from for as long as a trade may come late, so that a
correction of a minute corrects all bars that it is in, and never counts anything twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from market_data.domain.bars import SOURCES, Bar, bar_end, bar_start, merged
from market_data.domain.candles import REMEMBERED, Candles
from market_data.domain.ticks import TradeTick
from vocabulary import BarInterval

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC)
_INTERVALS = [BarInterval.MINUTE_1, *SOURCES]


@dataclass(slots=True)
class Span:
    """The time of one longer bar, and the shorter ones in it by when they start."""

    start: datetime
    end: datetime
    parts: dict[datetime, Bar] = field(default_factory=dict[datetime, Bar])
    whole: Bar | None = None
    """What they make together; None when that has to be worked out again."""

    def put(self, part: Bar, interval: BarInterval) -> None:
        """One more part, or one that was corrected."""
        newest = not self.parts or part.start > next(reversed(self.parts))
        self.parts[part.start] = part
        if not newest:
            self.parts = dict(sorted(self.parts.items()))
            self.whole = None
        elif len(self.parts) == 1:
            self.whole = replace(part, start=self.start, interval=interval)
        elif self.whole is not None:
            self.whole = merged((self.whole, part), self.start, interval)

    def bar(self, interval: BarInterval) -> Bar:
        """All of them together."""
        if self.whole is None:
            self.whole = merged(list(self.parts.values()), self.start, interval)
        return self.whole


class Rung:
    """The bars of one interval of one symbol."""

    def __init__(self, interval: BarInterval, zone: ZoneInfo) -> None:
        self.interval = interval
        self.source = SOURCES[interval]
        self._zone = zone
        self._spans: dict[datetime, Span] = {}
        self._newest = Span(_BEGINNING, _BEGINNING)
        self._changed: dict[datetime, Span] = {}

    def take(self, parts: Sequence[Bar], closed_until: datetime) -> Sequence[Bar]:
        """Put shorter bars in; return the bars that closed by that, or by time, or changed then."""
        for part in parts:
            span = self._span(part.start)
            span.put(part, self.interval)
            self._changed[span.start] = span
        if not self._changed:
            return ()
        closed = sorted(start for start, one in self._changed.items() if one.end <= closed_until)
        if closed:
            self._forget(closed_until)
        return [self._changed.pop(start).bar(self.interval) for start in closed]

    def fill(self, parts: Sequence[Bar], first: datetime, closed_until: datetime) -> Sequence[Bar]:
        """Put in all parts that there are from ``first`` on; what began before stays as it is.

        Unless its other parts are remembered: it has not ended, or not long ago.
        """
        known = [
            part
            for part in parts
            if (start := bar_start(part.start, self.interval, self._zone)) >= first
            or start in self._spans
        ]
        return self.take(known, closed_until)

    def resume(self, part: Bar, now: datetime) -> None:
        """A part that was stored, as what it is in was as well, as far as it had grown by then."""
        span = self._span(part.start)
        span.put(part, self.interval)
        if span.end > now:  # it closes, and is a part of others, also if nobody trades till then
            self._changed[span.start] = span

    def growing(self, part: Bar | None, closed_until: datetime) -> Bar | None:
        """The bar that is not closed yet, together with ``part``, which is not closed either."""
        if part is not None:
            newest = self._span(part.start)
            if not newest.parts:
                return replace(part, start=newest.start, interval=self.interval)
            return merged((newest.bar(self.interval), part), newest.start, self.interval)
        newest = self._newest
        return newest.bar(self.interval) if newest.parts and newest.end > closed_until else None

    def _span(self, time: datetime) -> Span:
        newest = self._newest
        if newest.start <= time < newest.end:
            return newest
        start = bar_start(time, self.interval, self._zone)
        span = self._spans.get(start)
        if span is None:
            span = Span(start, bar_end(start, self.interval, self._zone))
            self._spans[start] = span
        if start > newest.start:
            self._newest = span
        return span

    def _forget(self, closed_until: datetime) -> None:
        before = closed_until - REMEMBERED
        for start in [start for start, span in self._spans.items() if span.end <= before]:
            if start not in self._changed:
                del self._spans[start]


class Ladder:
    """The bars of one symbol, of every interval.

    A bar is closed when market time has passed its end. A late trade corrects every closed bar that
    it falls into; each is then finished once more.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._minutes = Candles()
        self._rungs = [Rung(interval, zone) for interval in SOURCES]
        self._settled_until = _BEGINNING
        self._finished: dict[tuple[BarInterval, datetime], Bar] = {}

    @property
    def too_late(self) -> int:
        """How many trades, or bars of the source, came too late for any bar."""
        return self._minutes.too_late

    def add(self, trade: TradeTick) -> None:
        """Put a trade into every bar that it falls into."""
        self._minutes.add(trade)

    def put(self, bar: Bar) -> None:
        """Take a minute that the source itself made in place of what the trades gave."""
        self._minutes.put(bar)

    def close_until(self, time: datetime) -> None:
        """Close what ended at ``time`` or before."""
        self._minutes.close_until(time)

    def close(self) -> None:
        """Close everything as it is: nothing will come any more."""
        self._minutes.close_until(_END)

    def finished(self) -> list[Bar]:
        """Bars closed or corrected since the last call, each once."""
        self._settle()
        finished, self._finished = self._finished, {}
        return list(finished.values())

    def growing(self) -> list[Bar]:
        """The bars that are not closed yet, shorter ones first."""
        self._settle()
        return list(self._growing(self._rungs).values())

    def _growing(self, rungs: Sequence[Rung]) -> dict[BarInterval, Bar]:
        bars: dict[BarInterval, Bar] = {}
        if (live := self._minutes.live) is not None:
            bars[live.interval] = live
        for rung in rungs:
            bar = rung.growing(bars.get(rung.source), self._minutes.closed_until)
            if bar is not None:
                bars[rung.interval] = bar
        return bars

    def unstored(self, interval: BarInterval) -> list[Bar]:
        """The bars of an interval that were told to nobody yet, or are not closed."""
        self._settle()
        growing = self._growing(self._rungs[: _INTERVALS.index(interval)]).get(interval)
        finished = [bar for (of, _), bar in self._finished.items() if of is interval]
        return finished if growing is None else [*finished, growing]

    def resume(self, bars: Iterable[Bar], time: datetime) -> None:
        """Go on at ``time`` with bars that were stored, in the order of time.

        A minute may have been stored while it grew. Of the others those that had not ended are left
        out: they are made again, or belong to an earlier run over the same time.
        """
        stored = list(bars)
        self._minutes.resume([bar for bar in stored if bar.interval is BarInterval.MINUTE_1], time)
        now = self._settled_until = self._minutes.closed_until
        ended = [bar for bar in stored if bar_end(bar.start, bar.interval, self._zone) <= now]
        for rung in self._rungs:
            for bar in ended:
                if bar.interval is rung.source:
                    rung.resume(bar, now)

    def fill(self, bars: Sequence[Bar], first: datetime, since: datetime) -> list[Bar]:
        """Put in closed bars of one interval from before ``since``, when trades began to come.

        They are all that there are from ``first`` on, in the order of time. Of the longer bars that
        they make, those that ended by ``since`` are returned, and all others finished once more.
        """
        self._settle()
        for bar in bars:
            if bar.interval is BarInterval.MINUTE_1:
                self._minutes.know(bar)
        made = {bars[0].interval: bars} if bars else {}
        before: list[Bar] = []
        for rung in self._rungs:
            closed = rung.fill(made.get(rung.source, ()), first, self._minutes.closed_until)
            made[rung.interval] = made.get(rung.interval, closed)
            for bar in closed:
                if bar_end(bar.start, bar.interval, self._zone) <= since:
                    before.append(bar)
                else:
                    self._finished[bar.interval, bar.start] = bar
        return before

    def _settle(self) -> None:
        """Bring the longer bars up to date with the minutes."""
        changed = self._minutes.finished()
        closed_until = self._minutes.closed_until
        if not changed and closed_until == self._settled_until:
            return
        self._settled_until = closed_until
        made: dict[BarInterval, Sequence[Bar]] = {BarInterval.MINUTE_1: changed}
        for rung in self._rungs:
            made[rung.interval] = rung.take(made[rung.source], closed_until)
        for bars in made.values():
            self._finished.update(((bar.interval, bar.start), bar) for bar in bars)

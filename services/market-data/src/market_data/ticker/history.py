"""Bars of the past and of this moment, as clients are sent them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from secrets import token_hex
from zoneinfo import ZoneInfo

from market_data.domain.bars import MINUTE, Bar, bar_end, bar_start, zone_of
from market_data.domain.candles import REMEMBERED
from market_data.domain.stretch import Stretch
from market_data.feeds.catalogue import catalogue, instrument_of
from market_data.queries.cache import Cache
from market_data.queries.coalescing import Coalescing
from market_data.queries.lines import line, moment, start_of, with_fresh
from market_data.queries.minutes import Minutes
from market_data.queries.stretches import Stretches
from market_data.ticker.gaps import Gaps
from market_data.ticker.market import Market
from market_data.ticker.recorder import Recorder
from vocabulary import BarInterval, Symbol

NAME = "responses"
KEPT_SECONDS = {
    BarInterval.MINUTE_1: 60,
    BarInterval.MINUTE_5: 300,
    BarInterval.MINUTE_15: 900,
    BarInterval.MINUTE_30: 1800,
}
KEPT_SECONDS_MAX = 3600
"""So long an answer is kept at most, whatever its bars; and as long as a bar lasts, if shorter."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The newest ``limit`` bars that start at ``first`` or later, and before ``until``."""

    symbol: Symbol
    interval: BarInterval
    first: datetime | None
    until: datetime | None
    limit: int


@dataclass(frozen=True, slots=True)
class Page:
    """Bars as lines, oldest first. Before ``cursor`` there are more; None when there are not."""

    lines: Sequence[str]
    cursor: str | None


class History:
    """What is stored, and in place of it what is newer than that.

    Bars that are over are kept in the cache; those that are not, or not stored yet, never are: they
    come from memory each time. Every change of a stored bar changes the key of all answers with
    bars that could have been meant.
    """

    def __init__(
        self,
        market: Market,
        recorder: Recorder,
        stretches: Stretches,
        cache: Cache,
        gaps: Gaps | None = None,
    ) -> None:
        self._market = market
        self._recorder = recorder
        self._gaps = gaps
        self._stretches = stretches
        self._cache = cache
        self._run = token_hex(4)
        self._flights: Coalescing[Wish, Page] = Coalescing()
        self._minutes = Minutes(cache, self._run, stretches.lines)

    async def page(self, wish: Wish) -> Page:
        """What somebody wants to see. All who want the same at the same time share one answer."""
        return await self._flights.once(wish, partial(self._page, wish))

    def zone(self, symbol: Symbol) -> ZoneInfo:
        """By whose midnight the days of ``symbol`` begin, whether it ticks or was imported."""
        ticking = self._market.instruments.get(symbol)
        return zone_of((ticking or instrument_of(symbol)).asset_class)

    def is_listed(self, symbol: Symbol) -> bool:
        """Whether anything is known of ``symbol`` but what may be stored of it."""
        return symbol in self._market.instruments or symbol in catalogue().instruments

    async def finish(self) -> None:
        """Wait for what is under way."""
        await self._flights.finish()
        if self._gaps is not None:
            await self._gaps.finish()
        await self._cache.finish()

    async def _page(self, wish: Wish) -> Page:
        one_more = replace(wish, limit=wish.limit + 1)  # so that we know whether there are more
        if self._gaps is not None and self.is_listed(wish.symbol):
            wanted, over = self._wanted(one_more, self._market.known_until())
            await self._gaps.fill(wanted.before(over))
        known_until = self._market.known_until()
        wanted, over = self._wanted(one_more, known_until)
        unstored = self._unstored(wish, over)
        fresh = {
            moment(bar.start): _line(bar, wanted, known_until)
            for bar in unstored
            if wanted.first <= bar.start < wanted.until
        }
        stored = await self._stored(wanted.before(over), self._settled(unstored))
        if len(stored) > wish.limit:
            fresh = {start: text for start, text in fresh.items() if start >= start_of(stored[0])}
        lines = with_fresh(stored, fresh)
        shown = lines[-wish.limit :]
        return Page(shown, start_of(shown[0]) if len(lines) > len(shown) else None)

    def _wanted(self, wish: Wish, known_until: datetime) -> tuple[Stretch, datetime]:
        """A stretch until now at most, and when the first bar starts that is not over by now.

        What is stored of bars that are not over is of an earlier run, and lies in the future.
        """
        zone = self.zone(wish.symbol)
        now = min(self._market.time(), known_until)  # time goes on between two looks at it
        growing = bar_start(now, wish.interval, zone)
        ends = bar_end(growing, wish.interval, zone)
        over = ends if known_until > now else growing
        wanted = Stretch.of_whole_bars(
            wish.symbol,
            wish.interval,
            zone,
            first=wish.first,
            until=min(wish.until or ends, ends),
            limit=wish.limit,
        )
        return wanted, over

    def _unstored(self, wish: Wish, over: datetime) -> list[Bar]:
        """What is in memory, because it still grows or is not stored yet; the newest of each.

        What waits and is not over was finished before somebody took time back.
        """
        symbol, interval = wish.symbol, wish.interval
        if symbol not in self._market.instruments:
            return []
        waiting = [one for one in self._recorder.waiting(symbol, interval) if one.start < over]
        newest = self._market.unstored_bars(symbol, interval)
        return list({bar.start: bar for bar in [*waiting, *newest]}.values())

    def _settled(self, unstored: Sequence[Bar]) -> datetime:
        """No bar that ended before this will change any more, and all of them are stored.

        Bars are closed up to a second late, and till then a trade may be later by a minute.
        """
        remembered = self._market.time() - REMEMBERED - MINUTE
        return min([remembered, *(bar.start for bar in unstored)])

    async def _stored(self, wanted: Stretch, settled: datetime) -> list[str]:
        """Bars that are over, from the cache if they are there."""
        if wanted.first >= wanted.until:
            return []
        if not self.is_listed(wanted.symbol):  # anybody can make up names, and fill the cache
            return await self._stretches.lines(wanted)
        key = self._key(wanted, settled)
        (kept,), generation = await self._cache.get(NAME, [key])
        if kept is not None:
            return kept.split("\n") if kept else []
        if wanted.interval is BarInterval.MINUTE_1 and settled < wanted.until:
            lines = await self._minutes.newest(wanted, settled)
        else:
            lines = await self._stretches.lines(wanted)
        seconds = KEPT_SECONDS.get(wanted.interval, KEPT_SECONDS_MAX)
        self._cache.put({key: "\n".join(lines)}, seconds, generation)
        return lines

    def _key(self, wanted: Stretch, settled: datetime) -> str:
        changes = self._recorder.stored(wanted.symbol, wanted.interval)
        version = "settled" if wanted.until <= settled else f"{changes}"
        return (
            f"market:ohlcv:{self._run}:{wanted.symbol}:{wanted.interval}:{moment(wanted.first)}"
            f":{moment(wanted.until)}:{wanted.limit}:{version}"
        )


def _line(bar: Bar, wanted: Stretch, known_until: datetime) -> str:
    closed = bar_end(bar.start, wanted.interval, wanted.zone) <= known_until
    return line(bar, closed=closed)

"""What is missing of the past is asked of a vendor's archive, once for all who want to see it."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, tzinfo
from functools import partial
from logging import getLogger
from zoneinfo import ZoneInfo

from chassis.transaction import Database
from market_data.domain.bars import SOURCES, Bar, bar_end, bar_start
from market_data.domain.coverage import Coverage, gap, whole_bars
from market_data.domain.parts import in_parts
from market_data.domain.steps import Step, longer_than
from market_data.domain.stretch import END, Span, Stretch
from market_data.feeds.feed import FeedRefused
from market_data.feeds.history import HistoryProvider
from market_data.queries.cache import Cache
from market_data.queries.coalescing import Coalescing
from market_data.queries.metrics import ARCHIVE_CALLS
from market_data.repository.bars import Save, save_told_bars
from market_data.repository.rollups import make_bars
from market_data.ticker.wall import Wall
from vocabulary import BarInterval, Symbol

PATIENCE_SECONDS = 5.0
"""So long somebody who wants to see the past waits for a vendor. The call itself goes on."""
AGAIN_SECONDS = 30.0
"""So long nobody asks again for what the vendor refused."""
CHUNKS = {
    BarInterval.MINUTE_1: timedelta(days=7),
    BarInterval.MINUTE_5: timedelta(days=30),
    BarInterval.MINUTE_15: timedelta(days=90),
    BarInterval.MINUTE_30: timedelta(days=180),
    BarInterval.HOUR_1: timedelta(days=365),
    BarInterval.HOUR_4: timedelta(days=4 * 365),
}
CHUNK_MAX = timedelta(days=25 * 365)
"""How far back one call reaches: a few thousand bars, however few somebody wants to see. So the
next one, who wants more of them, does not cause another call."""

BARS_AT_ONCE = 1000
"""So many are sent to the database in one go: it takes some milliseconds, in which nobody ticks."""

Key = tuple[Symbol, BarInterval]
Since = Callable[[Stretch], datetime]
"""From when on the feed itself has told of all that happened to a symbol, by whole bars."""

logger = getLogger(__name__)


class Gaps:
    """Remembers what it asked for, for as long as the process lives.

    What a vendor has only later is asked for again later.
    """

    def __init__(
        self,
        provider: HistoryProvider,
        since: Since,
        database: Database,
        cache: Cache,
        wall: Wall,
        *,
        save: Save = save_told_bars,
    ) -> None:
        self._provider = provider
        self._since = since
        self._database = database
        self._cache = cache
        self._wall = wall
        self._save = save
        self._asked: defaultdict[Key, Coverage] = defaultdict(Coverage)
        self._not_before: dict[Key, float] = {}
        self._flights: Coalescing[Key, None] = Coalescing()

    async def fill(self, wanted: Stretch) -> bool:
        """See to it that what the vendor has of a stretch that is over is stored.

        Where it does not answer, or has no bars of this interval, that is not an error: whoever
        asks is shown what there is, put together from shorter bars if need be. False says that it
        is worth while to ask again.
        """
        interval = self._offered(wanted.interval)
        if interval is None:
            return True
        key = (wanted.symbol, interval)
        if self._missing(wanted, interval) is None:
            return not self._is_refused(key)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._flights.once(key, partial(self._fetch, key, wanted))
        except TimeoutError:
            logger.info("%s still looks for %s of %s", self._provider.name, interval, wanted.symbol)
            return False
        return not self._is_refused(key)

    async def finish(self) -> None:
        """Wait for the calls that are under way."""
        await self._flights.finish()

    def _offered(self, interval: BarInterval) -> BarInterval | None:
        """The interval itself, or the longest that it can be made of."""
        while interval not in self._provider.intervals:
            if interval not in SOURCES:
                return None
            interval = SOURCES[interval]
        return interval

    def _missing(self, wanted: Stretch, interval: BarInterval) -> Span | None:
        key = (wanted.symbol, interval)
        if self._is_refused(key):
            return None
        now = self._wall.now()
        reach = Span(_first(wanted, interval), wanted.until)
        return gap(reach, [*self._asked[key].not_now(now), Span(self._since(wanted), END)])

    def _is_refused(self, key: Key) -> bool:
        now = self._wall.now()
        return now < self._not_before.get(key, now)

    async def _fetch(self, key: Key, wanted: Stretch) -> None:
        symbol, interval = key
        missing = self._missing(wanted, interval)
        if missing is None:
            return
        try:
            bars = await self._provider.bars(symbol, interval, missing.first, missing.until)
        except FeedRefused as error:
            ARCHIVE_CALLS.labels(self._provider.name, error.code).inc()
            logger.warning("%s has no %s of %s: %s", self._provider.name, interval, symbol, error)
            self._not_before[key] = self._wall.now() + AGAIN_SECONDS
            return
        ARCHIVE_CALLS.labels(self._provider.name, "answered").inc()
        found = {one.start: one for one in bars if missing.first <= one.start < missing.until}
        await self._store(list(found.values()))  # each once, however pages overlap
        newest = _newest(found, interval, wanted.zone)
        self._asked[key].answered(missing, newest, self._wall.utc(), self._wall.now())
        if found:
            await self._make_longer(key, missing, wanted.zone)
            self._cache.renew()

    async def _make_longer(self, key: Key, told: Span, zone: ZoneInfo) -> None:
        """Make what the vendor has not; an earlier run may have made it of fewer.

        What is not all there is left alone, and put together by those who want to see it.
        """
        (symbol, interval), made = key, {key[1]}
        known = self._asked[key].around(told.first)
        for longer in longer_than(interval):
            if longer in self._provider.intervals or SOURCES[longer] not in made:
                continue
            made.add(longer)
            reach = whole_bars(told, known, longer, zone)
            if reach is not None:
                async with self._database.transaction() as tx:
                    step = Step(longer, zone, [symbol], reach.first, reach.until)
                    await make_bars(tx.connection, step)

    async def _store(self, bars: list[Bar]) -> None:
        if not bars:
            return
        async with self._database.transaction() as tx:
            for some in in_parts(bars, BARS_AT_ONCE):
                await self._save(tx.connection, some)
        self._cache.renew()


def _first(wanted: Stretch, interval: BarInterval) -> datetime:
    """From whole days or years on: what is longer is put together of all that belongs to it."""
    whole = BarInterval.DAY_1 if interval in CHUNKS else BarInterval.YEAR_1
    return bar_start(wanted.until - CHUNKS.get(interval, CHUNK_MAX), whole, wanted.zone)


def _newest(starts: Iterable[datetime], interval: BarInterval, zone: tzinfo) -> Span | None:
    start = max(starts, default=None)
    return None if start is None else Span(start, bar_end(start, interval, zone))

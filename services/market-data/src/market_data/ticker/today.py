"""A vendor's feed that begins in the middle of a day: what came before is asked of an archive.

Without that bars of days, weeks, months and years, and with them snapshots and movers, would count
from when the process began.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from chassis.transaction import Database
from market_data.domain.bars import MINUTE, bar_start, rounded_down, zone_of
from market_data.domain.candles import REMEMBERED
from market_data.domain.patience import Backoff
from market_data.domain.stretch import Stretch
from market_data.queries.cache import Cache
from market_data.queries.stretches import find_bars
from market_data.ticker.gaps import Gaps
from market_data.ticker.market import Market
from market_data.ticker.recorder import Recorder
from market_data.ticker.sources import told_since
from vocabulary import BarInterval, Symbol

PULSE_SECONDS = 5.0
LATE = timedelta(minutes=20)
"""So much later it is asked once more: many plans are a quarter of an hour behind."""
BACKOFF = Backoff(15.0, 900.0)
LIMITS = {BarInterval.MINUTE_1: 24 * 60 + 60, BarInterval.DAY_1: 400}
"""Of a day and of a year, in each of which there are no more."""


@dataclass(slots=True)
class _Tried:
    """How far something was filled, and how often the archive did not answer since."""

    until: datetime
    is_late: bool = False
    failures: int = 0
    again_at: float = 0.0


class Today:
    """Fills what growing bars lack: minutes of today, and days of this week and year.

    An archive that is behind is asked twice, and one that does not answer ever less often. After a
    connection broke, and after midnight, it begins again.
    """

    def __init__(
        self, market: Market, recorder: Recorder, gaps: Gaps, database: Database, cache: Cache
    ) -> None:
        self._market = market
        self._recorder = recorder
        self._gaps = gaps
        self._database = database
        self._cache = cache
        self._tried: dict[tuple[Symbol, BarInterval], _Tried] = {}
        self._changed = False

    async def run(self) -> None:
        """For ever."""
        while True:
            await self.fill()
            await self._market.wall.sleep(PULSE_SECONDS)

    async def fill(self) -> None:
        """All that is missing and due, until the archive does not answer."""
        if self._changed:  # what is made of it is stored meanwhile
            self._changed = False
            self._cache.renew()
        for interval in LIMITS:
            for wanted in self._missing(interval):
                if not await self._filled(wanted):
                    return

    def _missing(self, interval: BarInterval) -> Iterator[Stretch]:
        for symbol, instrument in self._market.instruments.items():
            zone, now = zone_of(instrument.asset_class), self._market.time()
            wanted = Stretch(symbol, interval, zone, now, now, LIMITS[interval])
            since = told_since(self._market, wanted)
            if interval is BarInterval.MINUTE_1:
                first, until = bar_start(now, BarInterval.DAY_1, zone), since
            else:
                starts = (BarInterval.WEEK_1, BarInterval.YEAR_1)
                first = min(bar_start(now, one, zone) for one in starts)
                until = min(since, bar_start(now, interval, zone))
            if first < until <= now and self._is_due(symbol, interval, until):
                yield Stretch(symbol, interval, zone, first, until, LIMITS[interval])

    def _is_due(self, symbol: Symbol, interval: BarInterval, until: datetime) -> bool:
        tried = self._tried.get((symbol, interval))
        if tried is None or tried.until != until:
            self._tried[symbol, interval] = _Tried(until)
            return True
        if tried.failures:
            return self._market.wall.now() >= tried.again_at
        return not tried.is_late and self._market.time() >= until + LATE

    async def _filled(self, wanted: Stretch) -> bool:
        """Whether the archive did answer."""
        tried = self._tried[wanted.symbol, wanted.interval]
        try:
            answered = await self._gaps.fill(wanted) and await self._put(wanted)
        except (SQLAlchemyError, OSError, TimeoutError):
            answered = False
        if answered:
            tried.failures = 0
            tried.is_late = self._market.time() >= wanted.until + LATE
        else:
            tried.failures += 1
            tried.again_at = self._market.wall.now() + BACKOFF.pause(tried.failures, 1)
        return answered

    async def _put(self, wanted: Stretch) -> bool:
        """Into the bars that grow, whatever is stored now; not while something of it waits.

        Parts that ended an hour ago are not remembered, and all of them are put in again.
        """
        symbol, interval = wanted.symbol, wanted.interval
        before = self._recorder.stored(symbol, interval)
        all_of_it = wanted
        if interval is BarInterval.MINUTE_1:
            remembered = rounded_down(self._market.time(), MINUTE) - REMEMBERED
            all_of_it = wanted.onward(remembered)
        async with self._database.engine.connect() as connection:
            bars = await find_bars(connection, all_of_it)
        waiting = self._recorder.waiting(symbol, interval)
        if self._recorder.stored(symbol, interval) != before or any(
            bar.start < all_of_it.until for bar in waiting
        ):
            return False
        made = self._market.fill(symbol, bars, wanted.first, wanted.until)
        self._recorder.keep(made)
        self._changed = True
        return True

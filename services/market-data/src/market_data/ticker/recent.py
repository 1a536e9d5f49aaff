"""The newest bars of many symbols, wherever they are: in memory, on their way, or stored."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial

from chassis.transaction import Database
from market_data.domain.adjustment import Adjustment
from market_data.domain.bars import Bar, bar_end, bar_start
from market_data.domain.movers import Move, move_of
from market_data.queries.adjustments import splits_between
from market_data.queries.coalescing import Coalescing
from market_data.repository.newest import newest_bars
from market_data.ticker.market import Market
from market_data.ticker.recorder import Recorder
from vocabulary import BarInterval, ClockState, Symbol

Wish = tuple[tuple[Symbol, ...], BarInterval, int]
Newest = dict[Symbol, list[Bar]]


class RecentBars:
    """What is newer than what is stored takes its place. Nothing is of the future.

    After a jump back in time the database has bars that market time has not come to yet.
    """

    def __init__(self, market: Market, recorder: Recorder, database: Database) -> None:
        self._market = market
        self._recorder = recorder
        self._database = database
        self._flights: Coalescing[Wish, Newest] = Coalescing()

    async def newest(
        self, symbols: Collection[Symbol], interval: BarInterval, number: int
    ) -> Newest:
        """The ``number`` newest bars of each symbol, newest first, the growing one included.

        All who want the same at the same time share one answer.
        """
        wish = tuple(symbols), interval, number
        return await self._flights.once(wish, partial(self._newest, *wish))

    async def moves(self, days: Newest) -> dict[Symbol, Move]:
        """What each symbol did, by its newest ``days``."""
        found = [one.start for bars in days.values() for one in bars]
        splits: Mapping[Symbol, Sequence[Adjustment]] = {}
        if found:
            async with self._database.engine.connect() as connection:
                splits = await splits_between(connection, min(found).date(), self._market.time())
        zones = self._market.zones()
        moves = {
            symbol: move_of(bars, splits.get(symbol, ()), zones[symbol])
            for symbol, bars in days.items()
        }
        return {symbol: move for symbol, move in moves.items() if move is not None}

    async def _newest(
        self, symbols: tuple[Symbol, ...], interval: BarInterval, number: int
    ) -> Newest:
        untils = self._untils(symbols, interval)
        fresh = self._fresh(untils, interval)
        async with self._database.engine.connect() as connection:
            stored = await newest_bars(connection, untils, interval, number)
        return {
            symbol: _newest_of([*stored.get(symbol, ()), *fresh[symbol]], number)
            for symbol in symbols
        }

    def _untils(self, symbols: Collection[Symbol], interval: BarInterval) -> dict[Symbol, datetime]:
        """Before when stored bars are over; the growing one is known better in memory."""
        market, now = self._market, self._market.time()
        ended = market.clock.state is ClockState.ENDED
        zones = market.zones()
        starts = {zone: bar_start(now, interval, zone) for zone in set(zones.values())}
        until = {
            zone: bar_end(start, interval, zone) if ended else start
            for zone, start in starts.items()
        }
        return {symbol: until[zones[symbol]] for symbol in symbols}

    def _fresh(self, untils: Mapping[Symbol, datetime], interval: BarInterval) -> Newest:
        """What waits and is not over was finished before somebody took time back."""
        fresh: Newest = defaultdict(list)
        for bar in self._recorder.waiting_of(interval):
            if bar.symbol in untils and bar.start < untils[bar.symbol]:
                fresh[bar.symbol].append(bar)
        for symbol in untils:
            fresh[symbol] += self._market.unstored_bars(symbol, interval)
        return fresh


def _newest_of(bars: list[Bar], number: int) -> list[Bar]:
    """Of bars with the same start the last one, the latest first."""
    by_start = {bar.start: bar for bar in bars}
    return sorted(by_start.values(), key=lambda bar: bar.start, reverse=True)[:number]

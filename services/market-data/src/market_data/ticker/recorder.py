"""Finished bars go to PostgreSQL, without anybody waiting for it."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from logging import getLogger

from sqlalchemy.exc import SQLAlchemyError

from chassis.transaction import Database
from market_data.domain.bars import Bar
from market_data.repository.bars import save_bars
from market_data.repository.behind import forget_behind, mark_behind
from market_data.ticker.metrics import BARS_LOST, BARS_WAITING
from market_data.ticker.wall import Wall
from vocabulary import BarInterval, Symbol

BARS_WAITING_MAX = 100_000
BARS_PER_TRANSACTION = 5_000
RETRY_SECONDS, RETRY_SECONDS_MAX = 0.5, 15.0
Key = tuple[Symbol, BarInterval, datetime]
AWAY = (SQLAlchemyError, OSError, TimeoutError)

logger = getLogger(__name__)


class Recorder:
    """Keeps bars until they are stored; a bar that is corrected meanwhile is stored once."""

    def __init__(self, database: Database, wall: Wall) -> None:
        self._database = database
        self._wall = wall
        self._waiting: dict[Key, Bar] = {}
        self._of: defaultdict[tuple[Symbol, BarInterval], dict[datetime, Bar]] = defaultdict(dict)
        self._stored: Counter[tuple[Symbol, BarInterval]] = Counter()
        self._marked: set[Symbol] = set()
        self._something = asyncio.Event()

    def keep(self, bars: Iterable[Bar]) -> None:
        """Store these as soon as possible. When too many wait, the oldest are given up."""
        for bar in bars:
            self._waiting[bar.symbol, bar.interval, bar.start] = bar
            self._of[bar.symbol, bar.interval][bar.start] = bar
        while len(self._waiting) > BARS_WAITING_MAX:
            self._forget(next(iter(self._waiting)))
            BARS_LOST.inc()
        BARS_WAITING.set(len(self._waiting))
        if self._waiting:
            self._something.set()

    def waiting(self, symbol: Symbol, interval: BarInterval) -> list[Bar]:
        """Bars of a symbol that are not stored yet."""
        return list(self._of.get((symbol, interval), {}).values())

    def waiting_of(self, interval: BarInterval) -> list[Bar]:
        """Bars of an interval that are not stored yet, of all symbols."""
        return [bar for (_, of, _), bar in self._waiting.items() if of is interval]

    def stored(self, symbol: Symbol, interval: BarInterval) -> int:
        """How many bars were stored; it grows whenever one is, or is corrected."""
        return self._stored[symbol, interval]

    async def run(self) -> None:
        """For ever; while the database is away, less and less often."""
        pause = RETRY_SECONDS
        while True:
            await self._something.wait()
            try:
                await self.store()
            except AWAY as error:
                logger.warning("%s bars wait for the database: %s", len(self._waiting), error)
                await self._wall.sleep(pause)
                pause = min(2 * pause, RETRY_SECONDS_MAX)
            else:
                pause = RETRY_SECONDS

    async def store(self) -> None:
        """Everything that waits.

        Raises:
            SQLAlchemyError: the database did not take it. It goes on waiting.
        """
        while group := dict(islice(self._waiting.items(), BARS_PER_TRANSACTION)):
            rest = len(self._waiting) > len(group)
            async with self._database.transaction() as tx:
                await save_bars(tx.connection, group.values())
                if rest:  # with it may wait longer bars, and who is killed now has lost them
                    await mark_behind(tx.connection, group.values())
                    self._marked.update(bar.symbol for bar in group.values())
                elif self._marked:
                    await forget_behind(tx.connection, self._marked)
            if not rest:
                self._marked.clear()
            for key, bar in group.items():
                self._stored[bar.symbol, bar.interval] += 1
                if self._waiting.get(key) is bar:
                    self._forget(key)
            BARS_WAITING.set(len(self._waiting))
        self._something.clear()

    def _forget(self, key: Key) -> None:
        symbol, interval, start = key
        del self._waiting[key]
        del self._of[symbol, interval][start]

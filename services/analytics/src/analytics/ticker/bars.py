"""Keeps what symbols did, minute by minute and day by day: what positions were worth meanwhile.

Prices are transient, so minutes that passed while nobody listened are missing, here as anywhere. A
day is stored as far as it went, again and again until it is over.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncEngine

from analytics.tables import bars
from chassis.statements import Row, upsert
from chassis.works import Running
from events import Bar, Event
from vocabulary import BarInterval, Symbol

STORE_SECONDS = 1.0
Key = tuple[Symbol, BarInterval, datetime]


class Bars:
    """The bars that are not stored yet."""

    def __init__(self) -> None:
        self._waiting: dict[Key, Row] = {}

    def arrived(self, _name: str, events: Sequence[Event]) -> None:
        """Keep what counts of what the market says."""
        for bar in events:
            if isinstance(bar, Bar) and (
                bar.interval is BarInterval.DAY_1
                or (bar.closed and bar.interval is BarInterval.MINUTE_1)
            ):
                self._waiting[bar.symbol, bar.interval, bar.start] = {
                    "symbol": bar.symbol,
                    "interval": bar.interval.value,
                    "start": bar.start,
                    "open": bar.open,
                    "high": bar.high,
                    "low": bar.low,
                    "close": bar.close,
                }

    async def store(self, engine: AsyncEngine) -> None:
        """Store what waits; if that fails it waits on, unless something newer has come."""
        waiting, self._waiting = self._waiting, {}
        try:
            async with engine.begin() as connection:
                await upsert(connection, bars, list(waiting.values()))
        except BaseException:
            self._waiting = waiting | self._waiting
            raise


@asynccontextmanager
async def keeping_bars(running: Running) -> AsyncGenerator[Mapping[str, object]]:
    """Keep bars as long as the process runs."""
    kept = Bars()
    async with running.bus.listening_to_prices(frozenset({Bar.name}), kept.arrived):
        running.every(STORE_SECONDS, partial(kept.store, running.database.engine), "bars")
        yield {"bars": kept}

"""What an earlier run left of bars that go on growing."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.bars import SOURCES, Bar, bar_start
from market_data.domain.candles import REMEMBERED
from market_data.repository.bars import select_bars
from market_data.tables import minutes, rollups
from vocabulary import BarInterval, Symbol


async def last_minute(connection: AsyncConnection, after: datetime) -> datetime | None:
    """When the last stored minute begins, of any symbol, if that is ``after`` a moment."""
    newest = select(func.max(minutes.c.start)).where(minutes.c.start > after)
    return await connection.scalar(newest)  # only partitions from there on are looked into


async def parts_of_growing(
    connection: AsyncConnection,
    symbols: Collection[Symbol],
    zone: ZoneInfo,
    time: datetime,
    until: datetime,
) -> list[Bar]:
    """The stored bars that those which grow at ``time``, or ended shortly before, consist of.

    They come in the order of time, and none starts at ``until`` or later.
    """
    bars: list[Bar] = []
    for interval in dict.fromkeys(SOURCES.values()):
        longer = (one for one, source in SOURCES.items() if source is interval)
        first = min(bar_start(time - REMEMBERED, one, zone) for one in longer)
        rows = await connection.execute(_of(interval, symbols, first, until))
        bars += _bars(rows.mappings(), interval)
    return bars


def _of(
    interval: BarInterval, symbols: Collection[Symbol], first: datetime, until: datetime
) -> Select[Any]:
    table = minutes if interval is BarInterval.MINUTE_1 else rollups
    query = select_bars(table).where(
        table.c.symbol.in_(symbols), table.c.start >= first, table.c.start < until
    )
    if interval is not BarInterval.MINUTE_1:
        query = query.where(table.c.interval == interval)
    return query.order_by(table.c.start)


def _bars(rows: Iterable[Mapping[Any, Any]], interval: BarInterval) -> list[Bar]:
    named: list[dict[str, Any]] = [{**row, "interval": interval} for row in rows]
    return [Bar(**one) for one in named]

"""What an earlier run left: roll-ups that it did not come to, and bars that go on growing."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.bars import SOURCES, Bar, bar_start
from market_data.domain.candles import REMEMBERED
from market_data.tables import minutes, rollups
from vocabulary import BarInterval, Symbol

_BEHIND = text(
    """
    select symbol, coalesce(rolled.start, oldest.start) as first, newest.start as last
    from unnest(cast(:symbols as varchar[])) as wanted (symbol)
    cross join lateral (
        select start from minutes where symbol = wanted.symbol order by start desc limit 1
    ) as newest
    cross join lateral (
        select start from minutes where symbol = wanted.symbol order by start limit 1
    ) as oldest
    left join lateral (
        select start from rollups
        where symbol = wanted.symbol and interval = '5Min' order by start desc limit 1
    ) as rolled on true
    """
)


class Behind(NamedTuple):
    """The minutes from ``first`` to ``last`` of a symbol may be missing in its longer bars."""

    symbol: Symbol
    first: datetime
    last: datetime


async def find_behind(connection: AsyncConnection, symbols: Collection[Symbol]) -> list[Behind]:
    """From where on the longer bars of each symbol have to be made again.

    They are stored together with the minute that ends them, so those before the newest five
    minutes are there.
    """
    rows = await connection.execute(_BEHIND, {"symbols": sorted(symbols)})
    return [Behind(*row) for row in rows]


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
    query = select(table).where(
        table.c.symbol.in_(symbols), table.c.start >= first, table.c.start < until
    )
    if interval is not BarInterval.MINUTE_1:
        query = query.where(table.c.interval == interval)
    return query.order_by(table.c.start)


def _bars(rows: Iterable[Mapping[Any, Any]], interval: BarInterval) -> list[Bar]:
    named: list[dict[str, Any]] = [{**row, "interval": interval} for row in rows]
    return [Bar(**one) for one in named]

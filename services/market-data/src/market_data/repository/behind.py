"""Of which minutes the longer bars are not made yet."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.bars import Bar
from market_data.tables import behind
from vocabulary import BarInterval, Symbol

_MARK = text(
    """
    insert into behind as old (symbol, first, last)
    select * from unnest(
        cast(:symbols as varchar[]), cast(:firsts as timestamptz[]), cast(:lasts as timestamptz[])
    )
    on conflict (symbol) do update set
        first = least(old.first, excluded.first), last = greatest(old.last, excluded.last)
    """
)
_FIND = text(
    """
    select symbol, least(behind.first, rolled.start, oldest.start) as first,
        greatest(behind.last, newest.start) as last
    from unnest(cast(:symbols as varchar[])) as wanted (symbol)
    cross join lateral (
        select start from minutes where symbol = wanted.symbol order by start desc limit 1
    ) as newest
    left join lateral (
        select start from rollups
        where symbol = wanted.symbol and interval = '5Min' and not told and start <= newest.start
        order by start desc limit 1
    ) as rolled on true
    left join lateral (
        select start from minutes
        where symbol = wanted.symbol and rolled.start is null order by start limit 1
    ) as oldest on true
    left join behind using (symbol)
    """
)


class Behind(NamedTuple):
    """The minutes from ``first`` to ``last`` of a symbol may be missing in its longer bars."""

    symbol: Symbol
    first: datetime
    last: datetime


async def mark_behind(connection: AsyncConnection, bars: Iterable[Bar]) -> None:
    """Remember that minutes among ``bars`` are stored before the longer bars that they are in."""
    starts: dict[Symbol, list[datetime]] = {}
    for bar in bars:
        if bar.interval is BarInterval.MINUTE_1:
            starts.setdefault(bar.symbol, []).append(bar.start)
    symbols = sorted(starts)
    if symbols:
        firsts, lasts = ([of(starts[one]) for one in symbols] for of in (min, max))
        values = {"symbols": symbols, "firsts": firsts, "lasts": lasts}
        await connection.execute(_MARK, values)


async def find_behind(connection: AsyncConnection, symbols: Collection[Symbol]) -> list[Behind]:
    """From where on the longer bars of each symbol have to be made again.

    Where nothing is marked they are stored together with the minute that ends them, so those
    before the newest five minutes are there.
    """
    rows = await connection.execute(_FIND, {"symbols": sorted(symbols)})
    return [Behind(*row) for row in rows]


async def forget_behind(connection: AsyncConnection, symbols: Collection[Symbol]) -> None:
    """All longer bars of these are made."""
    await connection.execute(delete(behind).where(behind.c.symbol.in_(symbols)))

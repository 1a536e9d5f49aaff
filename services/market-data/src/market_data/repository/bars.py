"""Bars, stored and rolled up."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import upsert
from chassis.transaction import row_of
from market_data.domain.bars import MINUTE, ORIGIN, Bar
from market_data.domain.history import Stretch
from market_data.repository.months import make_room
from market_data.tables import minutes, rollups
from vocabulary import BarInterval, Symbol

_MINUTES = """
with fresh as (
    select * from jsonb_to_recordset(cast(:fresh as jsonb)) as fresh(
        start timestamptz, open numeric, high numeric, low numeric, close numeric,
        volume numeric, trades integer, turnover numeric
    )
), minutes as (
    (
        select start, open, high, low, close, volume, trades, turnover
        from minutes
        where symbol = :symbol
            and start >= coalesce(cast(:first as timestamptz), '-infinity')
            and start < coalesce(cast(:until as timestamptz), 'infinity')
            and start not in (select start from fresh)
        order by start desc
        limit :minutes
    )
    union all
    select * from fresh
    where start >= coalesce(cast(:first as timestamptz), '-infinity')
        and start < coalesce(cast(:until as timestamptz), 'infinity')
)
"""
"""What is stored, and in place of it what is newer than that. Never more than can be shown."""

_AS_THEY_ARE = text(_MINUTES + "table minutes order by start desc limit :limit")
_ROLLED_UP = text(
    _MINUTES
    + """
    select
        date_bin(cast(:width as interval), start, cast(:origin as timestamptz)) as start,
        (array_agg(open order by start))[1] as open,
        max(high) as high,
        min(low) as low,
        (array_agg(close order by start desc))[1] as close,
        sum(volume) as volume,
        sum(trades) as trades,
        case when count(turnover) = count(*) then sum(turnover) end as turnover
    from minutes
    group by 1
    order by 1 desc
    limit :limit
    """
)


async def save_bars(connection: AsyncConnection, bars: Collection[Bar]) -> None:
    """Store bars of any interval, in place of those that are there."""
    longer = [row_of(bar) for bar in bars if bar.interval is not BarInterval.MINUTE_1]
    shortest = [row_of(bar) for bar in bars if bar.interval is BarInterval.MINUTE_1]
    for row in shortest:
        del row["interval"]
    await make_room(connection, [row["start"] for row in shortest])
    await upsert(connection, minutes, shortest)
    await upsert(connection, rollups, longer)


async def find_bars(
    connection: AsyncConnection, wanted: Stretch, fresh: Collection[Bar]
) -> list[Bar]:
    """The bars of a stretch, newest first. ``fresh`` are minutes that may not be stored yet."""
    width = wanted.width
    values = {
        "symbol": wanted.symbol,
        "first": wanted.first,
        "until": wanted.until,
        "limit": wanted.limit,
        "minutes": wanted.limit * (width // MINUTE),
        "fresh": json.dumps([row_of(bar) for bar in fresh], default=str),
    }
    if width == MINUTE:
        rows = await connection.execute(_AS_THEY_ARE, values)
    else:
        rows = await connection.execute(_ROLLED_UP, values | {"width": width, "origin": ORIGIN})
    return [_bar(row, wanted.symbol) for row in rows]


def _bar(row: Row[Any], symbol: Symbol) -> Bar:
    return Bar(
        symbol=symbol,
        start=row.start,
        open=row.open,
        high=row.high,
        low=row.low,
        close=row.close,
        volume=row.volume,
        trades=row.trades,
        turnover=row.turnover,
    )

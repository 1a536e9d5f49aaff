"""The newest stored bars of many symbols at once."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import run
from market_data.domain.bars import Bar
from vocabulary import BarInterval, Symbol

_NEWEST = """
select newest.*
from unnest(cast(:symbols as varchar[]), cast(:untils as timestamptz[])) as wanted (symbol, until)
cross join lateral (
    select symbol, start, open, high, low, close, volume, trades, turnover
    from {table}
    where symbol = wanted.symbol and start < wanted.until{interval}
    order by start desc
    limit :number
) as newest
"""
_MINUTES = _NEWEST.format(table="minutes", interval="")
_ROLLUPS = _NEWEST.format(table="rollups", interval=" and interval = :interval")


async def newest_bars(
    connection: AsyncConnection,
    untils: Mapping[Symbol, datetime],
    interval: BarInterval,
    number: int,
) -> dict[Symbol, list[Bar]]:
    """The ``number`` newest bars of each symbol that start before its moment, newest first."""
    values: dict[str, Any] = {
        "symbols": list(untils),
        "untils": list(untils.values()),
        "interval": interval,
        "number": number,
    }
    statement = _MINUTES if interval is BarInterval.MINUTE_1 else _ROLLUPS
    found: defaultdict[Symbol, list[Bar]] = defaultdict(list)
    for row in await run(connection, statement, values):
        found[row["symbol"]].append(Bar(interval=interval, **dict(row)))
    return found

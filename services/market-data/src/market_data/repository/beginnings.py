"""When each symbol was simulated for the first time."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.transaction import row_of
from market_data.domain.bars import WIDTHS
from market_data.domain.past.beginning import Beginning
from market_data.tables import beginnings
from vocabulary import BarInterval, Symbol

_SHORTER = [*WIDTHS, BarInterval.DAY_1]
_TAKEN = text(
    """
    select distinct wanted.symbol, (bar.start at time zone wanted.zone)::date as day
    from unnest(cast(:symbols as varchar[]), cast(:zones as varchar[])) as wanted (symbol, zone)
    cross join lateral (
        select start from minutes where symbol = wanted.symbol and start >= :first
        union all
        select start from rollups
        where symbol = wanted.symbol and interval = any(cast(:intervals as varchar[]))
            and start >= :first
    ) as bar
    """
)


async def read_beginnings(
    connection: AsyncConnection, symbols: Collection[Symbol]
) -> list[Beginning]:
    """Those of the symbols that are known."""
    query = select(beginnings).where(beginnings.c.symbol.in_(symbols))
    return [Beginning(**row) for row in (await connection.execute(query)).mappings()]


async def save_beginnings(connection: AsyncConnection, some: Collection[Beginning]) -> None:
    """Remember them for ever."""
    rows = [row_of(one) for one in some]
    await connection.execute(insert(beginnings).values(rows).on_conflict_do_nothing())


async def days_with_bars(
    connection: AsyncConnection, zones: Mapping[Symbol, ZoneInfo], first: datetime
) -> dict[Symbol, list[date]]:
    """The days from ``first`` on of which a bar of a day or less is stored already."""
    values = {
        "symbols": list(zones),
        "zones": [zone.key for zone in zones.values()],
        "first": first,
        "intervals": _SHORTER,
    }
    days: defaultdict[Symbol, list[date]] = defaultdict(list)
    for symbol, day in await connection.execute(_TAKEN, values):
        days[symbol].append(day)
    return days

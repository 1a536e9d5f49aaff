"""Where bars are stored."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import upsert
from chassis.transaction import row_of
from market_data.domain.bars import Bar
from market_data.repository.months import make_room
from market_data.tables import minutes, rollups
from vocabulary import BarInterval


async def save_bars(connection: AsyncConnection, bars: Collection[Bar]) -> None:
    """Store bars of any interval, in place of those that are there."""
    longer = [row_of(bar) for bar in bars if bar.interval is not BarInterval.MINUTE_1]
    shortest = [row_of(bar) for bar in bars if bar.interval is BarInterval.MINUTE_1]
    for row in shortest:
        del row["interval"]
    await make_room(connection, [row["start"] for row in shortest])
    await upsert(connection, minutes, shortest)
    await upsert(connection, rollups, longer)

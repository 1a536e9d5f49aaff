"""Bars of the past, as far as they are stored. What is not there is made of shorter ones."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.transaction import Database
from market_data.domain.bars import Bar
from market_data.domain.stretch import Stretch, holes, resampled
from market_data.queries.lines import line
from market_data.repository.history import read_bars, read_lines, with_shorter
from vocabulary import BarInterval


async def find_lines(database: Database, wanted: Stretch) -> list[str]:
    """The bars of a stretch that is over, oldest first, as text."""
    async with database.engine.connect() as connection:
        return await find_some(connection, wanted)


async def find_some(connection: AsyncConnection, wanted: Stretch) -> list[str]:
    """The same, on this connection.

    Bars are only ever put together where a longer one is missing and shorter ones are not.
    """
    lines, starts = await read_lines(connection, wanted)
    if wanted.interval is BarInterval.MINUTE_1:
        return lines
    empty = holes(starts, wanted)
    if empty and await with_shorter(connection, wanted, empty):
        return [line(bar, closed=True) for bar in await find_bars(connection, wanted)]
    return lines


async def find_bars(connection: AsyncConnection, wanted: Stretch) -> list[Bar]:
    """The bars of a stretch, oldest first."""
    found = await read_bars(connection, wanted)
    if wanted.interval is BarInterval.MINUTE_1:
        return found
    empty = holes([bar.start for bar in found], wanted)
    for hole in await with_shorter(connection, wanted, empty) if empty else ():
        shorter = replace(wanted.of_sources(), first=hole.first, until=hole.until)
        found += resampled(await find_bars(connection, shorter), wanted.interval, wanted.zone)
    return sorted(found, key=lambda bar: bar.start)[-wanted.limit :]

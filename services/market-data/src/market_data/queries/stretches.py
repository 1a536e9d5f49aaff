"""Bars of the past, as far as they are stored. What is not there is made of shorter ones."""

from dataclasses import replace

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from market_data.domain.bars import Bar
from market_data.domain.stretch import Stretch, holes, resampled
from market_data.queries.lines import line
from market_data.repository.history import read_bars, read_lines, with_shorter
from vocabulary import BarInterval


class Stretches:
    """Answers from the database, on connections that nobody tries out before."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def lines(self, wanted: Stretch) -> list[str]:
        """The bars of a stretch that is over, oldest first, as text.

        Raises:
            sqlalchemy.exc.DBAPIError: the database is away.
        """
        try:
            return await self._lines(wanted)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            await self._engine.dispose()  # a server that was started anew knows none of them
            return await self._lines(wanted)

    async def _lines(self, wanted: Stretch) -> list[str]:
        async with self._engine.connect() as connection:
            return await find_lines(connection, wanted)


async def find_lines(connection: AsyncConnection, wanted: Stretch) -> list[str]:
    """The bars of a stretch, oldest first, as text.

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

"""Where bars are stored."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import Row, insert_missing, upsert
from chassis.transaction import row_of
from market_data.domain.bars import Bar
from market_data.repository.months import make_room
from market_data.tables import minutes, rollups
from vocabulary import BarInterval

Save = Callable[[AsyncConnection, Collection[Bar]], Awaitable[None]]
"""Stores bars."""
_Write = Callable[[AsyncConnection, Table, Collection[Row]], Awaitable[None]]


def select_bars(table: Table) -> Select[Any]:
    """What makes a bar, of all that are in one of the two tables."""
    return select(*(column for column in table.c if column.name != "told"))


async def save_bars(connection: AsyncConnection, bars: Collection[Bar]) -> None:
    """Store bars of any interval that we made, in place of those that are there."""
    await _save(connection, bars, upsert, told=False)


async def save_told_bars(connection: AsyncConnection, bars: Collection[Bar]) -> None:
    """Store bars that somebody else made, who may know more, in place of those that are there."""
    await _save(connection, bars, upsert, told=True)


async def save_missing_bars(connection: AsyncConnection, bars: Collection[Bar]) -> None:
    """Store those of them that are not there, and leave alone what is; somebody else made them."""
    await _save(connection, bars, insert_missing, told=True)


async def _save(
    connection: AsyncConnection, bars: Collection[Bar], write: _Write, *, told: bool
) -> None:
    longer = [
        {**row_of(bar), "told": told} for bar in bars if bar.interval is not BarInterval.MINUTE_1
    ]
    shortest = [row_of(bar) for bar in bars if bar.interval is BarInterval.MINUTE_1]
    for row in shortest:
        del row["interval"]
    await make_room(connection, [row["start"] for row in shortest])
    await write(connection, minutes, shortest)
    await write(connection, rollups, longer)

"""How far the tape is part of what is stored."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.interface import Subscription
from bus.message import partition_of
from bus.tape import Bookmark
from chassis.consumer import Progress
from chassis.statements import upsert
from order.repository.rows import Found
from order.tables import tape_positions
from vocabulary import Symbol

Told = Callable[[Symbol], int]
"""The last strip of the tape that the book of a symbol has heard."""


async def load_progress(
    connection: AsyncConnection, where: Subscription
) -> tuple[Progress | None, Told]:
    """How far the tape was told on a partition; ``None`` if it never was.

    Where there were as many partitions as now when it was stored last, that is simple. Else each
    symbol heard what its partition of then did, and reading begins where the slowest of them was.
    """
    table = tape_positions
    newest = select(table.c.partitions).order_by(table.c.at.desc()).limit(1).scalar_subquery()
    query = select(table).where(table.c.partitions == newest)
    rows = {row.partition: row for row in await connection.execute(query)}
    if not rows:
        return None, lambda _symbol: -1
    before = next(iter(rows.values())).partitions
    if before == where.partitions:
        own = rows.get(where.partition)
        if own is None:
            return None, lambda _symbol: -1
        return _progress(own, own), lambda _symbol: own.told

    def told(symbol: Symbol) -> int:
        row = rows.get(partition_of(symbol, before))
        return -1 if row is None else row.told

    first, last = min(rows.values(), key=_start), max(rows.values(), key=lambda row: row.told)
    return _progress(first, last), told


async def save_progress(
    connection: AsyncConnection, where: Subscription, progress: Progress
) -> None:
    """Store how far the tape was told."""
    row = {
        "partitions": where.partitions,
        "partition": where.partition,
        "told": progress.offset,
        "market_time": progress.time,
        "start_offset": progress.start.offset,
        "start_run": progress.start.run,
        "start_number": progress.start.number,
        "at": datetime.now(UTC),
    }
    await upsert(connection, tape_positions, [row])


def _progress(start: Found, last: Found) -> Progress:
    bookmark = Bookmark(start.start_offset, start.start_run, start.start_number)
    return Progress(bookmark, last.told, last.market_time)


def _start(row: Found) -> int:
    return row.start_offset

"""Histories as a whole, part by part: nothing waits for all of it, and nothing keeps it."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.errors import Unprocessable
from portfolio.domain.ledger import Entry
from portfolio.queries.accounts import require_open
from portfolio.queries.history import Found, Page, list_bookings, list_closings, list_trades
from portfolio.queries.wanted import Spot, Wanted
from portfolio.tables import bookings, closings, trades

ROWS_MAX = 100_000
ROWS_AT_ONCE = 1000
Booked = tuple[Found, Sequence[Entry]]


class ExportTooLarge(Unprocessable):
    """More rows than one export may have; a part of the time would do."""

    code = "export_too_large"


async def require_few(
    engine: AsyncEngine,
    wanted: Wanted,
    table: Table,
    conditions: Iterable[ColumnElement[bool]],
    rows_max: int,
) -> None:
    """Look whether there are not too many rows.

    Raises:
        AccountNotOpen: there is no such account yet.
        ExportTooLarge: there are.
    """
    rows = select(literal(1)).select_from(table).where(*conditions).limit(rows_max + 1)
    count = select(func.count()).select_from(rows.subquery())
    async with engine.connect() as connection:
        await require_open(connection, wanted.account_id)
        if (await connection.execute(count)).scalar_one() > rows_max:
            raise ExportTooLarge(f"more than {rows_max} rows: ask for less time at once")


class Exports:
    """Parts of histories, newest first. No connection is held while somebody takes one."""

    def __init__(self, engine: AsyncEngine, wanted: Wanted) -> None:
        self._engine = engine
        self._wanted = wanted

    async def trades(self) -> AsyncGenerator[Sequence[Found]]:
        """Fills as they were booked.

        Raises:
            AccountNotOpen: there is no such account yet.
            ExportTooLarge: they are too many.
        """
        await self._require_few(trades, self._wanted.of_trades())
        async for page in self._pages(list_trades):
            yield page.rows

    async def closings(self) -> AsyncGenerator[Sequence[Found]]:
        """Shares that left their lots.

        Raises:
            AccountNotOpen: there is no such account yet.
            ExportTooLarge: they are too many.
        """
        await self._require_few(closings, self._wanted.of_closings())
        async for page in self._pages(list_closings):
            yield page.rows

    async def bookings(self) -> AsyncGenerator[Sequence[Booked]]:
        """Bookings, each with its entries.

        Raises:
            AccountNotOpen: there is no such account yet.
            ExportTooLarge: they are too many.
        """
        await self._require_few(bookings, self._wanted.of_bookings())
        found: dict[UUID, Sequence[Entry]] = {}

        async def listed(
            connection: AsyncConnection, wanted: Wanted, before: Spot | None, limit: int
        ) -> Page:
            page, entries = await list_bookings(connection, wanted, before, limit)
            found.clear()
            found.update(entries)
            return page

        async for page in self._pages(listed):
            yield [(row, found[row.booking_id]) for row in page.rows]

    async def _require_few(self, table: Table, conditions: Iterable[ColumnElement[bool]]) -> None:
        await require_few(self._engine, self._wanted, table, conditions, ROWS_MAX)

    async def _pages(
        self,
        listed: Callable[[AsyncConnection, Wanted, Spot | None, int], Awaitable[Page]],
    ) -> AsyncGenerator[Page]:
        before: Spot | None = None
        while True:
            async with self._engine.connect() as connection:
                page = await listed(connection, self._wanted, before, ROWS_AT_ONCE)
            yield page
            before = page.next_spot
            if before is None:
                return

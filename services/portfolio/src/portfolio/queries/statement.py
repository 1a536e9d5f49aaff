"""Statements: every booking of an account in a stretch of market time, the oldest first."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from portfolio.domain.statement import Balances, Line
from portfolio.queries.exports import ROWS_AT_ONCE, require_few
from portfolio.queries.history import Found, entries_of
from portfolio.queries.wanted import Wanted
from portfolio.tables import bookings, entries

_b, _e = bookings.c, entries.c


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking, and a line for each asset of the account that it moved."""

    booking: Found
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Statement:
    """What there was, what was booked, and what there is afterwards."""

    opening: Balances
    booked: Sequence[Booked]
    closing: Balances


async def find_statement(engine: AsyncEngine, wanted: Wanted, rows_max: int) -> Statement:
    """A whole statement.

    Raises:
        AccountNotOpen: there is no such account yet.
        ExportTooLarge: it has more bookings than ``rows_max``.
    """
    statements = Statements(engine, wanted)
    opening = await statements.opening(rows_max)
    balances = Balances.at(opening.of)
    parts = [part async for part in statements.booked(balances)]
    return Statement(opening, [one for part in parts for one in part], balances)


class Statements:
    """A statement part by part. Bookings of no known market time come before all others.

    What is added meanwhile has a higher number, and so comes last or not at all.
    """

    def __init__(self, engine: AsyncEngine, wanted: Wanted) -> None:
        self._engine = engine
        self._wanted = wanted

    async def opening(self, rows_max: int) -> Balances:
        """What there was before.

        Raises:
            AccountNotOpen: there is no such account yet.
            ExportTooLarge: there are more bookings than ``rows_max``.
        """
        wanted = self._wanted
        await require_few(self._engine, wanted, bookings, wanted.of_bookings(), rows_max)
        if wanted.since is None:
            return Balances()
        async with self._engine.connect() as connection:
            return Balances.at(await _sums(connection, wanted))

    async def booked(self, balances: Balances) -> AsyncGenerator[Sequence[Booked]]:
        """Every booking, after each of which ``balances`` are what there is then."""
        after, is_last = 0, False
        while not is_last:
            async with self._engine.connect() as connection:
                found = await _page(connection, self._wanted, after)
                ids = [row.booking_id for row in found]
                moved = await entries_of(connection, ids, self._wanted.account_id)
            is_last = len(found) < ROWS_AT_ONCE
            after = found[-1].number if found else after
            yield [
                Booked(
                    row,
                    balances.move((asset, amount) for _, asset, amount in moved[row.booking_id]),
                )
                for row in found
            ]


async def _page(connection: AsyncConnection, wanted: Wanted, after: int) -> Sequence[Found]:
    query = select(bookings).where(*wanted.of_bookings(), _b.number > after)
    return (await connection.execute(query.order_by(_b.number).limit(ROWS_AT_ONCE))).all()


async def _sums(connection: AsyncConnection, wanted: Wanted) -> Mapping[str, Decimal]:
    """What had come together of every asset before the statement begins."""
    query = (
        select(_e.asset, func.sum(_e.amount).label("amount"))
        .join(bookings, (_b.booking_id == _e.booking_id) & (_b.account_id == _e.account_id))
        .where(
            _b.account_id == wanted.account_id,
            or_(_b.market_time.is_(None), _b.market_time < wanted.since),
        )
        .group_by(_e.asset)
    )
    if wanted.epoch is not None:
        query = query.where(_b.epoch == wanted.epoch)
    return {row.asset: row.amount for row in await connection.execute(query)}

"""What a trader can ask about what happened to an account, newest first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Row, Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from portfolio.domain.ledger import Entry
from portfolio.queries.accounts import require_open
from portfolio.queries.wanted import Spot, Wanted
from portfolio.tables import bookings, closings, entries, trades
from vocabulary import AccountId

Found = Row[Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, newest first, and the place to go on from, if there is more."""

    rows: Sequence[Found]
    next_spot: Spot | None


@dataclass(frozen=True, slots=True)
class Balance:
    """One asset in an account's bookings: what they sum to, and the account's own part of it."""

    asset: str
    total: Decimal
    own: Decimal


async def list_trades(
    connection: AsyncConnection, wanted: Wanted, before: Spot | None, limit: int
) -> Page:
    """Fills as they were booked, from before a place.

    Raises:
        AccountNotOpen: there is no such account yet.
    """
    await require_open(connection, wanted.account_id)
    query = select(trades).where(*wanted.of_trades())
    return await _page(connection, query, [trades.c.number], before, limit)


async def list_closings(
    connection: AsyncConnection, wanted: Wanted, before: Spot | None, limit: int
) -> Page:
    """Shares that left their lots, from before a place.

    Raises:
        AccountNotOpen: there is no such account yet.
    """
    await require_open(connection, wanted.account_id)
    query = select(closings).where(*wanted.of_closings())
    return await _page(connection, query, [closings.c.number, closings.c.place], before, limit)


async def list_bookings(
    connection: AsyncConnection, wanted: Wanted, before: Spot | None, limit: int
) -> tuple[Page, Mapping[UUID, Sequence[Entry]]]:
    """Bookings from before a place, and the entries of each.

    Raises:
        AccountNotOpen: there is no such account yet.
    """
    await require_open(connection, wanted.account_id)
    query = select(bookings).where(*wanted.of_bookings())
    page = await _page(connection, query, [bookings.c.number], before, limit)
    return page, await entries_of(connection, [row.booking_id for row in page.rows])


async def entries_of(
    connection: AsyncConnection, booking_ids: Sequence[UUID], owner: AccountId | None = None
) -> Mapping[UUID, Sequence[Entry]]:
    """The entries of bookings; those of one ``owner``, if one is named."""
    by_booking: defaultdict[UUID, list[Entry]] = defaultdict(list)
    query = select(entries).where(entries.c.booking_id.in_(booking_ids))
    if owner is not None:
        query = query.where(entries.c.account_id == owner)
    for row in await connection.execute(query.order_by(*entries.primary_key)):
        by_booking[row.booking_id].append(Entry(row.account_id, row.asset, row.amount))
    return by_booking


async def account_balance(connection: AsyncConnection, account_id: AccountId) -> Sequence[Balance]:
    """Every asset of the account's bookings, added up from the entries; each total is zero.

    Raises:
        AccountNotOpen: there is no such account yet.
    """
    await require_open(connection, account_id)
    amount = entries.c.amount
    own = func.sum(amount).filter(entries.c.account_id == account_id)
    query = (
        select(entries.c.asset, func.sum(amount), own)
        .join(bookings, bookings.c.booking_id == entries.c.booking_id)
        .where(bookings.c.account_id == account_id)
        .group_by(entries.c.asset)
        .order_by(entries.c.asset)
    )
    return [Balance(*row) for row in await connection.execute(query)]


async def _page(
    connection: AsyncConnection,
    query: Select[Any],
    place: Sequence[Column[Any]],
    before: Spot | None,
    limit: int,
) -> Page:
    if before is not None:
        query = query.where(tuple_(*place) < tuple_(*before[: len(place)]))
    query = query.order_by(*(one.desc() for one in place)).limit(limit + 1)
    rows = (await connection.execute(query)).all()
    if len(rows) <= limit:
        return Page(rows, None)
    last = rows[limit - 1]
    return Page(rows[:limit], Spot(last.number, getattr(last, "place", 0)))

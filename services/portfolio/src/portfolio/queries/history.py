"""What a trader can ask about what happened to an account."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from portfolio.domain.ledger import Entry
from portfolio.queries.accounts import require_open
from portfolio.tables import bookings, entries, trades
from vocabulary import AccountId

Found = Row[Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, newest first, and the number to go on from, if there is more."""

    rows: Sequence[Found]
    next_number: int | None


@dataclass(frozen=True, slots=True)
class Balance:
    """One asset in an account's bookings: what they sum to, and the account's own part of it."""

    asset: str
    total: Decimal
    own: Decimal


async def list_trades(
    connection: AsyncConnection, account_id: AccountId, before: int | None, limit: int
) -> Page:
    """The account's trades, newest first, from before the booking with the given number.

    Raises:
        AccountNotOpen: there is no such account yet.
    """
    return await _page(connection, trades, account_id, before, limit)


async def list_bookings(
    connection: AsyncConnection, account_id: AccountId, before: int | None, limit: int
) -> tuple[Page, Mapping[UUID, Sequence[Entry]]]:
    """The account's bookings, newest first, and the entries of each.

    Raises:
        AccountNotOpen: there is no such account yet.
    """
    page = await _page(connection, bookings, account_id, before, limit)
    wanted = entries.c.booking_id.in_([row.booking_id for row in page.rows])
    by_booking: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for row in await connection.execute(
        select(entries).where(wanted).order_by(*entries.primary_key)
    ):
        by_booking[row.booking_id].append(Entry(row.account_id, row.asset, row.amount))
    return page, by_booking


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
    table: Table,
    account_id: AccountId,
    before: int | None,
    limit: int,
) -> Page:
    await require_open(connection, account_id)
    query: Select[Any] = select(table).where(table.c.account_id == account_id)
    if before is not None:
        query = query.where(table.c.number < before)
    one_more = query.order_by(table.c.number.desc()).limit(limit + 1)
    rows = (await connection.execute(one_more)).all()
    return Page(rows[:limit], rows[limit - 1].number if len(rows) > limit else None)

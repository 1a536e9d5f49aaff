"""What a trader can ask about an account, and what an auditor can ask about all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Table, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.errors import NotFound
from portfolio.domain.account import Account
from portfolio.domain.ledger import CASH, Entry
from portfolio.repository import find_open
from portfolio.tables import accounts, bookings, entries, trades
from vocabulary import AccountId

SHOWN_MAX = 20
Found = Row[Any]


class AccountNotOpen(NotFound):
    """The account has not been opened yet; that takes a moment after registration."""

    code = "account_not_open"


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


@dataclass(frozen=True, slots=True)
class AssetBalance:
    """What was given and received of one asset, in dollars or shares. The sum must be zero."""

    asset: str
    entries: int
    received: Decimal
    given: Decimal
    sum: Decimal


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """The whole ledger, and the first things that are wrong with it."""

    assets: list[AssetBalance]
    unbalanced_bookings: list[str]
    accounts_with_other_cash: list[str]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        wrong = (*self.unbalanced_bookings, *self.accounts_with_other_cash)
        return not wrong and not any(one.sum for one in self.assets)

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {"sound": self.is_sound, **asdict(self)}


async def find_account(connection: AsyncConnection, account_id: AccountId) -> Account:
    """The account with its positions, all of one moment.

    Raises:
        AccountNotOpen: there is no such account yet.
    """
    found = await find_open(connection, [account_id])
    if account_id not in found:
        raise AccountNotOpen("this account is not open yet")
    return found[account_id]


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
    await _require_open(connection, account_id)
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


async def trial_balance(connection: AsyncConnection) -> TrialBalance:
    """Add up the whole ledger; all of one moment if the transaction sees only one."""
    return TrialBalance(
        assets=await _assets(connection),
        unbalanced_bookings=await _unbalanced(connection),
        accounts_with_other_cash=await _other_cash(connection),
    )


async def _page(
    connection: AsyncConnection,
    table: Table,
    account_id: AccountId,
    before: int | None,
    limit: int,
) -> Page:
    await _require_open(connection, account_id)
    query: Select[Any] = select(table).where(table.c.account_id == account_id)
    if before is not None:
        query = query.where(table.c.number < before)
    one_more = query.order_by(table.c.number.desc()).limit(limit + 1)
    rows = (await connection.execute(one_more)).all()
    return Page(rows[:limit], rows[limit - 1].number if len(rows) > limit else None)


async def _require_open(connection: AsyncConnection, account_id: AccountId) -> None:
    query = select(accounts.c.number).where(accounts.c.account_id == account_id)
    if await connection.scalar(query) is None:
        raise AccountNotOpen("this account is not open yet")


async def _assets(connection: AsyncConnection) -> list[AssetBalance]:
    amount, none = entries.c.amount, Decimal(0)
    query = (
        select(
            entries.c.asset,
            func.count(),
            func.coalesce(func.sum(amount).filter(amount > 0), none),
            func.coalesce(-func.sum(amount).filter(amount < 0), none),
            func.sum(amount),
        )
        .group_by(entries.c.asset)
        .order_by(entries.c.asset)
    )
    return [AssetBalance(*row) for row in await connection.execute(query)]


async def _unbalanced(connection: AsyncConnection) -> list[str]:
    query = (
        select(entries.c.booking_id)
        .group_by(entries.c.booking_id, entries.c.asset)
        .having(func.sum(entries.c.amount) != 0)
        .limit(SHOWN_MAX)
    )
    return [str(one) for one in await connection.scalars(query)]


async def _other_cash(connection: AsyncConnection) -> list[str]:
    booked = (
        select(entries.c.account_id, func.sum(entries.c.amount).label("cash"))
        .where(entries.c.asset == CASH)
        .group_by(entries.c.account_id)
        .subquery()
    )
    query = (
        select(accounts.c.account_id)
        .outerjoin(booked, booked.c.account_id == accounts.c.account_id)
        .where(or_(booked.c.cash.is_(None), booked.c.cash != accounts.c.cash))
        .limit(SHOWN_MAX)
    )
    return [str(one) for one in await connection.scalars(query)]

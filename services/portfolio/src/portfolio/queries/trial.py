"""What an auditor can ask about the ledger of everybody."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from portfolio.domain.ledger import CASH
from portfolio.tables import accounts, entries

SHOWN_MAX = 20


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


async def trial_balance(connection: AsyncConnection) -> TrialBalance:
    """Add up the whole ledger; all of one moment if the transaction sees only one."""
    return TrialBalance(
        assets=await _assets(connection),
        unbalanced_bookings=await _unbalanced(connection),
        accounts_with_other_cash=await _other_cash(connection),
    )


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

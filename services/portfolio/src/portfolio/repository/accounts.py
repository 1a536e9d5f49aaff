"""Loads and saves the books of many accounts at once."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import String, and_, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import inserted, upserted, write
from portfolio.domain.account import Account
from portfolio.domain.actions import Actions
from portfolio.domain.claims import Claims
from portfolio.domain.life import WindingState
from portfolio.repository import rows
from portfolio.repository.actions import changed_entitlements, find_entitlements, read_actions
from portfolio.repository.booked import show_booked
from portfolio.repository.lives import changes_of_lives, forget_names
from portfolio.repository.lots import changes_of_lots
from portfolio.tables import (
    accounts,
    bookings,
    entitlements,
    entries,
    positions,
    trades,
    transfers,
    windings,
)
from vocabulary import AccountId, Money

OF_NOW = and_(
    positions.c.account_id == accounts.c.account_id,
    positions.c.epoch == accounts.c.epoch,
    accounts.c.is_closed.is_(False),
)
"""Positions of the epoch that their account is in. That of a closed account is over."""
_HELD = tuple(each for each in positions.c if each.name not in {"account_id", "epoch"})
_WOUND = (
    windings.c.winding_id,
    windings.c.purpose,
    windings.c.rests_after,
    windings.c.cash.label("winding_cash"),
    windings.c.market_time.label("winding_time"),
)
_LEAVING = (
    select(
        func.jsonb_object_agg(
            transfers.c.transfer_id, cast(transfers.c.amount, String), type_=JSONB
        )
    )
    .where(transfers.c.account_id == accounts.c.account_id, transfers.c.is_asked)
    .scalar_subquery()
    .label("leaving")
)
_OPEN = (
    select(accounts, *_HELD, *_WOUND, _LEAVING)
    .outerjoin(positions, OF_NOW)
    .outerjoin(
        windings,
        (accounts.c.account_id == windings.c.account_id)
        & (windings.c.state == WindingState.UNDER_WAY),
    )
    .where(accounts.c.account_id.in_(bindparam("keys", expanding=True)))
)


class Accounts:
    """The balances of many accounts, and the history behind them."""

    def __init__(
        self, opening_cash: Money, known: Actions | None = None, settlement_days: int = 0
    ) -> None:
        self._opening_cash = opening_cash
        self._actions = known or Actions()
        self._settlement_days = settlement_days

    async def load(
        self, connection: AsyncConnection, account_ids: Collection[AccountId]
    ) -> dict[AccountId, Account]:
        """What the accounts own; one that is not open yet is ready to be opened."""
        await read_actions(connection, self._actions)
        known = self._actions.as_now()
        found = await find_open(connection, account_ids)
        entitled = await find_entitlements(connection, account_ids, known)
        states = {
            each: found.get(each) or Account(each, self._opening_cash) for each in account_ids
        }
        for each, account in states.items():
            account.claims = Claims(known, entitled.get(each, {}))
            account.unsettled.days = self._settlement_days
        await show_booked(connection, states.values())
        return states

    def is_stale(self, account: Account) -> bool:
        """Whether other actions of companies are known by now than when it was loaded."""
        return not account.claims.actions.are(self._actions)

    async def save(self, connection: AsyncConnection, states: Collection[Account]) -> None:
        """Add to the history and store the new balances.

        Raises:
            sqlalchemy.exc.IntegrityError: something was booked before; nothing is stored.
        """
        booked = [account for account in states if account.is_changed]
        await write(
            connection,
            inserted(bookings, [*rows.new_bookings(booked)]),
            inserted(entries, [*rows.new_entries(booked)]),
            inserted(trades, [*rows.new_trades(booked)]),
            upserted(positions, [*rows.changed_positions(booked)]),
            *changes_of_lives(booked),
            upserted(entitlements, [*changed_entitlements(booked)]),
            *await changes_of_lots(connection, booked),
        )
        await forget_names(connection, booked)
        for account in booked:
            account.saved()


async def find_open(
    connection: AsyncConnection, account_ids: Collection[AccountId]
) -> dict[AccountId, Account]:
    """Those of the accounts that are open: all of one moment, because it is one statement."""
    found: defaultdict[AccountId, list[rows.Found]] = defaultdict(list)
    for row in await connection.execute(_OPEN, {"keys": [*account_ids]}):
        found[row.account_id].append(row)
    return {account_id: rows.account_of(own) for account_id, own in found.items()}

"""Tells holders of shares what companies do to them, and when their dividends are due.

What it sees changes nothing here: it publishes one event for each holder, and the account's own
turn sees to it. It looks once a second, and tells until it is done: so nobody is left out who came
to hold shares while others were told, or whom a restart has kept from hearing. Two replicas may
both tell.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.transaction import Database
from chassis.works import Running
from events import CorporateActionDue, DividendDue
from portfolio.domain.actions import Actions
from portfolio.repository.accounts import OF_NOW
from portfolio.repository.actions import finish_dividends, read_actions
from portfolio.repository.parked import is_heard
from portfolio.tables import accounts, actions, entitlements, positions
from vocabulary import NO_SHARES, CorporateActionKind

LOOK_SECONDS = 1.0
TOLD_MAX = 1_000
"""So many holders are told at once; the others a second later."""

_SAME = and_(
    positions.c.account_id == entitlements.c.account_id,
    entitlements.c.action_id == actions.c.action_id,
)
_MAY_BE_HIS = or_(positions.c.quantity != NO_SHARES, actions.c.kind == CorporateActionKind.SPLIT)
"""Of a split he is told who has sold everything, too: risk may have foreseen new shares."""
_IS_NEW = and_(entitlements.c.action_id.is_(None), _MAY_BE_HIS)
_WAS_EARLY = and_(
    entitlements.c.action_id.is_not(None),
    entitlements.c.said_at.is_(None),
    entitlements.c.epoch == accounts.c.epoch,
)
_HOLDERS = (
    select(positions.c.account_id, actions)
    .join(actions, actions.c.symbol == positions.c.symbol)
    .join(accounts, OF_NOW)
    .outerjoin(entitlements, _SAME)
    .where(actions.c.is_finished.is_(False))
    .where(actions.c.said_at.is_not(None), or_(_IS_NEW, _WAS_EARLY))
    .where(is_heard(positions.c.account_id))
    .order_by(actions.c.effective_at, actions.c.kind, positions.c.account_id)
    .limit(TOLD_MAX)
)
_PAYMENTS = (
    select(entitlements)
    .join(accounts, accounts.c.account_id == entitlements.c.account_id)
    .where(entitlements.c.epoch == accounts.c.epoch, accounts.c.is_closed.is_(False))
    .where(entitlements.c.kind == CorporateActionKind.DIVIDEND, entitlements.c.paid.is_(None))
    .where(entitlements.c.pays_at <= bindparam("now", type_=entitlements.c.pays_at.type))
    .where(is_heard(entitlements.c.account_id))
    .order_by(entitlements.c.pays_at, entitlements.c.account_id)
    .limit(TOLD_MAX)
)


class Watch:
    """Keeps the actions of the process up to date, and looks for who has to be told."""

    def __init__(self, known: Actions) -> None:
        self._known = known

    @asynccontextmanager
    async def at_work(self, running: Running) -> AsyncGenerator[Mapping[str, object]]:
        """Know what is stored before anything is booked, and look within the block."""
        await self.read(running.database)
        running.every(
            LOOK_SECONDS,
            lambda: self.look(running.database, running.prices.time.now()),
            "corporate actions",
        )
        yield {"watch": self}

    async def read(self, database: Database) -> None:
        """Go by the actions that are stored now."""
        async with database.engine.connect() as connection:
            await read_actions(connection, self._known)

    async def look(self, database: Database, now: datetime | None) -> None:
        """Tell who has to be told; ``now`` is market time, if it is known."""
        await self.read(database)
        if any(one.said_at is not None for one in self._known.all()):
            async with database.transaction() as tx:
                holders = await _holders(tx.connection)
                for due in holders:
                    tx.publish(due)
                if not holders:
                    await finish_dividends(tx.connection)
        if now is not None:
            async with database.transaction() as tx:
                for payment in await _payments(tx.connection, now):
                    tx.publish(payment)


async def _holders(connection: AsyncConnection) -> list[CorporateActionDue]:
    """Who holds shares of what is effective, and was not told of it as it is."""
    return [_due(row) for row in await connection.execute(_HOLDERS)]


def _due(row: Any) -> CorporateActionDue:  # noqa: ANN401  # a row
    return CorporateActionDue(
        account_id=row.account_id,
        action_id=row.action_id,
        symbol=row.symbol,
        market_time=row.effective_at,
        kind=CorporateActionKind(row.kind),
        new_shares=row.new_shares,
        old_shares=row.old_shares,
        last_price=row.last_price,
        amount=row.amount,
        pays_at=row.pays_at,
        said_at=row.said_at,
    )


async def _payments(connection: AsyncConnection, now: datetime) -> list[DividendDue]:
    """Dividends of accounts that are still what they were, whose pay date has come."""
    return [
        DividendDue(
            account_id=row.account_id,
            action_id=row.action_id,
            symbol=row.symbol,
            market_time=row.pays_at,
        )
        for row in await connection.execute(_PAYMENTS, {"now": now})
    ]

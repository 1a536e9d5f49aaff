"""Corporate actions, as they are stored."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import upsert
from market_data.domain.actions import (
    EXCHANGE_ZONE,
    ActionStatus,
    CorporateAction,
    Dividend,
    Split,
    facts_of,
)
from market_data.tables import corporate_actions as table
from vocabulary import CorporateActionKind, Symbol

PER_TRANSACTION = 500
_NOTHING = dict.fromkeys(("pay_date", "new_shares", "old_shares", "cash"))


class Stored(NamedTuple):
    """An action, and what was said of it."""

    action: CorporateAction
    status: ActionStatus


async def lock_actions(
    connection: AsyncConnection, actions: Collection[CorporateAction]
) -> list[Stored]:
    """What is stored of these, until the transaction ends for nobody else to change."""
    ids = [one.action_id for one in actions]
    query = select(table).where(table.c.action_id.in_(ids)).order_by(table.c.action_id)
    return [stored(row) for row in await connection.execute(query.with_for_update())]


async def save_actions(connection: AsyncConnection, actions: Collection[Stored]) -> None:
    """Store these, in place of those that are there."""
    await upsert(connection, table, [_row(one) for one in actions])


async def any_to_tell(connection: AsyncConnection, now: datetime) -> bool:
    """Whether there is an action that nobody was told of, or whose day has come."""
    news = select(_unheard().union_all(_due(now)).exists())
    return bool(await connection.scalar(news))


async def take_unheard(connection: AsyncConnection) -> list[CorporateAction]:
    """Some of the actions that nobody was told of, the oldest first, locked."""
    return await _locked(connection, _unheard())


async def take_due(connection: AsyncConnection, now: datetime) -> list[CorporateAction]:
    """Some of those that are effective at ``now``, in market time, and not said to be; locked."""
    found = await _locked(connection, _due(now))
    return [action for action in found if action.effective_at <= now]


def stored(row: Row[Any]) -> Stored:
    """The action of a row."""
    what = (
        Split(row.new_shares, row.old_shares)
        if row.kind == CorporateActionKind.SPLIT
        else Dividend(row.cash, row.pay_date)
    )
    action = CorporateAction(Symbol(row.symbol), row.ex_date, what)
    return Stored(action, ActionStatus(row.status))


def _unheard() -> Select[Any]:
    return select(table).filter_by(status=ActionStatus.IMPORTED)


def _due(now: datetime) -> Select[Any]:
    today = now.astimezone(EXCHANGE_ZONE).date()
    return select(table).filter_by(status=ActionStatus.ANNOUNCED).where(table.c.ex_date <= today)


async def _locked(connection: AsyncConnection, query: Select[Any]) -> list[CorporateAction]:
    some = query.order_by(table.c.ex_date, table.c.action_id).limit(PER_TRANSACTION)
    return [stored(row).action for row in await connection.execute(some.with_for_update())]


def _row(one: Stored) -> dict[str, object]:
    return _NOTHING | facts_of(one.action) | {"status": one.status}

"""Corporate actions, as they are stored."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Boolean, Row, Select, and_, case, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.actions import (
    COMES_AFTER,
    EXCHANGE_ZONE,
    WHEN_CORRECTED,
    ActionStatus,
    CorporateAction,
    Dividend,
    Split,
    facts_of,
)
from market_data.tables import corporate_actions as table
from vocabulary import CorporateActionKind, Symbol

PER_TRANSACTION = 500
_UNHEARD = (ActionStatus.IMPORTED, ActionStatus.CORRECTED)
_SAID = (ActionStatus.ANNOUNCED, ActionStatus.CORRECTED, ActionStatus.EFFECTIVE)
_IS_NEW = literal_column("xmax = 0", Boolean).label("is_new")
"""A row that was there had to be locked, which leaves its mark on what was written."""
_NOTHING = dict.fromkeys(("pay_date", "new_shares", "old_shares", "cash"))


class Stored(NamedTuple):
    """An action, and what was said of it."""

    action: CorporateAction
    status: ActionStatus


class Kept(NamedTuple):
    """Which actions an import has brought in, and which it has corrected."""

    new: Collection[UUID]
    corrected: Collection[UUID]


async def lock_actions(connection: AsyncConnection, ids: Collection[UUID]) -> list[Stored]:
    """What is stored of these, until the transaction ends for nobody else to change."""
    query = select(table).where(table.c.action_id.in_(ids)).order_by(table.c.action_id)
    return [stored(row) for row in await connection.execute(query.with_for_update())]


async def store_actions(connection: AsyncConnection, actions: Collection[CorporateAction]) -> Kept:
    """Store each that is new or says something else, unless it is effective.

    The database decides, row by row, by what is there when it writes: another import, or the
    service, may have come first.
    """
    rows = [_row(one) for one in sorted(actions, key=lambda one: one.action_id)]
    statement = insert(table).values(rows)
    excluded = statement.excluded
    differs = or_(*(table.c[name].is_distinct_from(excluded[name]) for name in _NOTHING))
    statement = statement.on_conflict_do_update(
        index_elements=[table.c.action_id],
        set_={name: excluded[name] for name in _NOTHING}
        | {"status": case(WHEN_CORRECTED, value=table.c.status)},
        where=and_(table.c.status.in_(WHEN_CORRECTED), differs),
    )
    written = statement.returning(table.c.action_id, _IS_NEW)
    kept = list(await connection.execute(written))
    return Kept(
        frozenset(row.action_id for row in kept if row.is_new),
        frozenset(row.action_id for row in kept if not row.is_new),
    )


async def turn(
    connection: AsyncConnection, actions: Collection[CorporateAction], status: ActionStatus
) -> list[CorporateAction]:
    """Note what is said of these now. Those of which it cannot be said any more are left out."""
    chosen = update(table).where(table.c.action_id.in_([one.action_id for one in actions]))
    allowed = chosen.where(table.c.status.in_(COMES_AFTER[status]))
    turned = await connection.execute(allowed.values(status=status).returning(table))
    return [stored(row).action for row in turned]


async def any_to_tell(connection: AsyncConnection, now: datetime) -> bool:
    """Whether there is an action that nobody was told of, or whose day has come."""
    news = select(_unheard().union_all(_due(now)).exists())
    return bool(await connection.scalar(news))


async def said_actions(connection: AsyncConnection) -> list[Stored]:
    """All that will come, and all that has, as somebody was told."""
    query = select(table).where(table.c.status.in_(_SAID))
    return [stored(row) for row in await connection.execute(query)]


async def effective_splits(connection: AsyncConnection) -> list[CorporateAction]:
    """The splits that were said to be effective, in their order."""
    query = select(table).filter_by(status=ActionStatus.EFFECTIVE, kind=CorporateActionKind.SPLIT)
    rows = await connection.execute(query.order_by(table.c.ex_date))
    return [stored(row).action for row in rows]


async def take_unheard(connection: AsyncConnection) -> list[Stored]:
    """Some of the actions of which there is news that nobody was told, locked."""
    found = await _locked(connection, _unheard())
    return [one for one in found if one.status in _UNHEARD]


async def take_due(connection: AsyncConnection, now: datetime) -> list[CorporateAction]:
    """Some of those that are effective at ``now``, in market time, and not said to be; locked."""
    found = await _locked(connection, _due(now))
    return [one.action for one in found if one.action.effective_at <= now]


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
    return select(table).where(table.c.status.in_(_UNHEARD))


def _due(now: datetime) -> Select[Any]:
    today = now.astimezone(EXCHANGE_ZONE).date()
    return select(table).filter_by(status=ActionStatus.ANNOUNCED).where(table.c.ex_date <= today)


async def _locked(connection: AsyncConnection, query: Select[Any]) -> list[Stored]:
    """The first of them, locked in the order in which imports write; they may have changed."""
    some = query.order_by(table.c.ex_date, table.c.action_id).limit(PER_TRANSACTION)
    ids = await connection.scalars(some.with_only_columns(table.c.action_id))
    return await lock_actions(connection, list(ids))


def _row(action: CorporateAction) -> dict[str, object]:
    return _NOTHING | facts_of(action) | {"status": ActionStatus.IMPORTED}

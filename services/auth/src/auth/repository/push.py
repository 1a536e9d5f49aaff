"""Who is notified, and of what: rows in, domain objects out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, exists, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from auth.domain.push import NEWS_LIFE, News, Owned, Subscription
from auth.domain.sessions import ABSOLUTE_LIFE, IDLE_LIFE
from auth.tables import accounts, push_news, push_subscriptions, sessions, users
from chassis.statements import insert_missing
from chassis.transaction import row_of
from vocabulary import SessionId, UserId

REMEMBERED = 2 * NEWS_LIFE
"""So long it is known what was told: nobody who hears of it again takes it for news any more."""


def _goes_on(now: datetime) -> ColumnElement[bool]:
    """Whether a session is not over."""
    is_used = (sessions.c.used_at > now - IDLE_LIFE) & (sessions.c.created_at > now - ABSOLUTE_LIFE)
    return sessions.c.revoked_at.is_(None) & is_used


async def find_subscriptions(
    connection: AsyncConnection, session_ids: Collection[SessionId]
) -> Mapping[SessionId, Subscription]:
    """Where these sessions are notified."""
    query = select(push_subscriptions).where(push_subscriptions.c.session_id.in_(session_ids))
    return {row.session_id: _subscription(row) for row in await connection.execute(query)}


async def count_subscriptions(
    connection: AsyncConnection, user_ids: Collection[UserId], now: datetime
) -> dict[UserId, int]:
    """How many devices of each user are notified."""
    query = (
        select(push_subscriptions.c.user_id, func.count().label("devices"))
        .join(sessions, sessions.c.session_id == push_subscriptions.c.session_id)
        .where(push_subscriptions.c.user_id.in_(user_ids), _goes_on(now))
        .group_by(push_subscriptions.c.user_id)
    )
    return {row.user_id: row.devices for row in await connection.execute(query)}


async def store_subscription(connection: AsyncConnection, wanted: Subscription) -> None:
    """Notify a session there, and nobody else: a browser has one endpoint, whoever is signed in."""
    others = push_subscriptions.c.session_id != wanted.session_id
    same = push_subscriptions.c.endpoint == wanted.endpoint
    await connection.execute(delete(push_subscriptions).where(same, others))
    row = row_of(wanted) | {"next_at": wanted.created_at, "tries": 0}
    statement = insert(push_subscriptions).values(row)
    replaced = statement.on_conflict_do_update(index_elements=["session_id"], set_=row)
    await connection.execute(replaced)


async def delete_subscriptions(
    connection: AsyncConnection, session_ids: Collection[SessionId]
) -> None:
    """Notify these sessions no more."""
    theirs = push_subscriptions.c.session_id.in_(session_ids)
    await connection.execute(delete(push_subscriptions).where(theirs))


async def find_owned(connection: AsyncConnection, now: datetime) -> Collection[Owned]:
    """The open accounts of all who are notified; the default one before it was heard of, too."""
    told = (
        select(push_subscriptions.c.user_id)
        .join(sessions, sessions.c.session_id == push_subscriptions.c.session_id)
        .where(_goes_on(now))
    )
    first = select(users.c.account_id, users.c.user_id, literal("").label("name"))
    opened = select(accounts.c.account_id, accounts.c.user_id, accounts.c.name)
    both = first.where(users.c.user_id.in_(told)).union_all(
        opened.where(accounts.c.user_id.in_(told), accounts.c.closed_at.is_(None))
    )
    found: dict[UUID, Owned] = {}
    for row in await connection.execute(both):
        if row.name or row.account_id not in found:
            found[row.account_id] = Owned(row.account_id, row.user_id, row.name)
    return found.values()


async def add_news(
    connection: AsyncConnection, heard: Sequence[tuple[UserId, News]], now: datetime
) -> None:
    """Have all devices of these users told, each once, however often it is heard."""
    query = (
        select(push_subscriptions.c.session_id, push_subscriptions.c.user_id)
        .join(sessions, sessions.c.session_id == push_subscriptions.c.session_id)
        .where(push_subscriptions.c.user_id.in_({user_id for user_id, _ in heard}), _goes_on(now))
        .order_by(push_subscriptions.c.session_id)
        .with_for_update(of=push_subscriptions, key_share=True, read=True)
    )
    devices: defaultdict[UserId, list[SessionId]] = defaultdict(list)
    for row in await connection.execute(query):
        devices[row.user_id].append(row.session_id)
    rows = {
        (session_id, news.event_id): {"session_id": session_id, **row_of(news)}
        for user_id, news in heard
        for session_id in devices[user_id]
    }
    await insert_missing(connection, push_news, rows.values())


async def claim(
    connection: AsyncConnection, now: datetime, until: datetime, limit: int
) -> list[tuple[Subscription, int, list[News]]]:
    """Devices with news, how often they were tried in vain, and all there is to tell them.

    They are nobody else's before ``until``.
    """
    is_waiting = push_news.c.accepted_at.is_(None) & (push_news.c.told_at > now - NEWS_LIFE)
    own = push_news.c.session_id == push_subscriptions.c.session_id
    query = (
        select(push_subscriptions)
        .join(sessions, sessions.c.session_id == push_subscriptions.c.session_id)
        .where(push_subscriptions.c.next_at <= now, _goes_on(now))
        .where(exists().where(own, is_waiting))
        .order_by(push_subscriptions.c.next_at)
        .limit(limit)
        .with_for_update(of=push_subscriptions, key_share=True, skip_locked=True)
    )
    claimed = (await connection.execute(query)).all()
    if not claimed:
        return []
    ids = [row.session_id for row in claimed]
    mine = push_subscriptions.c.session_id.in_(ids)
    await connection.execute(update(push_subscriptions).where(mine).values(next_at=until))
    waiting = select(push_news).where(push_news.c.session_id.in_(ids), is_waiting)
    news: defaultdict[SessionId, list[News]] = defaultdict(list)
    ordered = waiting.order_by(push_news.c.told_at, push_news.c.event_id)
    for row in await connection.execute(ordered):
        news[row.session_id].append(News(row.event_id, row.told_at, row.title, row.body, row.path))
    return [(_subscription(row), row.tries, news[row.session_id]) for row in claimed]


async def note_told(
    connection: AsyncConnection,
    session_id: SessionId,
    event_ids: Collection[UUID],
    now: datetime,
) -> None:
    """These news are not told again."""
    own = (push_news.c.session_id == session_id, push_news.c.event_id.in_(event_ids))
    await connection.execute(update(push_news).where(*own).values(accepted_at=now))


async def put_off(
    connection: AsyncConnection, subscription: Subscription, tries: int, until: datetime
) -> None:
    """Send nothing to a device before ``until``."""
    change = update(push_subscriptions).where(*_same(subscription))
    await connection.execute(change.values(tries=tries, next_at=until))


async def delete_gone(connection: AsyncConnection, subscription: Subscription) -> None:
    """Forget a subscription that the push service has forgotten; another one is left alone."""
    await connection.execute(delete(push_subscriptions).where(*_same(subscription)))


async def sweep(connection: AsyncConnection, now: datetime) -> None:
    """Forget what was told long ago, and devices whose session is over."""
    await connection.execute(delete(push_news).where(push_news.c.told_at < now - REMEMBERED))
    over = select(sessions.c.session_id).where(~_goes_on(now))
    theirs = push_subscriptions.c.session_id.in_(over)
    await connection.execute(delete(push_subscriptions).where(theirs))


def _same(one: Subscription) -> tuple[ColumnElement[bool], ...]:
    return (
        push_subscriptions.c.session_id == one.session_id,
        push_subscriptions.c.endpoint == one.endpoint,
    )


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        row.session_id, row.user_id, row.endpoint, row.key, row.secret, row.created_at
    )

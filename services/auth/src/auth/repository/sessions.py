"""Sessions and the refresh tokens that continue them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from auth.domain.sessions import Session
from auth.tables import push_subscriptions, refresh_tokens, sessions
from chassis.statements import update_rows, upsert
from chassis.transaction import row_of
from vocabulary import SessionId, UserId


async def add_sessions(connection: AsyncConnection, opened: Collection[Session]) -> None:
    """Store new sessions, each with its first token. Doing it again changes nothing."""
    await upsert(connection, sessions, [row_of(session) for session in opened])
    await _remember_tokens(connection, opened)


async def lock_sessions(
    connection: AsyncConnection, digests: Collection[bytes]
) -> dict[bytes, Session]:
    """The session of each token that was ever given out; nobody else may change it meanwhile.

    Sorted, so that two calls never deadlock.
    """
    query: Select[Any] = (
        select(sessions, refresh_tokens.c.digest)
        .join(refresh_tokens, refresh_tokens.c.session_id == sessions.c.session_id)
        .where(refresh_tokens.c.digest.in_(digests))
        .order_by(sessions.c.session_id)
        .with_for_update(of=sessions)
    )
    known: dict[SessionId, Session] = {}
    found = await connection.execute(query)
    return {row.digest: known.setdefault(row.session_id, _session(row)) for row in found}


async def lock_by_id(
    connection: AsyncConnection, session_ids: Collection[SessionId]
) -> dict[SessionId, Session]:
    """These sessions, which nobody else may change meanwhile."""
    found = await _lock(connection, sessions.c.session_id.in_(session_ids))
    return {session.session_id: session for session in found}


async def find_by_id(
    connection: AsyncConnection, session_ids: Collection[SessionId]
) -> dict[SessionId, Session]:
    """These sessions, as they are now."""
    query = select(sessions).where(sessions.c.session_id.in_(session_ids))
    return {row.session_id: _session(row) for row in await connection.execute(query)}


async def lock_of_users(
    connection: AsyncConnection, user_ids: Collection[UserId]
) -> Sequence[Session]:
    """All sessions of these users that were not revoked; nobody else may change them meanwhile."""
    return await _lock(
        connection, sessions.c.user_id.in_(user_ids) & sessions.c.revoked_at.is_(None)
    )


async def list_sessions(
    connection: AsyncConnection, user_id: UserId, used_since: datetime, limit: int
) -> Sequence[Session]:
    """The sessions of a user that were used since then and not revoked, the last used first."""
    own = (sessions.c.user_id == user_id, sessions.c.revoked_at.is_(None))
    query = (
        select(sessions)
        .where(*own, sessions.c.used_at > used_since)
        .order_by(sessions.c.used_at.desc(), sessions.c.session_id)
        .limit(limit)
    )
    return [_session(row) for row in await connection.execute(query)]


async def revoked_since(connection: AsyncConnection, since: datetime) -> set[SessionId]:
    """The sessions that were revoked after this moment."""
    query = select(sessions.c.session_id).where(sessions.c.revoked_at > since)
    return set(await connection.scalars(query))


async def save_sessions(connection: AsyncConnection, changed: Iterable[Session]) -> None:
    """Store locked sessions, and their current tokens. Who was signed out is not notified."""
    once = {session.session_id: session for session in changed}
    await update_rows(connection, sessions, [row_of(session) for session in once.values()])
    if ended := [session_id for session_id, one in once.items() if one.revoked_at]:
        theirs = push_subscriptions.c.session_id.in_(ended)
        await connection.execute(delete(push_subscriptions).where(theirs))
    await _remember_tokens(connection, once.values())


async def delete_sessions(connection: AsyncConnection, created_before: datetime) -> int:
    """Forget sessions and all their tokens; return how many sessions."""
    gone = await connection.execute(delete(sessions).where(sessions.c.created_at < created_before))
    return gone.rowcount


async def _lock(connection: AsyncConnection, which: ColumnElement[bool]) -> Sequence[Session]:
    """Sorted, so that two calls never deadlock."""
    query = select(sessions).where(which).order_by(sessions.c.session_id).with_for_update()
    return [_session(row) for row in await connection.execute(query)]


async def _remember_tokens(connection: AsyncConnection, of: Collection[Session]) -> None:
    rows = [{"digest": session.current, "session_id": session.session_id} for session in of]
    await upsert(connection, refresh_tokens, rows)


def _session(row: Row[Any]) -> Session:
    return Session(
        session_id=row.session_id,
        user_id=row.user_id,
        created_at=row.created_at,
        current=row.current,
        used_at=row.used_at,
        previous=row.previous,
        revoked_at=row.revoked_at,
        user_agent=row.user_agent,
        address=row.address,
        authenticated_at=row.authenticated_at,
        second_factor=row.second_factor,
        account_id=row.account_id,
    )

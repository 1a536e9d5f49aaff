"""Every query of the auth service: rows in, domain objects out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Row, Select, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from auth.domain.keys import KeyLife
from auth.domain.sessions import Session
from auth.domain.users import Rehash, User
from auth.tables import keys, refresh_tokens, sessions, users
from chassis.statements import insert_rows, update_rows, upsert
from chassis.transaction import row_of
from vocabulary import Role, SessionId, UserId

KEYS_LOCK = literal(0x6B657973 << 32, BigInteger)
"""Held while the first signing key is made, so that two processes make one."""


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A private key that only this service's secret opens."""

    life: KeyLife
    sealed: bytes


async def add_users(connection: AsyncConnection, newcomers: Collection[User]) -> set[UserId]:
    """Store users whose e-mail is new; return which. Sorted, so that two calls never deadlock."""
    rows = [
        {**row_of(user), "roles": sorted(user.roles)}
        for user in sorted(newcomers, key=lambda user: user.email)
    ]
    statement = insert(users).values(rows).on_conflict_do_nothing(index_elements=["email"])
    return set(await connection.scalars(statement.returning(users.c.user_id)))


async def known_ids(connection: AsyncConnection, newcomers: Collection[User]) -> set[UserId]:
    """Which of the users are stored, by their ids."""
    wanted = users.c.user_id.in_([user.user_id for user in newcomers])
    return set(await connection.scalars(select(users.c.user_id).where(wanted)))


async def find_user_by_email(connection: AsyncConnection, email: str) -> User | None:
    """The user with this e-mail, in its normal form."""
    row = (await connection.execute(select(users).where(users.c.email == email))).one_or_none()
    return None if row is None else _user(row)


async def find_users(
    connection: AsyncConnection, user_ids: Collection[UserId]
) -> dict[UserId, User]:
    """The users that exist."""
    found = await connection.execute(select(users).where(users.c.user_id.in_(user_ids)))
    return {row.user_id: _user(row) for row in found}


async def replace_hashes(connection: AsyncConnection, rehashes: Collection[Rehash]) -> None:
    """Store stronger hashes, except where the password was changed meanwhile."""
    for one in sorted(rehashes, key=lambda one: one.user_id):
        theirs = (users.c.user_id == one.user_id, users.c.password_hash == one.weaker)
        await connection.execute(update(users).where(*theirs).values(password_hash=one.stronger))


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


async def save_sessions(connection: AsyncConnection, changed: Iterable[Session]) -> None:
    """Store locked sessions, and their current tokens."""
    once = {session.session_id: session for session in changed}
    await update_rows(connection, sessions, [row_of(session) for session in once.values()])
    await _remember_tokens(connection, once.values())


async def delete_sessions(connection: AsyncConnection, created_before: datetime) -> int:
    """Forget sessions and all their tokens; return how many sessions."""
    gone = await connection.execute(delete(sessions).where(sessions.c.created_at < created_before))
    return gone.rowcount


async def lock_keys(connection: AsyncConnection) -> list[SealedKey]:
    """All signing keys; nobody else adds one before this transaction ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(KEYS_LOCK)))
    return await find_keys(connection)


async def find_keys(connection: AsyncConnection) -> list[SealedKey]:
    """All signing keys."""
    return [
        SealedKey(KeyLife(row.kid, row.created_at, row.retired_at), row.sealed)
        for row in await connection.execute(select(keys))
    ]


async def add_key(connection: AsyncConnection, key: SealedKey) -> None:
    """Store a new signing key."""
    await insert_rows(connection, keys, [{**row_of(key.life), "sealed": key.sealed}])


async def _remember_tokens(connection: AsyncConnection, of: Collection[Session]) -> None:
    rows = [{"digest": session.current, "session_id": session.session_id} for session in of]
    await upsert(connection, refresh_tokens, rows)


def _user(row: Row[Any]) -> User:
    return User(
        user_id=row.user_id,
        account_id=row.account_id,
        email=row.email,
        password_hash=row.password_hash,
        display_name=row.display_name,
        roles=frozenset(map(Role, row.roles)),
        created_at=row.created_at,
    )


def _session(row: Row[Any]) -> Session:
    return Session(
        session_id=row.session_id,
        user_id=row.user_id,
        created_at=row.created_at,
        current=row.current,
        used_at=row.used_at,
        previous=row.previous,
        revoked_at=row.revoked_at,
    )

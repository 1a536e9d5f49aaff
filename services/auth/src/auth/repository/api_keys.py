"""API keys: rows in, domain objects out."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from auth.domain.api_keys import USE_NOTED_EVERY, ApiKey, Scope
from auth.tables import api_keys, users
from chassis.statements import update_rows
from chassis.transaction import row_of
from vocabulary import AccountId, SessionId, UserId


async def add_keys(connection: AsyncConnection, made: Collection[ApiKey]) -> None:
    """Store new keys; one that is there already stays as it is."""
    if made:
        rows = [{**row_of(key), "scopes": sorted(key.scopes)} for key in made]
        await connection.execute(insert(api_keys).values(rows).on_conflict_do_nothing())


async def known_ids(connection: AsyncConnection, key_ids: Collection[str]) -> set[str]:
    """Which of the keys are stored."""
    wanted = api_keys.c.key_id.in_(key_ids)
    return set(await connection.scalars(select(api_keys.c.key_id).where(wanted)))


async def count_good(
    connection: AsyncConnection, user_ids: Collection[UserId], now: datetime
) -> dict[UserId, int]:
    """How many keys each of the users has that open something; users without one are left out."""
    query = (
        select(api_keys.c.user_id, func.count().label("good"))
        .where(api_keys.c.user_id.in_(user_ids), _is_good(now))
        .group_by(api_keys.c.user_id)
    )
    return {row.user_id: row.good for row in await connection.execute(query)}


async def find_key(connection: AsyncConnection, key_id: str) -> ApiKey | None:
    """The key with this id, unless its user is disabled or has left."""
    query = (
        select(api_keys)
        .join(users, users.c.user_id == api_keys.c.user_id)
        .where(api_keys.c.key_id == key_id, users.c.disabled_at.is_(None))
    )
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _key(row)


async def revoked_since(connection: AsyncConnection, since: datetime) -> set[SessionId]:
    """The sessions by which keys went that were revoked after this moment."""
    query = select(api_keys.c.session_id).where(api_keys.c.revoked_at > since)
    return set(await connection.scalars(query))


async def list_keys(
    connection: AsyncConnection,
    account_id: AccountId,
    now: datetime,
    limit: int,
    only: SessionId | None = None,
) -> list[ApiKey]:
    """The keys of an account: those that are good, then the others, the newest first of each.

    With ``only`` no key but the one that goes by this session.
    """
    query = (
        select(api_keys)
        .where(api_keys.c.account_id == account_id)
        .order_by(_is_good(now).desc(), api_keys.c.created_at.desc(), api_keys.c.key_id)
        .limit(limit)
    )
    if only is not None:
        query = query.where(api_keys.c.session_id == only)
    return [_key(row) for row in await connection.execute(query)]


async def lock_keys(connection: AsyncConnection, key_ids: Collection[str]) -> dict[str, ApiKey]:
    """The keys that exist; nobody else may change them meanwhile. Sorted, so never a deadlock."""
    return {key.key_id: key for key in await _lock(connection, api_keys.c.key_id.in_(key_ids))}


async def lock_of_users(connection: AsyncConnection, user_ids: Collection[UserId]) -> list[ApiKey]:
    """All keys of these users; nobody else may change them meanwhile."""
    return await _lock(connection, api_keys.c.user_id.in_(user_ids))


async def lock_of_accounts(
    connection: AsyncConnection, account_ids: Collection[AccountId]
) -> list[ApiKey]:
    """All keys to these accounts that are not revoked; nobody else may change them meanwhile."""
    not_revoked = api_keys.c.revoked_at.is_(None)
    return await _lock(connection, api_keys.c.account_id.in_(account_ids) & not_revoked)


async def save_ends(connection: AsyncConnection, changed: Iterable[ApiKey]) -> None:
    """Store since when locked keys are revoked."""
    rows = [{"key_id": key.key_id, "revoked_at": key.revoked_at} for key in changed]
    await update_rows(connection, api_keys, rows)


async def note_uses(connection: AsyncConnection, used: Mapping[str, datetime]) -> None:
    """Store when keys were used, unless that was noted a moment ago by somebody else."""
    for key_id, at in sorted(used.items()):
        before = or_(
            api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at <= at - USE_NOTED_EVERY
        )
        statement = update(api_keys).where(api_keys.c.key_id == key_id, before)
        await connection.execute(statement.values(last_used_at=at))


async def delete_keys(connection: AsyncConnection, over_before: datetime) -> int:
    """Forget keys that were over by then; return how many."""
    over = or_(api_keys.c.revoked_at < over_before, api_keys.c.expires_at < over_before)
    return (await connection.execute(delete(api_keys).where(over))).rowcount


async def _lock(connection: AsyncConnection, wanted: ColumnElement[bool]) -> list[ApiKey]:
    query = select(api_keys).where(wanted).order_by(api_keys.c.key_id).with_for_update()
    return [_key(row) for row in await connection.execute(query)]


def _is_good(now: datetime) -> ColumnElement[bool]:
    unexpired = or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > now)
    return api_keys.c.revoked_at.is_(None) & unexpired


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        key_id=row.key_id,
        session_id=row.session_id,
        user_id=row.user_id,
        account_id=row.account_id,
        name=row.name,
        digest=row.digest,
        scopes=frozenset(map(Scope, row.scopes)),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )

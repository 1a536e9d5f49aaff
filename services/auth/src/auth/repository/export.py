"""Everything that is stored about one user and can be shown: no digests, no hashes, no secrets."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Row, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from auth.tables import api_keys, push_subscriptions, sessions
from vocabulary import UserId

SESSIONS = (
    sessions.c.session_id,
    sessions.c.created_at,
    sessions.c.used_at,
    sessions.c.revoked_at,
    sessions.c.authenticated_at,
    sessions.c.second_factor,
    sessions.c.address,
    sessions.c.user_agent,
)
KEYS = (
    api_keys.c.key_id,
    api_keys.c.account_id,
    api_keys.c.name,
    api_keys.c.scopes,
    api_keys.c.created_at,
    api_keys.c.expires_at,
    api_keys.c.last_used_at,
    api_keys.c.revoked_at,
)
DEVICES = (
    push_subscriptions.c.session_id,
    push_subscriptions.c.endpoint,
    push_subscriptions.c.created_at,
)


async def all_sessions(connection: AsyncConnection, user_id: UserId) -> Sequence[Row[Any]]:
    """Every session of the user that is remembered, oldest first."""
    return await _own(connection, sessions, SESSIONS, user_id)


async def all_keys(connection: AsyncConnection, user_id: UserId) -> Sequence[Row[Any]]:
    """Every API key of the user, revoked or not, oldest first."""
    return await _own(connection, api_keys, KEYS, user_id)


async def all_push_devices(connection: AsyncConnection, user_id: UserId) -> Sequence[Row[Any]]:
    """Every device of the user that is notified, oldest first."""
    return await _own(connection, push_subscriptions, DEVICES, user_id)


async def _own(
    connection: AsyncConnection, table: Table, columns: Sequence[Column[Any]], user_id: UserId
) -> Sequence[Row[Any]]:
    query = select(*columns).where(table.c.user_id == user_id).order_by(table.c.created_at)
    return (await connection.execute(query)).all()

"""Forgetting people: everything that is stored about somebody beside their ids."""

from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from auth.repository.accounts import forget_names
from auth.tables import api_keys, preferences, recovery_codes, sessions, totp
from vocabulary import UserId

PERSONAL = (sessions, api_keys, totp, recovery_codes, preferences)
"""Tables with nothing in them but what is about one user. Refresh tokens go with their session."""


async def erase(connection: AsyncConnection, user_ids: Collection[UserId]) -> None:
    """Delete all rows of locked users, but not the users."""
    for table in PERSONAL:
        await connection.execute(delete(table).where(table.c.user_id.in_(user_ids)))
    await forget_names(connection, user_ids)

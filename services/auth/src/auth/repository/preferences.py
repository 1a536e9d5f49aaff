"""Preferences: one row for each user who ever stored some."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from auth.domain.preferences import NEVER_STORED, Preferences
from auth.tables import preferences
from vocabulary import UserId


@dataclass(frozen=True, slots=True)
class Replacement:
    """A document that shall take the place of one of the versions ``expected``; None: of any."""

    user_id: UserId
    document: str
    expected: frozenset[int] | None
    at: datetime


async def find_preferences(connection: AsyncConnection, user_id: UserId) -> Preferences:
    """What is stored for the user; before anything is, an empty document."""
    query = select(preferences).where(preferences.c.user_id == user_id)
    row = (await connection.execute(query)).one_or_none()
    return Preferences() if row is None else _preferences(row)


async def replace_preferences(
    connection: AsyncConnection, wanted: Replacement
) -> Preferences | None:
    """Store a document if the version is still as expected; that is found out and done at once.

    Returns:
        What is stored now; nothing if the version was another.
    """
    content = {"document": wanted.document, "updated_at": wanted.at}
    if wanted.expected is None or NEVER_STORED in wanted.expected:
        row = {"user_id": wanted.user_id, "version": NEVER_STORED + 1, **content}
        first = insert(preferences).values(row).on_conflict_do_nothing().returning(preferences)
        if (stored := (await connection.execute(first)).one_or_none()) is not None:
            return _preferences(stored)
    change = update(preferences).where(preferences.c.user_id == wanted.user_id)
    if wanted.expected is not None:
        change = change.where(preferences.c.version.in_(wanted.expected))
    next_version = {"version": preferences.c.version + 1, **content}
    changed = await connection.execute(change.values(next_version).returning(preferences))
    row = changed.one_or_none()
    return None if row is None else _preferences(row)


def _preferences(row: Row[Any]) -> Preferences:
    return Preferences(row.version, row.document, row.updated_at)

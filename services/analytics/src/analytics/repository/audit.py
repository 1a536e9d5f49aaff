"""Continues the audit trail where it ends."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row as DatabaseRow
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.trail import BEGINNING, Entry, Head, Link, Trail
from analytics.tables import audit_trail
from chassis.statements import Row, insert_rows

CONSUMER = "analytics.audit"
"""By this name the inbox knows who took an event in."""


class Trails:
    """The one trail there is."""

    async def load(self, connection: AsyncConnection, keys: Collection[str]) -> dict[str, Trail]:
        """The trail as far as it was saved."""
        head = await find_head(connection)
        return {key: Trail(head) for key in keys}

    async def save(self, connection: AsyncConnection, states: Collection[Trail]) -> None:
        """Add the fresh entries.

        Raises:
            sqlalchemy.exc.IntegrityError: somebody else wrote at their place; nothing is stored.
        """
        for trail in states:
            await insert_rows(connection, audit_trail, [_row(link) for link in trail.fresh])
            trail.saved()


async def find_head(connection: AsyncConnection) -> Head:
    """Where the trail ends."""
    table = audit_trail.c
    query = select(table.position, table.hash).order_by(table.position.desc()).limit(1)
    last = (await connection.execute(query)).one_or_none()
    return Head(last.position, last.hash) if last else BEGINNING


def link_of(row: DatabaseRow[Any]) -> Link:
    """The row as it was appended."""
    entry = Entry(*(getattr(row, name) for name in Entry._fields))
    return Link(row.position, row.previous, row.hash, entry)


def _row(link: Link) -> Row:
    position, previous, own, entry = link
    return {"position": position, "previous": previous, "hash": own, **entry._asdict()}

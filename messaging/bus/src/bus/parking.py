"""What people do about parked events: look at them, have them tried again, or give them up.

Whatever is done to one is written down beside it, in the same transaction.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.tables import parked, parked_audit

REDRIVE, DISCARD = "redrive", "discard"


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """One event that waits, and why. With ``redrive`` its service is about to try it again."""

    position: int
    consumer: str
    key: str
    event_id: UUID
    type: str
    error: str
    attempts: int
    redrive: bool
    parked_at: datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody did to a parked event."""

    consumer: str
    event_id: UUID
    action: str
    actor: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, and why."""

    actor: str
    note: str = ""


_COLUMNS = [parked.c[name] for name in ParkedEvent.__dataclass_fields__]
_DEED = [parked_audit.c[name] for name in Deed.__dataclass_fields__]


async def list_parked(
    connection: AsyncConnection, after: int = 0, limit: int | None = None
) -> list[ParkedEvent]:
    """What is parked, in the order in which it will be handled, from behind a position on."""
    query = select(*_COLUMNS).where(parked.c.position > after).order_by(parked.c.position)
    return [_event(row) for row in await connection.execute(query.limit(limit))]


async def find(
    connection: AsyncConnection, which: ColumnElement[bool]
) -> list[tuple[ParkedEvent, Any]]:
    """The events, in order, each with its envelope."""
    query = select(*_COLUMNS, parked.c.body).where(which).order_by(parked.c.position)
    return [(_event(row[:-1]), json.loads(row.body)[0]) for row in await connection.execute(query)]


async def history(connection: AsyncConnection, event_id: UUID) -> list[Deed]:
    """What was done to the event, the oldest first; also after it is gone."""
    query = select(*_DEED).where(parked_audit.c.event_id == event_id)
    rows = await connection.execute(query.order_by(parked_audit.c.position))
    return [Deed(*row) for row in rows]


async def redrive(
    connection: AsyncConnection, which: ColumnElement[bool], by: By
) -> list[ParkedEvent]:
    """Ask the service to try again: the events, and all others of their keys.

    Returns:
        What will be tried, in order. A key is only ever handled in order.
    """
    keys = select(parked.c.consumer, parked.c.key).where(which)
    same_keys = tuple_(parked.c.consumer, parked.c.key).in_(keys)
    change = update(parked).where(same_keys).values(redrive=True).returning(*_COLUMNS)
    return await _done(connection, (await connection.execute(change)).all(), REDRIVE, by)


async def discard(
    connection: AsyncConnection, which: ColumnElement[bool], by: By
) -> list[ParkedEvent]:
    """Give the events up for good. Later ones of their keys wait until they are redriven.

    Returns:
        What is gone, in order.
    """
    change = delete(parked).where(which).returning(*_COLUMNS)
    return await _done(connection, (await connection.execute(change)).all(), DISCARD, by)


async def _done(
    connection: AsyncConnection, rows: Sequence[Row[Any]], action: str, by: By
) -> list[ParkedEvent]:
    """Write down what was done."""
    events = sorted((_event(row) for row in rows), key=lambda event: event.position)
    if events:
        what = {"action": action, "actor": by.actor, "note": by.note}
        lines = [{"consumer": one.consumer, "event_id": one.event_id, **what} for one in events]
        await connection.execute(insert(parked_audit), lines)
    return events


def _event(row: Sequence[Any]) -> ParkedEvent:
    return ParkedEvent(*row)

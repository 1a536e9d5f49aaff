"""Events that no handler could take: look at them, have them tried again, or give them up.

They are in the services' own databases. Whatever is done to one is written down beside it, in the
same transaction.
"""

import getpass
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, delete, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.tables import parked, parked_audit
from outcry.databases import connected, owners
from outcry.errors import Problem


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """One event that waits, and why."""

    service: str
    consumer: str
    key: str
    event_id: UUID
    type: str
    error: str
    attempts: int
    redrive: bool
    parked_at: datetime


async def list_parked(values: Mapping[str, str]) -> list[ParkedEvent]:
    """All that is parked, of every service, in the order in which it will be handled."""
    found: list[ParkedEvent] = []
    for service in owners(values):
        async with connected(service.package, values) as connection:
            rows = await connection.execute(select(parked).order_by(parked.c.position))
            found.extend(_event(service.name, row) for row in rows)
    return found


async def show_parked(values: Mapping[str, str], event_id: UUID) -> list[dict[str, Any]]:
    """Everything about one event, for each consumer that has it parked or had it.

    Raises:
        Problem: nobody knows it.
    """
    found: list[dict[str, Any]] = []
    for service in owners(values):
        async with connected(service.package, values) as connection:
            history = await _history(connection, event_id)
            query = select(parked).where(parked.c.event_id == event_id)
            for row in await connection.execute(query):
                facts = {**asdict(_event(service.name, row)), "envelopes": json.loads(row.body)}
                found.append({**facts, "history": history})
            if history and not (found and found[-1]["service"] == service.name):
                found.append({"service": service.name, "event_id": event_id, "history": history})
    if not found:
        raise Problem(f"no service has event {event_id} parked")
    return found


async def redrive(
    values: Mapping[str, str], event_ids: Sequence[UUID], note: str
) -> list[ParkedEvent]:
    """Ask the services to try again: each event with all of its key; all if none is named.

    Returns:
        What will be tried, in order.
    """
    done: list[ParkedEvent] = []
    for service in owners(values):
        async with connected(service.package, values) as connection:
            chosen = await _same_keys(connection, event_ids) if event_ids else true()
            change = update(parked).where(chosen).values(redrive=True).returning(parked)
            rows = sorted(await connection.execute(change), key=lambda row: row.position)
            await _write_down(connection, rows, "redrive", note)
            done.extend(_event(service.name, row) for row in rows)
    return done


async def discard(
    values: Mapping[str, str], event_ids: Sequence[UUID], note: str
) -> list[ParkedEvent]:
    """Give the events up for good. Later ones of their key wait until they are redriven."""
    done: list[ParkedEvent] = []
    for service in owners(values):
        async with connected(service.package, values) as connection:
            change = delete(parked).where(parked.c.event_id.in_(event_ids)).returning(parked)
            rows = (await connection.execute(change)).all()
            await _write_down(connection, rows, "discard", note)
            done.extend(_event(service.name, row) for row in rows)
    return done


async def _same_keys(connection: AsyncConnection, event_ids: Sequence[UUID]) -> ColumnElement[bool]:
    """The events and all others of their keys: a key is only ever handled in order."""
    query = select(parked.c.consumer, parked.c.key).where(parked.c.event_id.in_(event_ids))
    keys = (await connection.execute(query)).all()
    none = parked.c.position.is_(None)
    same = (and_(parked.c.consumer == consumer, parked.c.key == key) for consumer, key in keys)
    return or_(none, *same)


async def _write_down(
    connection: AsyncConnection, rows: Sequence[Row[Any]], action: str, note: str
) -> None:
    if rows:
        what = {"action": action, "actor": getpass.getuser(), "note": note}
        lines = [{"consumer": row.consumer, "event_id": row.event_id, **what} for row in rows]
        await connection.execute(insert(parked_audit), lines)


async def _history(connection: AsyncConnection, event_id: UUID) -> list[dict[str, Any]]:
    query = select(parked_audit).where(parked_audit.c.event_id == event_id)
    rows = await connection.execute(query.order_by(parked_audit.c.position))
    return [dict(row) for row in rows.mappings()]


def _event(service: str, row: Row[Any]) -> ParkedEvent:
    return ParkedEvent(
        service=service,
        consumer=row.consumer,
        key=row.key,
        event_id=row.event_id,
        type=row.type,
        error=row.error,
        attempts=row.attempts,
        redrive=row.redrive,
        parked_at=row.parked_at,
    )

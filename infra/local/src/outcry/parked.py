"""Events that no handler could take: look at them, have them tried again, or give them up.

They are in the services' own databases.
"""

import getpass
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bus import parking
from bus.parking import By, ParkedEvent
from bus.tables import parked
from outcry.databases import connected, owners
from outcry.errors import Problem

Change = Callable[[AsyncConnection, ColumnElement[bool], By], Awaitable[list[ParkedEvent]]]


async def list_parked(values: Mapping[str, str]) -> list[ParkedEvent]:
    """All that is parked, of every service, in the order in which it will be handled."""
    found: list[ParkedEvent] = []
    for service in owners(values):
        async with connected(service.package, values) as connection:
            found += await parking.list_parked(connection)
    return found


async def show_parked(values: Mapping[str, str], event_id: UUID) -> list[dict[str, Any]]:
    """Everything about one event, for each service that has it parked or had it.

    Raises:
        Problem: nobody knows it.
    """
    found: list[dict[str, Any]] = []
    for service in owners(values):
        async with connected(service.package, values) as connection:
            waiting = await parking.find(connection, parked.c.event_id == event_id)
            history = [asdict(deed) for deed in await parking.history(connection, event_id)]
        events = [{**asdict(event), "envelope": envelope} for event, envelope in waiting]
        if events or history:
            facts = {"service": service.name, "event_id": event_id}
            found.append({**facts, "parked": events, "history": history})
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
    chosen = parked.c.event_id.in_(event_ids) if event_ids else true()
    return await _everywhere(values, parking.redrive, chosen, note)


async def discard(
    values: Mapping[str, str], event_ids: Sequence[UUID], note: str
) -> list[ParkedEvent]:
    """Give the events up for good. Later ones of their key wait until they are redriven."""
    return await _everywhere(values, parking.discard, parked.c.event_id.in_(event_ids), note)


async def _everywhere(
    values: Mapping[str, str], change: Change, chosen: ColumnElement[bool], note: str
) -> list[ParkedEvent]:
    by = By(getpass.getuser(), note)
    done: list[ParkedEvent] = []
    for service in owners(values):
        async with connected(service.package, values) as connection:
            done += await change(connection, chosen, by)
    return done

"""What can be asked about the audit trail, and whether it is still what was written."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    exists,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.trail import Broken, Head, Inspection, Link
from analytics.repository.audit import CONSUMER, link_of
from analytics.tables import audit_trail
from bus.tables import inbox, parked, parked_audit

ROWS_AT_ONCE = 1000
REGISTERED = "user_registered"
_t = audit_trail.c
_by_position = select(audit_trail).order_by(_t.position)
_taken = inbox.c.event_id
_lost = (
    select(func.count())
    .select_from(inbox)
    .where(
        inbox.c.consumer == CONSUMER,
        ~exists().where(_t.event_id == _taken),
        ~exists().where(parked.c.event_id == _taken, parked.c.consumer == CONSUMER),
        ~exists().where(parked_audit.c.event_id == _taken, parked_audit.c.consumer == CONSUMER),
    )
)
"""Events that the trail took in, and that neither it nor those who look after parked ones have."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of a user and the accounts they opened, about an order, of one action."""

    user_id: UUID | None = None
    order_id: UUID | None = None
    action: str | None = None
    before: int | None = None
    """Only those with a lower position."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """What is asked of an entry, beside whose it is."""
        asked = {_t.order_id: self.order_id, _t.action: self.action}
        found = [column == value for column, value in asked.items() if value is not None]
        return found if self.before is None else [*found, _t.position < self.before]


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, newest first."""

    links: Sequence[Link]
    is_last: bool

    @property
    def next_cursor(self) -> str | None:
        """The position to go on from, if there is more."""
        return None if self.is_last else str(self.links[-1].position)


async def list_entries(connection: AsyncConnection, wanted: Wanted, limit: int) -> Page:
    """The newest of the entries that are wanted."""
    conditions = wanted.conditions()
    if wanted.user_id is not None:
        ways = await _ways_to(connection, wanted.user_id)
        conditions = [_t.position.in_(_newest_of_each(ways, wanted, limit + 1))]
    return await _page(connection, conditions, limit)


async def list_own(
    connection: AsyncConnection, user_id: UUID, before: int | None, limit: int
) -> Page:
    """The newest entries about who the user is, and how it was proven."""
    conditions = [_t.user_id == user_id, *Wanted(before=before).conditions()]
    return await _page(connection, conditions, limit)


async def every_entry(connection: AsyncConnection, wanted: Wanted) -> AsyncGenerator[Link]:
    """All entries that are wanted, oldest first; however many, only some are in memory."""
    query = _by_position.where(*wanted.conditions())
    if wanted.user_id is not None:
        query = query.where(or_(*await _ways_to(connection, wanted.user_id)))
    result = await connection.stream(query, execution_options={"yield_per": ROWS_AT_ONCE})
    async for rows in result.partitions():
        for row in rows:
            yield link_of(row)


async def verify(connection: AsyncConnection, noted: Mapping[int, bytes]) -> Head:
    """Where the trail ends, after looking at all of it; ``noted`` are hashes by position.

    An end that was cut off is missed by the inbox, which remembers for weeks what was taken in.

    Raises:
        Broken: it is not what was written.
    """
    inspection = Inspection(noted)
    async for link in every_entry(connection, Wanted()):
        inspection.look_at(link)
    head = inspection.finish()
    if lost := await connection.scalar(_lost):
        raise Broken(head.position + 1, f"missing: {lost} events that were taken in are not there")
    return head


async def _ways_to(connection: AsyncConnection, user_id: UUID) -> list[ColumnElement[bool]]:
    """How to find what a user did: by name, and by the accounts that were opened for them."""
    opened = select(_t.account_id).where(_t.user_id == user_id, _t.action == REGISTERED)
    accounts = (await connection.scalars(opened)).all()
    return [_t.user_id == user_id, _t.account_id.in_(accounts)]


def _newest_of_each(
    ways: Sequence[ColumnElement[bool]], wanted: Wanted, limit: int
) -> CompoundSelect[Any]:
    """Positions; each way has an index that has them in order, which no index has for both."""
    found = (
        _newest(select(_t.position), [way, *wanted.conditions()], limit).subquery() for way in ways
    )
    return union(*(select(one.c.position) for one in found))


async def _page(
    connection: AsyncConnection, conditions: Sequence[ColumnElement[bool]], limit: int
) -> Page:
    query = _newest(select(audit_trail), conditions, limit + 1)
    links = [link_of(row) for row in await connection.execute(query)]
    return Page(links[:limit], is_last=len(links) <= limit)


def _newest(
    query: Select[Any], conditions: Sequence[ColumnElement[bool]], limit: int
) -> Select[Any]:
    return query.where(*conditions).order_by(_t.position.desc()).limit(limit)

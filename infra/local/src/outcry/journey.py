"""The journey of one order, from what every service has stored: what happened, where, and when.

The id of an effect follows from its cause, and every inbox remembers when it took which event in.
So all that came of an order can be found without anybody having kept a copy of the events.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.tables import audit_trail
from bus.envelope import effect_id
from bus.tables import inbox, parked
from order.tables import fills, order_events, orders
from outcry.databases import connected, owners
from outcry.declarations import declarations
from outcry.errors import Problem
from outcry.roster import SERVICES
from portfolio.tables import trades

EFFECTS_MAX = 8
"""No handler says more of one order than that at once."""
CREATED = "ORDER_CREATED"
ANSWER = "ORDER_APPROVED"
SAID_OF = {
    "open": "ORDER_ACCEPTED",
    "fill": "ORDER_PARTIALLY_FILLED",
    "complete": "ORDER_FILLED",
    "cancel": "ORDER_CANCELED",
    "expire": "ORDER_EXPIRED",
    "replace": "ORDER_REPLACED",
    "reject": "ORDER_REJECTED",
}
"""What the book says of a step; of every other one that the order was updated."""
UPDATED = "ORDER_UPDATED"
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to the order, or because of it."""

    time: datetime
    service: str
    what: str
    detail: str = ""


@dataclass(slots=True)
class Journey:
    """All that is known of an order. Its click has the ``correlation_id``, in every log too."""

    order_id: UUID
    placed_at: datetime
    correlation_id: UUID | None = None
    steps: list[Step] = field(default_factory=list[Step])

    def rows(self) -> list["ShownStep"]:
        """The steps in the order of time, each with how long after the click it was.

        Of what was stored at once, the order in which it happened is kept.
        """
        return [
            ShownStep(
                f"{(one.time - self.placed_at) / MILLISECOND:+.1f}",
                one.time.isoformat(timespec="microseconds"),
                one.service,
                one.what,
                one.detail,
            )
            for one in sorted(self.steps, key=attrgetter("time"))
        ]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as people see it."""

    ms: str
    time: str
    service: str
    what: str
    detail: str


async def journey_of(values: Mapping[str, str], order_id: UUID) -> Journey:
    """Everything that the services know of the order.

    Raises:
        Problem: there is no such order, or a database cannot be reached.
    """
    async with connected("order", values) as connection:
        journey, told = await _as_the_book_has_it(connection, order_id)
    async with connected("analytics", values) as connection:
        said = await _as_the_trail_has_it(connection, journey)
    async with connected("portfolio", values) as connection:
        await _as_the_ledger_has_it(connection, journey)
    names: dict[UUID, str] = {}
    for event_id, name in said.items():
        names |= dict(effects(event_id, name, order_id, told))
    names |= said  # what is known goes before what may be
    consumers = {
        service.package: [where.consumer for where in one.subscriptions()]
        for service, one in zip(SERVICES, declarations(), strict=True)
    }
    for service in owners(values):
        async with connected(service.package, values) as connection:
            taken = await _taken_in(connection, consumers[service.package], names)
            journey.steps += (Step(one.time, service.name, one.what, one.detail) for one in taken)
    return journey


def effects(
    event_id: UUID, name: str, order_id: UUID, told: Mapping[int, str]
) -> Iterator[tuple[UUID, str]]:
    """The ids of all that an event in the trail may have led to, with what each would be.

    ``told`` is what happened to the order, by the number of the step.
    """
    answers = [event_id]
    if name == CREATED:
        answers = [effect_id(event_id, "risk.accounts", number) for number in range(EFFECTS_MAX)]
    for answer in answers:
        if name == CREATED:
            yield answer, ANSWER
        for number, happening in told.items():
            yield effect_id(answer, str(order_id), number), SAID_OF.get(happening, UPDATED)


async def _as_the_book_has_it(
    connection: AsyncConnection, order_id: UUID
) -> tuple[Journey, dict[int, str]]:
    order = (await connection.execute(select(orders).filter_by(order_id=order_id))).one_or_none()
    if order is None:
        raise Problem(f"there is no order {order_id}")
    journey = Journey(order_id, order.created_at)
    journey.steps.append(Step(order.created_at, "order", "placed", _terms(order)))
    lived = await connection.execute(
        select(order_events).filter_by(order_id=order_id).order_by(order_events.c.number)
    )
    told: dict[int, str] = {}
    for row in lived:
        told[row.number] = row.happening
        journey.steps.append(Step(row.at, "order", f"{row.happening}: {row.status}", row.reason))
    for row in await connection.execute(select(fills).filter_by(order_id=order_id)):
        size = f"{row.quantity.normalize():f} at {row.price.normalize():f}"
        journey.steps.append(Step(row.created_at, "order", "traded", f"{size}, {row.counterparty}"))
    return journey, told


async def _as_the_trail_has_it(connection: AsyncConnection, journey: Journey) -> dict[UUID, str]:
    found = await connection.execute(select(audit_trail).filter_by(order_id=journey.order_id))
    said: dict[UUID, str] = {}
    for row in found:
        said[row.event_id] = row.action.upper()
        if said[row.event_id] == CREATED:
            journey.correlation_id = row.correlation_id
        who = "risk or order" if row.action == "order_rejected" else "order"
        journey.steps.append(Step(row.recorded_at, who, f"said {row.action.upper()}"))
    return said


async def _as_the_ledger_has_it(connection: AsyncConnection, journey: Journey) -> None:
    for row in await connection.execute(select(trades).filter_by(order_id=journey.order_id)):
        worth = f"{row.value.normalize():f}, fee {row.fee.normalize():f}"
        journey.steps.append(Step(row.booked_at, "portfolio", "booked", worth))


async def _taken_in(
    connection: AsyncConnection, consumers: Sequence[str], names: Mapping[UUID, str]
) -> list[Step]:
    """When each consumer took in which of the events; where one waits because it failed."""
    ids = list(names)
    taken = select(inbox).where(inbox.c.consumer.in_(consumers), inbox.c.event_id.in_(ids))
    waiting = select(parked).where(parked.c.event_id.in_(ids))
    steps = [
        Step(row.handled_at, "", f"took in {names[row.event_id]}", row.consumer)
        for row in await connection.execute(taken)
    ]
    steps += [
        Step(row.parked_at, "", f"PARKED {row.type}", f"{row.consumer}: {row.error}")
        for row in await connection.execute(waiting)
    ]
    return steps


def _terms(order: Row[Any]) -> str:
    limit = "" if order.limit_price is None else f" {order.limit_price.normalize():f}"
    size = f"{order.quantity.normalize():f} {order.symbol}"
    return f"{order.side} {size} {order.order_type}{limit}, now {order.status}"

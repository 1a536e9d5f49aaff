"""Look at the databases of all services at once, each in one read-only snapshot."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from yarl import URL

from bus.rabbitmq import RabbitBus
from bus.tables import outbox, parked
from outcry.agreement.figures import PORTFOLIO, Voice
from outcry.agreement.voices import ASKED
from outcry.databases import connected
from outcry.definitions import ADMIN
from outcry.environment import partitions_of
from portfolio.queries.trial import trial_balance

READING = text("set transaction read only")
BROKER = "the broker, which cannot be reached"


@dataclass(slots=True)
class Glance:
    """What all services said at about the same moment.

    ``unbalanced`` are assets of the ledger that do not sum to zero, by how much; bookings that do
    not cancel out, by nothing. ``parked`` are the accounts and symbols of which events were put
    aside. ``waiting`` says where messages wait, and how many.
    """

    voices: dict[str, Voice] = field(default_factory=dict[str, Voice])
    unbalanced: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    parked: set[str] = field(default_factory=set[str])
    waiting: dict[str, int] = field(default_factory=dict[str, int])


async def glance(values: Mapping[str, str]) -> Glance:
    """Ask everybody.

    The queues are asked first: what has left them by then, its consumer has or is at work on.

    Raises:
        Problem: a database cannot be reached.
    """
    seen = Glance()
    await _ask_broker(values, seen)
    await asyncio.gather(*(_ask(name, values, seen) for name in ASKED))
    return seen


async def _ask(name: str, values: Mapping[str, str], seen: Glance) -> None:
    async with connected(name, values) as connection:
        await connection.execute(READING)
        seen.voices.update(await ASKED[name](connection))
        seen.parked.update(await connection.scalars(select(parked.c.key).distinct()))
        left = await connection.scalar(select(func.count()).select_from(outbox))
        if left:
            seen.waiting[f"the outbox of {name}"] = left
        if name == PORTFOLIO:
            await _add_up(connection, seen)


async def _add_up(connection: AsyncConnection, seen: Glance) -> None:
    balance = await trial_balance(connection)
    seen.unbalanced.update({one.asset: one.sum for one in balance.assets if one.sum})
    zero = Decimal(0)
    seen.unbalanced.update({f"booking {one}": zero for one in balance.unbalanced_bookings})


async def _ask_broker(values: Mapping[str, str], seen: Glance) -> None:
    """How much waits in the queues of those who are asked; without a broker, everything may."""
    from outcry.topology import needed_with

    queues: list[str] = [one["name"] for one in needed_with(partitions_of(values))["queues"]]
    url = URL.build(
        scheme="amqp",
        user=ADMIN,
        password=values["RABBITMQ_ADMIN_PASSWORD"],
        host=values["RABBITMQ_HOST"],
        port=int(values["RABBITMQ_PORT"]),
        path="/",
    )
    try:
        async with RabbitBus.connect(str(url)) as bus:
            for name in queues:
                if name.partition(".")[0] in ASKED and (count := await bus.waiting(name)):
                    seen.waiting[name] = count
    except ConnectionError:
        seen.waiting[BROKER] = 1

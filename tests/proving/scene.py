"""The tally as a whole: its processes, its database, its broker, and all that it says."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

import httpx
from sqlalchemy import Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from tally.api import some_wishes
from tally.tables import tallies

from bus import tables
from bus.interface import Subscription
from bus.message import Message, pack
from bus.rabbitmq import RabbitBus
from chassis.testing import fresh_database
from events import Event, OrderAccepted, OrderCreated
from proving.broker import OwnBroker
from proving.catalogue import enveloped
from proving.processes import TallyProcess, tally_processes
from proving.receiver import Receiver, by_subject, eventually
from vocabulary import AccountId

PARTITIONS = 2
TALLY = [
    Subscription("order.tally", frozenset({OrderCreated.name}), number, PARTITIONS)
    for number in range(PARTITIONS)
]
COLLECTOR = Subscription("test.collector", frozenset({OrderAccepted.name}))
PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.1


@dataclass
class Scene:
    """What a proof needs to act and to look."""

    broker: OwnBroker
    bus: RabbitBus
    engine: AsyncEngine
    replicas: list[TallyProcess]
    heard: Receiver = field(default_factory=lambda: Receiver(acknowledges=True))
    placed: dict[AccountId, list[str]] = field(default_factory=dict[AccountId, list[str]])

    async def tell(self, *events: Event) -> list[Message]:
        """Say something on the bus, as the tally's neighbour would."""
        messages = pack(enveloped(events, "order"), PARTITIONS)
        await self.bus.publish(messages)
        return messages

    async def place(
        self, replica: TallyProcess, account: AccountId, numbers: Sequence[int]
    ) -> None:
        """Place orders one after the other over HTTP; ask again until each is answered."""
        for wish in some_wishes(account, numbers):
            self.placed.setdefault(account, []).append(str(wish["order_id"]))
            await eventually(lambda wish=wish: _answered(replica, wish), PATIENCE_SECONDS)

    async def trade(self, replica: TallyProcess, account: AccountId, enough: asyncio.Event) -> None:
        """Place one order after the other until it is enough."""
        for number in count(1):
            await self.place(replica, account, [number])
            if enough.is_set():
                return
            await asyncio.sleep(PAUSE_SECONDS)

    async def counted(self) -> dict[AccountId, tuple[int, int, int]]:
        """Orders, last order and disorder of every account."""
        async with self.engine.connect() as connection:
            rows = await connection.execute(select(tallies))
            return {row.account_id: (row.orders, row.last, row.disorder) for row in rows}

    async def count(self, table: Table) -> int:
        """How many rows there are."""
        async with self.engine.connect() as connection:
            return await connection.scalar(select(func.count()).select_from(table)) or 0

    async def write(self, statement: str) -> None:
        """Change the database by hand."""
        async with self.engine.begin() as connection:
            await connection.execute(text(statement))

    async def settled(self, expected: dict[AccountId, int] | None = None) -> None:
        """Return once every account has so many orders, each counted and announced, in order.

        Without figures: as many as were placed.

        Raises:
            TimeoutError: that never happens.
            AssertionError: there are more, or they are in disorder.
        """

        expected = expected or {one: len(orders) for one, orders in self.placed.items()}

        async def all_of_them() -> bool:
            return sum(one[0] for one in (await self.counted()).values()) >= sum(expected.values())

        await eventually(all_of_them, PATIENCE_SECONDS)
        assert await self.counted() == {one: (n, n, 0) for one, n in expected.items()}
        await self.heard.until(lambda: len(self.heard.once) >= sum(expected.values()))
        announced = {key: len(value) for key, value in by_subject(self.heard.once).items()}
        assert announced == {str(one): number for one, number in expected.items()}

    async def announced_in_order(self) -> None:
        """Every order that was placed was announced, in the order in which it was placed."""
        announced = {
            subject: [str(one.data.order_id) for one in effects]
            for subject, effects in by_subject(self.heard.once).items()
        }
        assert announced == {str(account): ids for account, ids in self.placed.items()}

    async def nothing_left(self) -> None:
        """Nothing waits anywhere: not in the outbox, not parked, not among the dead letters."""
        await self.outbox_holds(0)
        assert await self.count(tables.parked) == 0

    async def leaders(self) -> list[TallyProcess]:
        """The replica that acts for each partition, once there is one for all."""
        found: list[list[TallyProcess]] = []

        async def all_are_led() -> bool:
            leading = [await one.leads() for one in self.replicas]
            found[:] = [
                [one for one, own in zip(self.replicas, leading, strict=True) if number in own]
                for number in range(PARTITIONS)
            ]
            return all(found)

        await eventually(all_are_led, PATIENCE_SECONDS)
        assert [len(those) for those in found] == [1] * PARTITIONS
        return [leader for [leader] in found]

    async def outbox_holds(self, messages: int) -> None:
        """Return once it does."""

        async def so_many() -> bool:
            return await self.count(tables.outbox) == messages

        await eventually(so_many, PATIENCE_SECONDS)


@asynccontextmanager
async def scene_on(
    broker: OwnBroker, postgres_url: str, replicas: int = 1
) -> AsyncGenerator[Scene]:
    """A database of its own, processes that are not started yet, and a collector that listens."""
    url = await fresh_database(postgres_url, "tally")
    engine = create_async_engine(url, poolclass=NullPool)
    async with (
        tally_processes(replicas, url, broker.port, PARTITIONS) as processes,
        RabbitBus.connect(broker.url) as bus,
    ):
        scene = Scene(broker, bus, engine, processes)
        async with bus.listening(COLLECTOR, scene.heard.arrived):
            yield scene


async def _answered(replica: TallyProcess, wish: dict[str, object]) -> bool:
    try:
        answer = await replica.http.post("/api/tally/orders", json=[wish])
    except httpx.TransportError:
        return False
    return answer.is_success

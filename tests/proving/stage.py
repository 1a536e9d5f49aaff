"""One consumer on a bus in memory and a real database, moved by hand or left to run."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from tally.account import Tally
from tally.handlers import make_handlers
from tally.repository import Tallies
from tally.tables import tallies
from typing_extensions import override

from bus import tables
from bus.envelope import Envelope
from bus.interface import Subscription
from bus.memory import InMemoryBus
from bus.message import pack
from chassis.consumer import Consumer
from chassis.runner import Runner
from chassis.transaction import Database
from events import CATALOGUE, Event
from proving.catalogue import enveloped
from proving.receiver import Receiver
from vocabulary import AccountId

EFFECTS = Subscription("test.effects", frozenset(CATALOGUE) - {"ORDER_CREATED"})


class Stage:
    """A bus, a database, and somebody who hears every effect."""

    def __init__(self, engine: AsyncEngine, observer: AsyncEngine | None = None) -> None:
        self.engine = observer or engine
        self.bus = InMemoryBus()
        self.database = Database(engine, self.bus, "order")
        self.effects = Receiver()

    def tally(self, *, fixed: bool = False) -> Runner[Any]:
        """A runner of the tally."""
        return self.runner(Consumer("order.tally", make_handlers(fixed=fixed), Tallies()))

    def runner(
        self, consumer: Consumer[Any], partition: int = 0, partitions: int = 1
    ) -> Runner[Any]:
        """A runner of one partition."""
        where = consumer.subscriptions(partitions)[partition]
        return Runner(consumer, where, self.database, self.bus)

    async def publish(self, *events: Event) -> list[Envelope[Any]]:
        """Say that something happened."""
        sent = enveloped(events, "test")
        await self.bus.publish(pack(sent))
        return sent

    @asynccontextmanager
    async def leading(self, runner: Runner[Any]) -> AsyncGenerator[AsyncConnection]:
        """The runner has the lease and hears its queue; the test says when it steps."""
        async with (
            self.database.lease(runner.name) as connection,
            self.bus.listening(runner.where, runner.deliver),
        ):
            yield connection

    @asynccontextmanager
    async def running(self, *runners: Runner[Any]) -> AsyncGenerator[list[asyncio.Task[None]]]:
        """Whole runners and the outbox, left to themselves, as in a process."""
        outbox = self.database.outbox
        async with AsyncExitStack() as stack:
            works = [outbox.run(), outbox.relay_forever(), *(one.run() for one in runners)]
            tasks = [asyncio.create_task(work) for work in works]
            stack.push_async_callback(_end, tasks)
            yield tasks[2:]

    async def rows(self, table: Table) -> Sequence[Any]:
        """All rows, in the order of the first column."""
        async with self.engine.connect() as connection:
            return (await connection.execute(select(table).order_by(text("1")))).all()

    async def counted(self) -> dict[AccountId, tuple[int, int, int]]:
        """Orders, last order and disorder of every account."""
        return {
            row.account_id: (row.orders, row.last, row.disorder) for row in await self.rows(tallies)
        }

    async def count(self, table: Table) -> int:
        """How many rows there are."""
        async with self.engine.connect() as connection:
            return await connection.scalar(select(func.count()).select_from(table)) or 0

    async def ask_to_redrive(self) -> None:
        """Mark the first parked event, as the operator's command does."""
        mark = "update parked set redrive = position = (select min(position) from parked)"
        async with self.engine.begin() as connection:
            await connection.execute(text(mark))

    async def kill_sessions(self) -> None:
        """Terminate all sessions of the database but our own, as an outage does."""
        kill = text(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        async with self.engine.connect() as own:
            await own.execute(kill)


@asynccontextmanager
async def stage_on(
    engine: AsyncEngine, observer: AsyncEngine | None = None
) -> AsyncGenerator[Stage]:
    """A stage whose outbox has caught up. The test looks at the database through ``observer``."""
    stage = Stage(engine, observer)
    async with stage.bus.listening(EFFECTS, stage.effects.arrived):
        await stage.database.outbox.relay()
        yield stage


class Forgetful(Tallies):
    """Keeps nothing, whatever the key."""

    @override
    async def load(
        self, connection: AsyncConnection, keys: Collection[AccountId]
    ) -> Mapping[AccountId, Tally]:
        return {key: Tally(key) for key in keys}

    @override
    async def save(self, connection: AsyncConnection, states: Collection[Tally]) -> None:
        pass


def accounts(count: int) -> list[AccountId]:
    """So many accounts that nobody else has."""
    return [AccountId(uuid4()) for _ in range(count)]


async def parked_rows(stage: Stage) -> list[tuple[str, str, int]]:
    """Key, error and attempts of every parked event, in order."""
    rows = await stage.rows(tables.parked)
    return [
        (row.key, row.error, row.attempts) for row in sorted(rows, key=lambda one: one.position)
    ]


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

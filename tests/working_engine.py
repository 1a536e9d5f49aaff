"""Engines left to themselves on real servers, and a market that goes on by the clock."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any
from uuid import uuid4

from approved_orders import approval, order_record
from proving.receiver import Receiver, eventually
from proving.wires import RabbitWire
from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine
from written_tape import Writer

from bus.envelope import first
from bus.interface import Subscription, Unpublished
from bus.message import pack
from chassis.consumer import Consumer
from chassis.tape_runner import TapeRunner
from chassis.transaction import Database
from events import Event, TapeWritten
from order.domain.units import time_units
from order.engine.boards import Boards
from order.engine.departures import Departures
from order.engine.engine import Engine
from order.handlers.books import Ground, books
from order.repository.rows import new_row
from order.tables import orders
from vocabulary import AccountId, OrderId

STRIP_SECONDS = 0.02
HEARD = frozenset({"ORDER_ACCEPTED", "ORDER_FILLED", "ORDER_PARTIALLY_FILLED", "ORDER_CANCELED"})


@dataclass
class Exchange:
    """A market, a database, and as many engines as are started."""

    wire: RabbitWire
    database: AsyncEngine
    heard: Receiver = field(default_factory=Receiver)
    tape: Writer = field(default_factory=lambda: Writer(datetime.now(UTC)))
    where: Subscription = field(
        default_factory=lambda: Subscription(f"test.{uuid4().hex}", books.names)
    )
    runners: list[TapeRunner[Ground]] = field(default_factory=list[TapeRunner[Ground]])
    _ids: Any = field(default_factory=lambda: count(1))
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def engine(self) -> AsyncGenerator[asyncio.Task[None]]:
        """An engine that leads, or stands by; whoever cancels its task kills it."""
        follow = partial(Engine, Boards(), Departures((), lambda: None))
        consumer = Consumer(self.where.consumer, books, partitioned=True, follow=follow)
        database = Database(self.database, self.wire.bus, "order")
        runner: TapeRunner[Ground] = TapeRunner(consumer, self.where, database, self.wire.bus)
        works = (database.outbox.run(), database.outbox.relay_forever())
        outbox = [asyncio.create_task(work) for work in works]
        task = asyncio.create_task(runner.run())
        self.runners.append(runner)
        try:
            yield task
        finally:
            self.runners.remove(runner)
            for one in (task, *outbox):
                one.cancel()
            await asyncio.gather(task, *outbox, return_exceptions=True)

    async def leads(self) -> None:
        """Wait until somebody does."""

        async def anybody() -> bool:
            return any(one.leading for one in self.runners)

        await eventually(anybody)

    async def say(self, *items: Sequence[Any], complete: bool = False) -> None:
        """Let the market say something at the present time."""
        async with self._writing:
            later = (time_units(datetime.now(UTC)) - self.tape.at) / 1_000_000
            strip = self.tape.strip(*items, later=later, complete=complete)
            while not await self._is_written(strip):  # noqa: ASYNC110  # nobody tells when it is
                await asyncio.sleep(STRIP_SECONDS)

    async def _is_written(self, strip: TapeWritten) -> bool:
        try:
            await self.wire.bus.publish_tape(strip)
        except Unpublished:
            return False
        return True

    async def place(self, **terms: Any) -> OrderId:  # noqa: ANN401
        """Store an order as it is placed now, and approve it."""
        now = datetime.now(UTC)
        trader = AccountId(uuid4())
        record = order_record(next(self._ids), trader, now, **terms)
        async with self.database.begin() as connection:
            await connection.execute(insert(orders).values(**new_row(record)))
        await self.wire.bus.publish(pack([first(approval(new_row(record)), "risk")]))
        return record.order_id

    async def rows(self, table: Table) -> Sequence[Any]:
        """All rows, by the first columns."""
        async with self.database.connect() as connection:
            return (await connection.execute(select(table).order_by(*table.primary_key))).all()

    def said(self, order_id: OrderId) -> list[Event]:
        """What was said of an order, each thing once."""
        return [one.data for one in self.heard.once if one.data.order_id == order_id]

    async def go_on(self) -> None:
        """Let time pass, for ever."""
        while True:
            await self.say()
            await asyncio.sleep(STRIP_SECONDS)


@asynccontextmanager
async def working_exchange(wire: RabbitWire, database: AsyncEngine) -> AsyncGenerator[Exchange]:
    """An exchange whose market goes on, and that has no engine yet."""
    exchange = Exchange(wire, database)
    effects = Subscription(f"test.{uuid4().hex}", HEARD)
    async with AsyncExitStack() as stack:
        await wire.wipe_tape()
        await wire.declare(exchange.where, effects)
        await stack.enter_async_context(wire.bus.listening(effects, exchange.heard.arrived))
        going = asyncio.create_task(exchange.go_on())
        stack.push_async_callback(_end, going)
        yield exchange


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

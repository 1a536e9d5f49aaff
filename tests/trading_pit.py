"""The engine of the order service alone: tests are its owners, risk, and the tape."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any

import orjson
from approved_orders import approval, order_record
from gone_sessions import sessions_gone
from sqlalchemy import Table, delete, insert, select, update
from written_tape import Writer

from bus.envelope import first, new_id
from bus.interface import Subscription
from bus.message import pack
from bus.tables import parked
from chassis.consumer import Consumer
from chassis.declaration import Service
from chassis.tape_runner import TapeRunner
from chassis.testing import Simulation, drop_database, fresh_database
from events import CATALOGUE, Event, OrderCancelRequested
from order.domain.record import OrderRecord
from order.domain.units import time_of
from order.engine.boards import Boards
from order.engine.departures import Departures
from order.engine.engine import Engine
from order.handlers.books import books as reactions
from order.repository.rows import new_row
from order.settings import OrderSettings
from order.tables import books, fills, inputs, metadata, orders, tape_positions
from vocabulary import (
    AccountId,
    LegRole,
    OrderId,
)

SETTINGS = {"port": 8103, "rabbitmq_password": "test", "redis_url": "redis://127.0.0.1:1"}
EVERYTHING = Subscription("test.listener", frozenset(CATALOGUE))


def engine_alone(boards: Boards, partitions: int = 1) -> Service:
    """The service, of which nothing is there but the engine."""
    settings = SETTINGS | {"partitions": partitions}
    follow = partial(Engine, boards, Departures((), lambda: None))
    return Service(
        settings=OrderSettings.model_validate(settings),
        area="orders",
        metadata=metadata,
        consumers=[Consumer("order.book", reactions, partitioned=True, follow=follow)],
    )


class Killed(OSError):
    """The engine is no more; nobody knows what it has done."""


@dataclass
class TradingPit:
    """An engine, its database, the tape, and all that is said."""

    service: Service
    database_url: str
    simulation: Simulation
    trader: AccountId
    boards: Boards = field(default_factory=Boards)
    tape: Writer = field(default_factory=Writer)
    ids: Any = field(default_factory=lambda: count(1))

    @property
    def said(self) -> list[Event]:
        """All that the engine published."""
        history = self.simulation.bus.history
        return [one.data for one in history if one.source == "order"]

    async def tell(self, *items: Sequence[Any], later: float = 0, complete: bool = False) -> None:
        """Let the tape say something, and let it take effect."""
        strip = self.tape.strip(*items, later=later, complete=complete)
        await self.simulation.bus.publish_tape(strip)
        await self.go_on()

    async def place(self, *, settle: bool = True, **terms: Any) -> OrderId:  # noqa: ANN401
        """Store an order, buy 10 IBM at 10 unless the terms say otherwise, and approve it."""
        record = self.record(**terms)
        legs = [self.leg(record, role, **one) for role, one in terms.get("legs", {}).items()]
        async with self.simulation.database("order").engine.begin() as connection:
            for one in (record, *legs):
                await connection.execute(insert(orders).values(**new_row(one)))
        if settle:
            await self.approve(record.order_id)
        return record.order_id

    async def approve(self, *order_ids: OrderId, most: str | None = None) -> None:
        """Be risk: these orders may trade, and no more than so many shares."""
        rows = {row.order_id: row._mapping for row in await self.rows(orders)}  # noqa: SLF001
        less = {} if most is None else {"quantity": Decimal(most)}
        found = (approval({**rows[order_id]} | less) for order_id in order_ids)
        await self._say(*found, source="risk")

    def record(self, **terms: Any) -> OrderRecord:  # noqa: ANN401
        """An order as its owner wants it."""
        trader = terms.pop("trader", self.trader)
        return order_record(next(self.ids), trader, time_of(self.tape.at), **terms)

    def leg(self, parent: OrderRecord, role: LegRole, **terms: Any) -> OrderRecord:  # noqa: ANN401
        """An exit of the group of an order."""
        side = parent.ticket.side.opposite
        found = self.record(**{"side": side, "quantity": str(parent.quantity)} | terms)
        found.parent_id, found.leg, found.account_id = parent.order_id, role, parent.account_id
        return found

    async def ask_cancel(self, order_id: OrderId, ahead: int = 0) -> None:
        """Want an order back, at a time that is so much ahead of the tape, in microseconds."""
        row, moment = await self.order(order_id), time_of(self.tape.at + ahead)
        asked = {"cancel_requested_at": datetime.now(UTC), "cancel_market_time": moment}
        async with self.simulation.database("order").engine.begin() as connection:
            own = orders.c.order_id == order_id
            await connection.execute(update(orders).where(own).values(**asked))
        request = OrderCancelRequested(
            order_id=order_id,
            account_id=row.account_id,
            symbol=row.symbol,
            market_time=moment,
        )
        await self._say(request)

    async def order(self, order_id: OrderId) -> Any:  # noqa: ANN401
        """The row of an order."""
        found = await self.rows(orders)
        return next(row for row in found if row.order_id == order_id)

    async def legs(self, order_id: OrderId) -> Sequence[Any]:
        """The rows of the exits of an order."""
        return [row for row in await self.rows(orders) if row.parent_id == order_id]

    async def status(self, order_id: OrderId) -> str:
        """Where an order is in its life."""
        return (await self.order(order_id)).status

    async def rows(self, table: Table) -> Sequence[Any]:
        """All rows, by the first columns."""
        columns = list(table.primary_key)
        async with self.simulation.database("order").engine.connect() as connection:
            return (await connection.execute(select(table).order_by(*columns))).all()

    async def rest(self) -> None:
        """Let everything be stored, also what can wait."""
        for runner, lease in self.simulation.runners:
            assert isinstance(runner, TapeRunner)
            await runner.batches.store(lease)

    async def parked(self) -> Sequence[Any]:
        """The events that nobody could handle."""
        return await self.rows(parked)

    async def redrive(self) -> None:
        """Have them tried again."""
        async with self.simulation.database("order").engine.begin() as connection:
            await connection.execute(update(parked).values(redrive=True))
        await self.simulation.redrive()

    async def add_fill(self, order_id: OrderId) -> None:
        """Put the first fill of an order where there should be none yet."""
        row = {"order_id": order_id, "number": 1, "fill_id": order_id, "quantity": 1, "price": 1}
        more = {"fee": 0, "counterparty": "market", "created_at": datetime.now(UTC)}
        async with self.simulation.database("order").engine.begin() as connection:
            await connection.execute(insert(fills).values(row | more))

    async def add_page(self, number: int, items: Sequence[Any]) -> None:
        """Record something of IBM as another engine would."""
        time = datetime.now(UTC)
        body = orjson.dumps([items, {}, self.tape.at]).decode()
        row = {"symbol": "IBM", "number": number, "market_time": time, "at": time, "body": body}
        async with self.simulation.database("order").engine.begin() as connection:
            await connection.execute(insert(inputs).values(row))

    async def forget_books(self) -> None:
        """Drop all that is recorded of books."""
        async with self.simulation.database("order").engine.begin() as connection:
            for table in (inputs, books, tape_positions):
                await connection.execute(delete(table))

    async def go_on(self) -> None:
        """Let take effect what was said; whoever is killed meanwhile has a successor."""
        try:
            await self.simulation.settle()
        except Killed:
            await self.restart()

    async def restart(self, partitions: int = 1) -> None:
        """Kill the engine, and let another one take its place. What it had in mind is lost."""
        self.service = engine_alone(self.boards, partitions)
        bus = self.simulation.bus
        await self.simulation.stop()
        await sessions_gone(self.database_url)
        self.simulation = Simulation(self.simulation.postgres_url, bus)
        await self.simulation.start(self.service, self.database_url)
        while await self.simulation.database("order").outbox.relay():
            pass
        await self.go_on()

    async def _say(self, event: Event, *more: Event, source: str = "test") -> None:
        said = [first(one, source) for one in (event, *more)]
        await self.simulation.bus.publish(pack(said))
        await self.go_on()


@asynccontextmanager
async def trading_pit(
    postgres_url: str, trader: AccountId | None = None
) -> AsyncGenerator[TradingPit]:
    """A pit whose market shows nothing yet."""
    url = await fresh_database(postgres_url, "order")
    started, boards = Simulation(postgres_url), Boards()
    service = engine_alone(boards)
    async with started.bus.listening(EVERYTHING, lambda _delivery: None):
        await started.start(service, url)
        pit = TradingPit(service, url, started, trader or AccountId(new_id()), boards)
        try:
            yield pit
        finally:
            await pit.simulation.stop()
            await drop_database(url)

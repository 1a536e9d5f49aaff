"""An exchange on real servers: a database, a queue of its own, and processes that may be killed."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from approved_orders import approval
from proving.databases import own_database
from proving.engines import Engines, Post, processes_of
from proving.queues import subscription
from proving.receiver import eventually
from proving.wires import RabbitWire
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bus import tables
from bus.envelope import Envelope, first
from bus.inbox import count_parked
from bus.interface import Subscription
from bus.message import pack
from events import Event, OrderCancelRequested
from order.domain.units import quantity_of, time_of
from order.handlers.books import books
from order.repository.rows import new_row
from order.tables import metadata, orders, tape_positions
from recorded.playing import reducible
from recorded.replaying import Replaying
from recorded.wishes import Wish
from vocabulary import OrderId

TAKING_OVER_SECONDS = 60


@dataclass
class Venue:
    """Where orders of a recorded day are sent."""

    database: AsyncEngine
    where: Sequence[Subscription]
    engines: Engines

    async def write(self, wishes: Iterable[Wish]) -> None:
        """What the API stores of the wishes before anybody hears of them."""
        async with self.database.begin() as connection:
            for wish in wishes:
                for record in wish.orders:
                    await connection.execute(insert(orders).values(**new_row(record)))
                if wish.record is None:
                    asked = {
                        "cancel_requested_at": datetime.now(UTC),
                        "cancel_market_time": time_of(wish.at),
                    }
                    own = orders.c.order_id == wish.order_id
                    await connection.execute(update(orders).where(own).values(**asked))

    async def has_come_to(self, time: int) -> None:
        """Wait until what is stored has come to a market time, in microseconds."""

        async def is_there() -> bool:
            query = select(func.min(tape_positions.c.market_time), func.count())
            async with self.database.connect() as connection:
                slowest, partitions = (await connection.execute(query)).one()
            return partitions == len(self.where) and slowest >= time

        await eventually(is_there, TAKING_OVER_SECONDS)

    async def has_heard(self, ids: Sequence[UUID]) -> None:
        """Wait until it has acted on these events."""

        async def has() -> bool:
            own = tables.inbox.c.event_id.in_(ids)
            query = select(func.count()).select_from(tables.inbox).where(own)
            async with self.database.connect() as connection:
                return await connection.scalar(query) == len(ids)

        await eventually(has, TAKING_OVER_SECONDS)

    async def parked(self) -> int:
        """How many events nobody could act on."""
        async with self.database.connect() as connection:
            return await count_parked(connection)


@asynccontextmanager
async def venue(
    wire: RabbitWire, postgres_url: str, rabbitmq_url: str, partitions: int = 1, engines: int = 2
) -> AsyncGenerator[Venue]:
    """A venue with so many processes."""
    name = subscription().consumer
    where = [Subscription(name, books.names, one, partitions) for one in range(partitions)]
    async with own_database(postgres_url, tables.metadata, metadata) as database:
        await wire.declare(*where)
        url = database.url.render_as_string(hide_password=False)
        with processes_of(Post(name, url, rabbitmq_url, partitions), engines) as processes:
            yield Venue(database, where, processes)


async def go_to(market: Replaying, time: int, *venues: Venue) -> None:
    """Let market time come to that, and all of them with it."""
    market.leave_for(time)
    await market.arrived()
    for one in venues:
        await one.has_come_to(time)


async def tell(wire: RabbitWire, wishes: Sequence[Wish], *venues: Venue) -> Sequence[UUID]:
    """Have wishes stored everywhere, and say them once; return the ids of what was said."""
    for one in venues:
        await one.write(wishes)
    envelopes = [*map(said, wishes)]
    await wire.bus.publish(pack(envelopes, max(len(one.where) for one in venues)))
    return [envelope.id for envelope in envelopes]


def said(wish: Wish) -> Envelope[Event]:
    """What the engine hears: that risk approved an order, or that one is to be canceled."""
    if wish.record is not None:
        approved, most = approval(new_row(wish.record)), reducible(wish.record)
        if most is not None:
            quantity = min(approved.quantity, quantity_of(most))
            approved = approved.model_copy(update={"quantity": quantity})
        return first(approved, "risk")
    request = OrderCancelRequested(
        order_id=OrderId(wish.order_id),
        account_id=wish.account_id,
        symbol=wish.symbol,
        market_time=time_of(wish.at),
    )
    return first(request, "order")

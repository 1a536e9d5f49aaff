"""A bus, in memory and on a real broker; an outbox, on a real database."""

from collections.abc import AsyncGenerator

import pytest
from proving.databases import own_database
from proving.outboxes import FaultyBus
from proving.queues import subscription
from proving.receiver import Receiver
from proving.wires import MemoryWire, RabbitWire, Wire, rabbit_wire
from sqlalchemy.ext.asyncio import AsyncEngine

from bus import tables
from bus.interface import Subscription
from bus.outbox import Outbox
from events import OrderAccepted


@pytest.fixture(params=["memory", pytest.param("rabbitmq", marks=pytest.mark.real)])
async def wire(request: pytest.FixtureRequest) -> AsyncGenerator[Wire]:
    if request.param == "memory":
        yield MemoryWire()
        return
    async with rabbit_wire(request.getfixturevalue("rabbitmq_url")) as real:
        await real.admin.only_ours(OrderAccepted.name)
        try:
            yield real
        finally:
            await real.admin.everybodys(OrderAccepted.name)


@pytest.fixture
async def rabbit(rabbitmq_url: str) -> AsyncGenerator[RabbitWire]:
    async with rabbit_wire(rabbitmq_url) as real:
        yield real


@pytest.fixture
async def engine(postgres_url: str) -> AsyncGenerator[AsyncEngine]:
    async with own_database(postgres_url, tables.metadata) as own:
        yield own


@pytest.fixture
def bus() -> FaultyBus:
    return FaultyBus()


@pytest.fixture
async def heard(bus: FaultyBus) -> AsyncGenerator[Receiver]:
    """Whoever listens to the orders that were accepted."""
    listener = Receiver()
    accepted = Subscription("test.listener", frozenset({OrderAccepted.name}))
    async with bus.listening(accepted, listener.arrived):
        yield listener


@pytest.fixture
async def outbox(engine: AsyncEngine, bus: FaultyBus, heard: Receiver) -> Outbox:
    """An outbox that has caught up, with somebody who listens."""
    assert heard.deliveries == []
    caught_up = Outbox(engine, bus)
    await caught_up.relay()
    assert not caught_up.behind
    return caught_up


@pytest.fixture
async def queue(wire: Wire) -> Subscription:
    declared = subscription()
    await wire.declare(declared)
    return declared


@pytest.fixture
async def receiver(wire: Wire, queue: Subscription) -> AsyncGenerator[Receiver]:
    listener = Receiver()
    async with wire.bus.listening(queue, listener.arrived):
        yield listener

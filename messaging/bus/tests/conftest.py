"""Every behaviour of a bus is proven twice: in memory, and on a real broker."""

from collections.abc import AsyncGenerator

import pytest
from proving.wires import MemoryWire, RabbitWire, Wire, rabbit_wire

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

"""From RabbitMQ to the hub, as declared in the definitions."""

import asyncio
from uuid import UUID

import pytest
from live_edge import a_quote, an_account, an_event

from bus.envelope import first
from bus.message import pack
from bus.rabbitmq import RabbitBus
from stream.connections.hub import Hub
from stream.domain.channels import PRIVATE
from stream.domain.journal import Journal
from stream.domain.latest import Price
from stream.handlers import SUBSCRIPTION, listen

pytestmark = pytest.mark.real


class Recorder(Hub):
    """A hub that keeps what it is shown."""

    def __init__(self) -> None:
        super().__init__(Journal("epoch"))
        self.shown: list[Price] = []

    def show(self, price: Price) -> None:
        self.shown.append(price)


async def test_events_and_prices_come_through(rabbitmq_url: str) -> None:
    hub, account = Recorder(), an_account()
    reader, _ = hub.journal.follow(account, PRIVATE, None, 0)
    async with RabbitBus.connect(rabbitmq_url) as bus, asyncio.timeout(60):
        listening = asyncio.create_task(listen(bus, hub))
        await bus.publish(pack([first(an_event(account, n), "order") for n in range(500)]))
        while reader.log.last < 500:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        while not hub.shown:
            await bus.publish_prices([a_quote("IBM", 1)])
            await asyncio.sleep(0.05)
        assert await bus.consumers(SUBSCRIPTION) == 1
        listening.cancel()
        await asyncio.wait([listening])

    texts = [entry.text for entry in iter(reader.next, None)]
    assert [text.count(str(UUID(int=n))) for n, text in enumerate(texts)] == [1] * 500
    assert '"sequence":1' in hub.shown[0].frame.text


async def test_it_waits_for_a_broker_that_is_away(rabbitmq_url: str) -> None:
    hub = Recorder()
    async with RabbitBus.connect(rabbitmq_url) as bus:
        away = bus
    listening = asyncio.create_task(listen(away, hub))

    await asyncio.sleep(1)

    assert not listening.done()
    listening.cancel()
    await asyncio.wait([listening])

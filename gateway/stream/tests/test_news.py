"""What the broker hears of the events that it sent."""

import asyncio

from live_edge import an_account, an_event

from bus.envelope import first
from bus.interface import Sealed
from bus.message import encode
from stream.connections.hub import Hub
from stream.domain.journal import Journal
from stream.handlers import News


async def test_one_acknowledgement_stands_for_a_burst_and_a_lone_event_has_its_own() -> None:
    acknowledged: list[int] = []
    news = News(Hub(Journal("epoch")))

    def arrives(number: int) -> None:
        async def acknowledge() -> None:
            acknowledged.append(number)

        envelope = first(an_event(an_account(), number), "order")
        news.arrived(Sealed(envelope.type, encode([envelope]), acknowledge))

    acknowledging = asyncio.create_task(news.acknowledge())
    arrives(0)
    await asyncio.sleep(0)
    assert acknowledged == [0]
    for number in range(1, 50):
        arrives(number)
        await asyncio.sleep(0)
    async with asyncio.timeout(60):
        while acknowledged[-1] != 49:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    acknowledging.cancel()

    assert len(acknowledged) < 25

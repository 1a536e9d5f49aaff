"""The tape on a real broker, and connections that break while it is written and read."""

import asyncio
from math import inf
from typing import Any

import pytest
from proving.wires import rabbit_wire
from tape import Tape, a_quote

from bus import rabbit_tape
from market_data.settings import MarketDataSettings
from market_data.ticker.items import microseconds
from market_data.ticker.market import Market
from market_data.ticker.pump import Pump
from market_data.ticker.scribe import Scribe
from market_data.ticker.wall import RealWall

pytestmark = pytest.mark.real
QUOTES = 60_000


async def test_a_reader_knows_everything_whatever_breaks(
    rabbitmq_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rabbit_tape, "RETRY_SECONDS", 0.1)
    quotes = [a_quote(n / 1000) for n in range(QUOTES)]
    feed = Tape(*[quotes[n : n + 500] for n in range(0, QUOTES, 500)])
    given = {"port": 1, "rabbitmq_password": "test", "speed": inf}
    market = Market(feed, MarketDataSettings.model_validate(given), RealWall())
    read: list[list[Any]] = []
    async with (
        rabbit_wire(rabbitmq_url, user="market_data") as writing,
        rabbit_wire(rabbitmq_url, user="order") as reading,
    ):
        await writing.wipe_tape()
        tasks = [
            asyncio.create_task(one)
            for one in (Pump(market).run(), Scribe(market, writing.bus).run())
        ]
        async with asyncio.timeout(60), reading.bus.reading_tape() as strips:
            number = 0
            async for strip in strips:
                assert not strip.is_torn
                number += 1
                read += [item for item in strip.written.items if not strip.written.complete]
                if number % 7 == 0:
                    await (writing if number % 2 else reading).lose_connection()
                if read[-1][0] == "q" and len(read) >= QUOTES + 2:
                    break
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    assert [item[2] for item in read[2:]] == [microseconds(tick.time) for tick in quotes]

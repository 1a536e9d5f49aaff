"""A vendor's feed that begins in the middle of a day shows all of the day."""

from datetime import UTC, datetime
from typing import Any

from fakes.alpaca import FakeAlpaca, bar
from live_market import OpenExchange, eventually

from market_data.domain.bars import bar_start
from market_data.domain.trading_days import NEW_YORK
from vocabulary import BarInterval

A_MINUTE_LATER = 125
"""When the one in which the connection was made is over."""


async def test_the_day_is_shown_from_its_first_minute_on(
    alpaca: FakeAlpaca, chosen: dict[str, Any], exchange: OpenExchange
) -> None:
    midnight = bar_start(datetime.now(UTC), BarInterval.DAY_1, NEW_YORK)
    alpaca.bars = {"AAPL": [bar(midnight, (10, 12, 9, 11))]}
    async with exchange(**chosen | {"symbols": "AAPL"}) as market:
        await alpaca.connected()
        await market.wall.step(A_MINUTE_LATER)

        async def is_known() -> bool:
            (shown,) = await market.get("snapshot", {"symbols": "AAPL"})
            return shown["day"] is not None

        await eventually(is_known)
        (shown,) = await market.get("snapshot", {"symbols": "AAPL"})

    day = shown["day"]
    assert (day["open"], day["close"], day["volume"], day["closed"]) == ("10", "11", "1000", False)

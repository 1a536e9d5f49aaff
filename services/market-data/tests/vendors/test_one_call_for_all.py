"""However many clients there are, a vendor is asked once for each symbol and interval."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fakes.alpaca import FakeAlpaca, bar
from live_market import Exchange, OpenExchange

from market_data.domain.bars import bar_start
from market_data.domain.trading_days import NEW_YORK
from market_data.ticker import gaps
from vocabulary import BarInterval

SYMBOLS = [f"S{number:03}" for number in range(100)]
CLIENTS = 1000
INTERVALS = BarInterval.MINUTE_1, BarInterval.DAY_1


@pytest.fixture
async def busy(
    alpaca: FakeAlpaca, chosen: dict[str, Any], exchange: OpenExchange
) -> AsyncGenerator[Exchange]:
    """A service that listens to Alpaca, which has a bar of a minute and of a day of everything."""
    days = [datetime.now(UTC) - timedelta(days=ago) for ago in (3, 2)]
    starts = [bar_start(day, BarInterval.DAY_1, NEW_YORK) for day in days]
    alpaca.bars = {name: [bar(start, (10, 11, 9, 10)) for start in starts] for name in SYMBOLS}
    async with exchange(**chosen | {"symbols": ",".join(SYMBOLS)}) as market:
        await alpaca.connected()
        yield market


async def test_a_thousand_clients_cause_one_call_per_symbol_and_interval(
    alpaca: FakeAlpaca, busy: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gaps, "PATIENCE_SECONDS", 120)  # all clients are on this one machine
    kinds = [(symbol, interval) for symbol in SYMBOLS for interval in INTERVALS]
    wanted = [kinds[client % len(kinds)] for client in range(CLIENTS)]

    pages = await asyncio.gather(
        *(busy.get(f"ohlcv/{symbol}", {"interval": interval}) for symbol, interval in wanted),
        *(busy.get(f"quotes?symbols={symbol}") for symbol, _ in wanted),
    )

    assert all(len(page["items"]) == 2 for page in pages[:CLIENTS])
    asked = {path: times for path, times in alpaca.requests.items() if "/bars?" in path}
    assert asked == {f"/v2/stocks/bars?{name}": len(INTERVALS) for name in SYMBOLS}
    assert set(alpaca.subscribed.values()) == {1}
    assert alpaca.connections == 1


async def test_who_comes_later_causes_no_further_call(alpaca: FakeAlpaca, busy: Exchange) -> None:
    for _ in range(3):
        await busy.get("ohlcv/S000", {"interval": "1Day"})

    assert alpaca.requests["/v2/stocks/bars?S000"] == 1

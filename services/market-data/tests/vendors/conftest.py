"""Feeds of vendors, listened to."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from fakes.alpaca import KEY, SECRET, FakeAlpaca
from fakes.listener import Listen, Listener, Settings
from fakes.server import serving

from market_data.feeds.discovery import find_feed
from market_data.settings import MarketDataSettings


@pytest.fixture
def given() -> Settings:
    """Settings of the service."""

    def with_these(**chosen: object) -> MarketDataSettings:
        usual = {"port": 1, "rabbitmq_password": "test"}
        return MarketDataSettings.model_validate(usual | chosen)

    return with_these


@pytest.fixture
def listen(given: Settings) -> Listen:
    """Opens the feed that the settings name, and listens to it."""

    @asynccontextmanager
    async def opened(**chosen: object) -> AsyncGenerator[Listener]:
        settings = given(**chosen)
        async with find_feed(settings.feed)(settings, datetime.now(UTC)) as feed:
            listener = Listener(feed)
            task = asyncio.create_task(listener.listen())
            try:
                yield listener
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    return opened


@pytest.fixture
async def alpaca() -> AsyncGenerator[FakeAlpaca]:
    async with serving(FakeAlpaca()) as vendor:
        yield vendor


@pytest.fixture
def chosen(alpaca: FakeAlpaca) -> dict[str, Any]:
    return {
        "feed": "alpaca",
        "symbols": "AAPL,BTCUSD",
        "alpaca_key": KEY,
        "alpaca_secret_key": SECRET,
        "alpaca_url": alpaca.url,
        "alpaca_stream_url": alpaca.stream_url,
    }

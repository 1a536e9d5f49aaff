"""An import goes on beside the service, which shows what is there."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from live_market import Exchange, OpenExchange, eventually
from redis.asyncio import Redis

from market_data.domain.bars import Bar
from market_data.domain.progress import Progress
from market_data.repository.bars import save_bars
from market_data.repository.imports import save_progress
from market_data.ticker.imported import PAUSE_SECONDS
from vocabulary import BarInterval, Price, Quantity, Symbol

pytestmark = pytest.mark.real

DAY = datetime(2013, 10, 7, 4, tzinfo=UTC)
PATH = "ohlcv/MSFT"
QUERY = {"interval": "1Day", "before": "2013-10-08T04:00:00Z"}


async def bring_in(market: Exchange, price: int) -> None:
    """A part of an import, which is killed after that: the file is never finished."""
    one, lot = Price(Decimal(price)), Quantity(Decimal(1))
    bar = Bar(Symbol("MSFT"), DAY, one, one, one, one, lot, 1, None, BarInterval.DAY_1)
    database = market.simulation.database("market_data")
    async with database.transaction() as tx:
        await save_bars(tx.connection, [bar])
        await save_progress(tx.connection, Progress("MSFT.csv", BarInterval.DAY_1, 1, 1, line=2))


async def close(market: Exchange) -> Any:  # noqa: ANN401
    return (await market.get(PATH, QUERY))["items"][-1]["close"]


async def test_what_is_imported_is_shown_a_second_later(
    exchange: OpenExchange, redis: Redis
) -> None:
    """Even where it says the same of itself each time, and is never finished."""
    async with exchange(symbols="IBM") as market:

        async def is_kept() -> bool:
            await market.get(PATH, QUERY)
            return bool(await redis.keys("*MSFT*"))  # pyright: ignore[reportUnknownMemberType]

        for price in (10, 11, 12):
            await bring_in(market, price)
            await market.wall.step(PAUSE_SECONDS)

            async def is_shown(expected: str = str(price)) -> bool:
                return await close(market) == expected

            await eventually(is_shown)
            await eventually(is_kept)
            assert await close(market) == str(price)

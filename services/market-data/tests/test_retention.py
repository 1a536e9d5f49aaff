"""How long minutes are kept."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from live_market import OpenExchange, eventually
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from market_data.domain.bars import Bar
from market_data.repository.bars import save_bars
from vocabulary import Price, Quantity, Symbol

pytestmark = pytest.mark.real

IBM, TEN, ONE = Symbol("IBM"), Price(Decimal(10)), Quantity(Decimal(1))
OLD = [datetime(2024, month, 5, 15, tzinfo=UTC) for month in (10, 11, 12)]
"""They go at the same time if TimescaleDB parts the minutes, by thirty days."""


@pytest.fixture
async def old_minutes(database_url: str) -> None:
    """Some that are one, two and three months old."""
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.begin() as connection:
        bars = [Bar(IBM, start, TEN, TEN, TEN, TEN, ONE, 1, None) for start in OLD]
        await save_bars(connection, bars)
    await engine.dispose()


@pytest.mark.usefixtures("old_minutes")
@pytest.mark.parametrize(
    ("days", "left"),
    [
        (0, [10, 11, 12]),
        (30, [12]),  # on the 6 January: what is younger than 7 December, and the month around it
        (60, [11, 12]),
    ],
)
async def test_minutes_go_by_whole_months(
    days: int, left: list[int], exchange: OpenExchange
) -> None:
    async with exchange(symbols="BAC", minutes_days=days) as market:

        async def dropped() -> bool:
            return [row.start.month for row in await market.stored()] == left

        await eventually(dropped)
        await market.wall.step(5)
        assert [row.start.month for row in await market.stored() if row.symbol == IBM] == left


@pytest.mark.usefixtures("old_minutes")
async def test_a_replay_of_an_old_year_does_not_drop_the_newer_ones(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    recording = tmp_path / "IBM.trades.csv"
    recording.write_text("timestamp,symbol,price,size\n2013-10-07T12:00:00Z,IBM,10,1\n")
    async with exchange(feed="csv", replay_path=recording, minutes_days=30) as market:
        await market.wall.step(10)

        assert [row.start for row in await market.stored() if row.start.year == 2024] == OLD

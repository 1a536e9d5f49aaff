"""What was last paid before a split is shown for a new share from its moment on."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from live_market import Exchange, OpenExchange, eventually
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from chassis.prices import Prices
from events import MarketSnapshot
from market_data.domain.actions import CorporateAction, Split
from market_data.imports.store import import_actions
from market_data.ticker.newest import KEY
from vocabulary import Price, Quantity, Symbol

pytestmark = pytest.mark.real
IBM = Symbol("IBM")
MIDNIGHT = datetime(2013, 10, 8, 4, tzinfo=UTC)
TWO = CorporateAction(IBM, date(2013, 10, 8), Split(Quantity(Decimal(2)), Quantity(Decimal(1))))
Mark = tuple[Price | None, datetime | None]


@pytest.fixture(autouse=True)
async def imported(database_url: str) -> AsyncGenerator[None]:
    """Two shares for one."""
    engine = create_async_engine(database_url, poolclass=NullPool)

    @asynccontextmanager
    async def begin() -> AsyncGenerator[AsyncConnection]:
        async with engine.begin() as connection:
            yield connection

    await import_actions([TWO], begin)
    yield
    await engine.dispose()


def record(folder: Path, quotes: Sequence[str], trades: Sequence[str]) -> None:
    """A recording of IBM: when it was quoted, and when it was traded, at 180 dollars."""
    sides = "IBM,179,100,181,100"
    rows = [f"{time},{sides}\n" for time in quotes]
    header = "timestamp,symbol,bid_price,bid_size,ask_price,ask_size\n"
    (folder / "IBM.quotes.csv").write_text(header + "".join(rows))
    rows = [f"{time},IBM,180,1\n" for time in trades]
    (folder / "IBM.trades.csv").write_text("timestamp,symbol,price,size\n" + "".join(rows))


def heard(market: Exchange) -> Mark:
    """What everybody takes for the newest price, and of when."""
    prices = Prices()
    prices.arrived("", market.told)
    return prices.mark(IBM, Quantity(Decimal(1))), prices.marked_at(IBM)


async def comes_to(market: Exchange, mark: Mark) -> None:
    async def is_told() -> bool:
        await market.wall.step(0.1)
        return heard(market) == mark

    await eventually(is_told)


async def test_everybody_hears_of_the_new_price_at_once(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    record(tmp_path, ["2013-10-07T12:00:00Z", "2013-10-08T13:30:00Z"], ["2013-10-07T12:00:01Z"])
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        await market.wall.step(2)
        await market.steer({"action": "jump", "to": "2013-10-08T05:00:00Z"})
        await comes_to(market, (Price(Decimal(90)), MIDNIGHT))
        quote = await market.get("quote/IBM")
        complete = [one for one in market.of(MarketSnapshot) if one.complete]

    assert quote["last"] == "90"
    assert len(complete) <= 2  # the next one was not waited for


async def test_a_restart_goes_on_with_the_new_price_whenever_it_was(
    exchange: OpenExchange, redis: Redis, tmp_path: Path
) -> None:
    record(tmp_path, ["2013-10-07T12:00:00Z"], ["2013-10-07T12:00:01Z"])
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        await comes_to(market, (Price(Decimal(180)), datetime(2013, 10, 7, 12, 0, 1, tzinfo=UTC)))
        await market.wall.step(2)

        async def is_kept() -> bool:
            return '"180"' in str(await redis.hget(KEY, "IBM"))

        await eventually(is_kept)
    before = await redis.hget(KEY, "IBM")
    assert before is not None
    record(tmp_path, ["2013-10-09T12:00:00Z"], [])
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        await comes_to(market, (Price(Decimal(90)), MIDNIGHT))
    await redis.hset(KEY, "IBM", before)  # killed as soon as it had said that the split is there
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        await comes_to(market, (Price(Decimal(90)), MIDNIGHT))

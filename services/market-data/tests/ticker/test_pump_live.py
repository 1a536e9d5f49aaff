"""What happens out there is known late; market time is the time of day, and waits for nobody."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from market_data.domain.ticks import QuoteTick, StaleTick, Tick
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.feed import FeedReport, Steering
from market_data.settings import MarketDataSettings
from market_data.ticker.market import Market
from market_data.ticker.pump import Pump
from market_data.ticker.wall import SteppedWall
from vocabulary import ClockState, Price, Quantity, Symbol

IBM = Symbol("IBM")
NOON = datetime(2025, 1, 6, 17, tzinfo=UTC)
LOT = Quantity(Decimal(100))


class Wire:
    """A vendor who says what he is told to."""

    name, source, time, begins = "wire", "wire", ClockState.LIVE, NOON
    steering = Steering.NONE
    instruments = (instrument_of(IBM),)

    def __init__(self) -> None:
        self.said: asyncio.Queue[Sequence[Tick]] = asyncio.Queue()

    async def ticks(self) -> AsyncGenerator[Sequence[Tick]]:
        while True:
            yield await self.said.get()

    def report(self) -> FeedReport:
        return FeedReport()


@asynccontextmanager
async def listening() -> AsyncGenerator[tuple[Wire, Market, SteppedWall]]:
    wire, wall = Wire(), SteppedWall(NOON)
    given = {"port": 1, "rabbitmq_password": "test", "speed": 100}
    market = Market(wire, MarketDataSettings.model_validate(given), wall)
    task = asyncio.create_task(Pump(market).run())
    try:
        yield wire, market, wall
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def a_quote(seconds: float) -> QuoteTick:
    price = Price(Decimal(1 + int(seconds)))
    return QuoteTick(NOON + timedelta(seconds=seconds), IBM, price, LOT, price, LOT)


def shown(market: Market) -> QuoteTick:
    standing = market.board.standing(IBM)
    assert standing is not None
    assert standing.quote is not None
    return standing.quote.tick


async def test_market_time_is_the_time_of_day_however_late_the_news_are() -> None:
    async with listening() as (wire, market, wall):
        for late in (0.1, 20, 3, 0):
            await wall.step(30)
            now = (wall.utc() - NOON).total_seconds()
            await wire.said.put([a_quote(now - late)])
            await wall.settle()

            assert shown(market) == a_quote(now - late)
            assert market.time() == wall.utc()


async def test_nothing_is_held_back_for_being_early() -> None:
    async with listening() as (wire, market, wall):
        await wire.said.put([a_quote(5), a_quote(6)])
        await wall.settle()

        assert shown(market) == a_quote(6)
        assert market.time() == NOON


async def test_when_the_vendor_falls_silent_the_last_quote_stays_and_is_stale() -> None:
    async with listening() as (wire, market, wall):
        await wire.said.put([a_quote(0)])
        await wall.step(60)
        await wire.said.put([StaleTick(wall.utc(), IBM)])
        await wall.settle()

        assert shown(market) == a_quote(0)._replace(stale=True)
        assert market.time() == NOON + timedelta(seconds=60)


async def test_a_machine_that_slept_or_was_put_right_tells_the_time_of_day_again() -> None:
    """What counts seconds stands still meanwhile."""
    async with listening() as (_, market, wall):
        await wall.step(60)
        wall.put_right(timedelta(hours=9))

        assert market.time() == wall.utc() == NOON + timedelta(hours=9, seconds=60)

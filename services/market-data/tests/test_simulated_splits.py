"""A simulated market splits with its companies: nobody is richer for it, or poorer."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from live_market import Exchange, OpenExchange, eventually
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from events import CorporateActionEffective, InstrumentStatusShown, Trade
from market_data.domain.actions import CorporateAction, Dividend, Split
from market_data.imports.store import import_actions
from market_data.ticker.wall import SteppedWall
from vocabulary import Money, Quantity, Symbol

pytestmark = pytest.mark.real
Import = Callable[..., Any]
AAPL, IBM = Symbol("AAPL"), Symbol("IBM")
TUESDAY = date(2025, 1, 7)
EVENING = datetime(2025, 1, 7, 4, 30, tzinfo=UTC)
MIDNIGHT = datetime(2025, 1, 7, 5, tzinfo=UTC)
SINCE_A_TRADE = timedelta(minutes=2)
"""Or less, however slow it is."""
SLOW: dict[str, Any] = {"symbols": "AAPL,IBM", "quotes_per_second": 0.1}
BEYOND = {"action": "jump", "to": "2025-01-07T05:20:00Z"}
CLOSE = Decimal("0.02")
"""Prices wander; those of shares that nobody divided by four are not that near."""


def split(day: date = TUESDAY, symbol: Symbol = AAPL) -> CorporateAction:
    return CorporateAction(symbol, day, Split(Quantity(Decimal(4)), Quantity(Decimal(1))))


@pytest.fixture
async def importing(database_url: str) -> AsyncGenerator[Import]:
    engine = create_async_engine(database_url, poolclass=NullPool)

    @asynccontextmanager
    async def begin() -> AsyncGenerator[AsyncConnection]:
        async with engine.begin() as connection:
            yield connection

    async def run(*actions: CorporateAction) -> None:
        await import_actions(actions, begin)

    yield run
    await engine.dispose()


async def arrives(market: Exchange, wish: dict[str, Any] = BEYOND) -> None:
    steering = asyncio.create_task(market.steer(wish))

    async def is_there() -> bool:
        await market.wall.step(0.1)
        return steering.done() and (await market.get("clock"))["going_to"] is None

    await eventually(is_there)
    await market.wall.step(1)


def paid(market: Exchange, symbol: Symbol = AAPL) -> tuple[list[Decimal], list[Decimal]]:
    """Before midnight and after it."""
    trades = [one for one in market.of(Trade) if one.symbol == symbol]
    return (
        [one.price for one in trades if one.time < MIDNIGHT],
        [one.price for one in trades if one.time >= MIDNIGHT],
    )


async def mid(market: Exchange, symbol: Symbol = AAPL) -> Decimal:
    quote = await market.get(f"quote/{symbol}")
    return (Decimal(quote["bid"]) + Decimal(quote["ask"])) / 2


async def now(market: Exchange) -> datetime:
    return datetime.fromisoformat((await market.get("clock"))["time"])


async def test_it_goes_on_in_new_shares_and_charts_and_movers_know_why(
    exchange: OpenExchange, importing: Import
) -> None:
    async with exchange(SteppedWall(EVENING), **SLOW) as market:
        await market.wall.step(60)
        await importing(split())
        await arrives(market)
        query = {"interval": "15Min", "since": "2025-01-07T04:00:00Z"}
        raw = (await market.get("ohlcv/AAPL", query))["items"]
        adjusted = (await market.get("ohlcv/AAPL", query | {"adjusted": "split"}))["items"]
        (shown,) = await market.get("snapshot", {"symbols": "AAPL"})
        movers = await market.get("movers")
        said = [one for one in await market.said() if isinstance(one, CorporateActionEffective)]

    before, after = paid(market)
    assert after[0] * 4 == pytest.approx(before[-1], rel=CLOSE)
    assert {one.status for one in market.of(InstrumentStatusShown)} == {"trading"}
    assert [one.last_price for one in said] == [before[-1]]

    night = [bar["start"] for bar in raw].index("2025-01-07T05:00:00Z")
    assert Decimal(raw[night]["open"]) * 4 == pytest.approx(before[-1], rel=CLOSE)
    assert Decimal(raw[night - 1]["close"]) == before[-1]
    assert Decimal(adjusted[night - 1]["close"]) == pytest.approx(
        Decimal(adjusted[night]["open"]), rel=CLOSE
    )
    assert raw[night:] == adjusted[night:]

    assert Decimal(shown["previous_day"]["close"]) == before[-1]
    assert Decimal(shown["move"]["reference"]) == before[-1] / 4
    assert abs(Decimal(shown["move"]["change_percent"])) < 2
    both = {one["symbol"]: one for one in movers["gainers"] + movers["losers"]}
    assert both["AAPL"]["change_percent"] == shown["move"]["change_percent"]


@pytest.mark.parametrize("minutes", [60, 5])
async def test_a_restart_opens_in_new_shares_and_no_split_comes_twice(
    exchange: OpenExchange, importing: Import, minutes: int
) -> None:
    """Also if the wall is not there yet: market time does not go back."""
    async with exchange(SteppedWall(EVENING), **SLOW) as market:
        first = await mid(market)
        await importing(split())
        await arrives(market)
        reached = await now(market)
    wall = EVENING + timedelta(minutes=minutes)
    for day in (8, 9):
        async with exchange(SteppedWall(wall), **SLOW) as market:
            began = await now(market)
            opened = await mid(market)
            await arrives(market, {"action": "jump", "to": f"2025-01-0{day}T05:01:00Z"})
            later = await mid(market)
            before, reached = reached, await now(market)

        assert max(wall, before - SINCE_A_TRADE) <= began <= max(wall, before)
        assert opened == pytest.approx(first / 4, abs=Decimal("0.02"))
        assert later == pytest.approx(opened, rel=Decimal("0.1"))


async def test_a_split_of_a_day_when_nobody_was_there_is_in_the_first_price(
    exchange: OpenExchange, importing: Import
) -> None:
    await importing(split())
    async with exchange(SteppedWall(EVENING), **SLOW) as market:
        first = await mid(market)
        await market.wall.step(2)
    async with exchange(SteppedWall(MIDNIGHT + timedelta(days=1)), **SLOW) as market:
        opened = await mid(market)
        await market.wall.step(60)
        later = await mid(market)

    assert opened == pytest.approx(first / 4, abs=Decimal("0.02"))
    assert later == pytest.approx(opened, rel=CLOSE)


async def test_a_split_that_was_over_when_it_was_imported_changes_no_price(
    exchange: OpenExchange, importing: Import
) -> None:
    await importing(split(date(2025, 1, 6)))
    for _ in range(2):
        async with exchange(SteppedWall(EVENING), **SLOW) as market:
            assert await mid(market) > 200


async def test_on_its_day_a_dividend_is_not_in_the_price(
    exchange: OpenExchange, importing: Import
) -> None:
    await importing(CorporateAction(IBM, TUESDAY, Dividend(Money(Decimal(50)))))
    async with exchange(SteppedWall(EVENING), **SLOW) as market:
        first = await mid(market, IBM)
        await arrives(market)
    async with exchange(SteppedWall(EVENING), **SLOW) as again:
        opened = await mid(again, IBM)

    before, after = paid(market, IBM)
    assert after[0] == pytest.approx(before[-1] - 50, rel=CLOSE)
    assert {one.status for one in market.of(InstrumentStatusShown)} == {"trading"}
    assert opened == first


async def test_what_a_new_symbol_opens_at_is_where_its_past_ends(
    exchange: OpenExchange, importing: Import
) -> None:
    await importing(split())
    async with exchange(SteppedWall(EVENING), symbols="IBM", history="none") as market:
        await arrives(market)
    later = SteppedWall(MIDNIGHT + timedelta(days=1, hours=12))
    async with exchange(later, symbols="AAPL", history="simulator") as market:
        opened = await mid(market)
        query: dict[str, str | int] = {"interval": "1Day", "limit": 2}
        (day, _) = (await market.get("ohlcv/AAPL", query))["items"]

    assert opened < 60
    assert Decimal(day["close"]) == pytest.approx(opened, rel=Decimal("0.1"))

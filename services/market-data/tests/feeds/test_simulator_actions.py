"""A simulated market trades in the shares that there are."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from market_data.domain.actions import CorporateAction, Split, midnight_after
from market_data.domain.ticks import QuoteTick, Tick
from market_data.feeds.discovery import find_feed
from market_data.feeds.feed import MadeUp
from market_data.settings import MarketDataSettings
from vocabulary import Quantity, Symbol

EVENING = datetime(2025, 1, 7, 4, 50, tzinfo=UTC)
MIDNIGHT = datetime(2025, 1, 7, 5, tzinfo=UTC)
AAPL, IBM = Symbol("AAPL"), Symbol("IBM")


def split(symbol: Symbol = AAPL, new: int = 4) -> CorporateAction:
    what = Split(Quantity(Decimal(new)), Quantity(Decimal(1)))
    return CorporateAction(symbol, date(2025, 1, 7), what)


@asynccontextmanager
async def opened(begins: datetime = EVENING, **chosen: object) -> AsyncGenerator[MadeUp]:
    given = {"port": 1, "rabbitmq_password": "test", "symbols": "AAPL,IBM", "seed": 3} | chosen
    settings = MarketDataSettings.model_validate(given)
    async with find_feed("simulator")(settings, begins) as feed:
        assert isinstance(feed, MadeUp)
        yield feed


async def run(feed: MadeUp, until: datetime, *at_midnight: CorporateAction) -> list[Tick]:
    """All ticks up to then, if somebody says at the first midnight what takes effect."""
    ticks: list[Tick] = []
    async for group in feed.ticks():
        assert feed.midnight is None or all(tick.time < feed.midnight for tick in group)
        ticks += group
        if feed.midnight == MIDNIGHT:
            for action in at_midnight:
                feed.take_effect(action)
        if (feed.midnight or (ticks[-1].time if ticks else EVENING)) >= until:
            break
    return [tick for tick in ticks if tick.time < until]


def of(symbol: Symbol, ticks: Sequence[Tick]) -> list[Tick]:
    return [tick for tick in ticks if tick.symbol == symbol]


def bids(ticks: Sequence[Tick]) -> list[Decimal]:
    return [tick.bid for tick in ticks if isinstance(tick, QuoteTick) and tick.bid]


async def test_from_the_midnight_on_a_symbol_trades_in_new_shares_and_others_do_not_care() -> None:
    until = MIDNIGHT + timedelta(minutes=10)
    async with opened() as feed, opened() as other:
        ticks, unsplit = await run(feed, until, split()), await run(other, until)

    before = [tick for tick in of(AAPL, ticks) if tick.time < MIDNIGHT]
    after = of(AAPL, ticks)[len(before) :]
    assert before == [tick for tick in of(AAPL, unsplit) if tick.time < MIDNIGHT]
    assert bids(after)[0] * 4 == pytest.approx(bids(before)[-1], rel=Decimal("0.001"))
    assert after[0].time == MIDNIGHT
    assert of(IBM, ticks) == of(IBM, unsplit)
    assert [tick.time for tick in ticks] == sorted(tick.time for tick in ticks)


async def test_it_is_the_same_again() -> None:
    until = MIDNIGHT + timedelta(minutes=2)
    async with opened() as feed, opened() as again:
        assert await run(feed, until, split()) == await run(again, until, split())


async def test_what_is_said_late_counts_from_the_next_tick_on() -> None:
    async with opened() as feed:
        ticks: list[Tick] = []
        async for group in feed.ticks():
            ticks += group
            if ticks[-1].time > MIDNIGHT + timedelta(minutes=1):
                break
        told = len(ticks)
        feed.take_effect(split())
        async for group in feed.ticks():
            ticks += group
            break

    before, after = bids(of(AAPL, ticks[:told])), bids(of(AAPL, ticks[told:]))
    assert before[-1] > 200
    assert after[0] < 60


async def test_a_market_that_begins_after_a_split_opens_at_the_new_price() -> None:
    async with opened(MIDNIGHT) as feed, opened(MIDNIGHT) as unsplit:
        opening = feed.price(AAPL)
        feed.take_effect(split())
        feed.take_effect(split(Symbol("MSFT")))  # which is not simulated
        ticks = await run(feed, MIDNIGHT + timedelta(seconds=30))
        others = await run(unsplit, MIDNIGHT + timedelta(seconds=30))

    assert feed.price(IBM) == unsplit.price(IBM)
    assert bids(of(AAPL, ticks))[0] == pytest.approx(opening / 4, abs=Decimal("0.02"))
    assert [tick.time for tick in ticks] == [tick.time for tick in others]  # and nothing twice


async def test_it_stands_at_each_midnight_also_while_nothing_trades() -> None:
    friday = datetime(2025, 1, 3, 21, 30, tzinfo=UTC)
    stood: list[datetime] = []
    async with opened(friday, session="regular") as feed:
        async for _ in feed.ticks():
            if feed.midnight is not None:
                stood.append(feed.midnight)
            if len(stood) == 4:
                break

    assert stood == [datetime(2025, 1, day, 5, tzinfo=UTC) for day in (4, 5, 6, 7)]


def test_midnights_are_those_of_new_york_in_summer_too() -> None:
    summer = datetime(2025, 3, 9, 4, 59, tzinfo=UTC)

    assert midnight_after(summer) == summer + timedelta(minutes=1)
    assert midnight_after(midnight_after(summer)) == datetime(2025, 3, 10, 4, tzinfo=UTC)

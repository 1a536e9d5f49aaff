"""The same seed, the same market: byte for byte, today and tomorrow, here and there."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from market_data.domain.ticks import Tick
from market_data.feeds.discovery import find_feed
from market_data.feeds.feed import FeedRefused
from market_data.settings import MarketDataSettings
from vocabulary import ClockState, Symbol

MONDAY = datetime(2025, 1, 6, 15, 0, 0, 123_456, tzinfo=UTC)
SEED_1 = "96644296ec560cddacef5aa4ea3c300cb6bf1df1d8ac075d18f7d39f5fe614f6"
SUNDAY_NIGHT = datetime(2025, 1, 6, 2, tzinfo=UTC)


def settings(**chosen: object) -> MarketDataSettings:
    return MarketDataSettings.model_validate({"port": 1, "rabbitmq_password": "test"} | chosen)


async def told(number: int, begins: datetime = MONDAY, **chosen: object) -> list[Tick]:
    ticks: list[Tick] = []
    async with find_feed("simulator")(settings(**chosen), begins) as feed:
        async for group in feed.ticks():
            ticks.extend(group)
            if len(ticks) >= number:
                break
    return ticks[:number]


def digest(ticks: Sequence[Tick]) -> str:
    return sha256(repr(ticks).encode()).hexdigest()


async def test_the_same_seed_gives_the_same_bytes() -> None:
    assert repr(await told(20_000, seed=7)) == repr(await told(20_000, seed=7))
    assert await told(100, seed=7) != await told(100, seed=8)


async def test_the_market_of_seed_1_is_the_same_on_every_machine_and_in_every_version() -> None:
    ticks = await told(10_000, seed=1)

    assert digest(ticks) == SEED_1


async def test_a_symbol_does_the_same_whichever_others_are_there() -> None:
    ibm = Symbol("IBM")
    among_all = [tick for tick in await told(20_000) if tick.symbol == ibm]

    alone = await told(len(among_all), symbols="IBM")

    assert alone == among_all


async def test_ticks_come_in_the_order_of_time_and_at_the_chosen_pace() -> None:
    ticks = await told(10_000, symbols="IBM,BAC", quotes_per_second=10)

    times = [tick.time for tick in ticks]
    assert times == sorted(times)
    assert times[0] == MONDAY.replace(microsecond=123_000)
    per_second = len(ticks) / (times[-1] - times[0]).total_seconds()
    assert per_second == pytest.approx(2 * 10 * 1.25, rel=0.05)  # a trade with every fourth quote


async def test_outside_the_session_there_is_an_opening_quote_and_then_silence() -> None:
    ticks = await told(200, SUNDAY_NIGHT, symbols="IBM", session="regular")

    assert ticks[0].time == SUNDAY_NIGHT
    assert ticks[1].time == datetime(2025, 1, 6, 14, 30, tzinfo=UTC)
    assert ticks[-1].time < ticks[1].time + timedelta(minutes=2)


async def test_a_symbol_that_is_not_simulated_is_refused_with_those_that_are() -> None:
    with pytest.raises(FeedRefused, match="no NOPE; it has AAPL, AIG") as refusal:
        await told(1, symbols="IBM,NOPE")

    assert refusal.value.code == "unknown_symbol"


async def test_a_simulated_market_happens_now_and_has_nothing_to_read() -> None:
    async with find_feed("simulator")(settings(), MONDAY) as feed:
        assert feed.time is ClockState.LIVE
        assert len(feed.instruments) == 20
        assert feed.report().lines_read == 0


def test_a_feed_that_nobody_offers_is_refused_with_those_that_are_offered() -> None:
    with pytest.raises(FeedRefused, match="no feed 'tape'; there are csv, simulator") as refusal:
        find_feed("tape")

    assert refusal.value.code == "unknown_feed"

"""The same seed, the same market: byte for byte, today and tomorrow, here and there."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from market_data.domain.ticks import BandTick, QuoteTick, StatusTick, Tick, TradeTick
from market_data.feeds.discovery import find_feed
from market_data.feeds.feed import FeedRefused
from market_data.settings import MarketDataSettings
from vocabulary import ClockState

MONDAY = datetime(2025, 1, 6, 15, 0, 0, 123_456, tzinfo=UTC)
SEED_1 = "918bd18f80a758d8995e42136397aaea18e2dbd4f6deb0d4cbc953ac9578147f"
OPENS = datetime(2025, 1, 6, 14, 30, tzinfo=UTC)
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


async def test_who_asks_is_told_the_seed() -> None:
    async with find_feed("simulator")(settings(seed=7), MONDAY) as feed:
        assert feed.report().seed == 7


async def test_the_market_of_seed_1_is_the_same_on_every_machine_and_in_every_version() -> None:
    ticks = [tick for tick in await told(11_000, seed=1) if not isinstance(tick, BandTick)]

    assert digest(ticks[:10_000]) == SEED_1


@pytest.mark.parametrize("session", ["always", "regular", "extended"])
@pytest.mark.parametrize("symbol", ["IBM", "ETHUSD"])
async def test_a_symbol_does_the_same_whichever_others_are_there(symbol: str, session: str) -> None:
    chosen = {"session": session, "quotes_per_second": 0.1}
    early = OPENS - timedelta(hours=1)
    everything = await told(40_000, early, **chosen)
    among_all = [tick for tick in everything if tick.symbol == symbol]

    alone = await told(len(among_all), early, symbols=symbol, **chosen)

    assert everything[-1].time > OPENS  # after the morning, and the auction that ends it
    assert alone == among_all


async def test_ticks_come_in_the_order_of_time_and_at_the_chosen_pace() -> None:
    ticks = await told(10_000, symbols="IBM,BAC", quotes_per_second=10)

    times = [tick.time for tick in ticks]
    assert times == sorted(times)
    assert times[0] == MONDAY.replace(microsecond=123_000)
    per_second = len(ticks) / (times[-1] - times[0]).total_seconds()
    quotes, trades, depths = 10, 10 / 4, 1
    assert per_second == pytest.approx(2 * (quotes + trades + depths), rel=0.05)


async def test_outside_the_session_there_is_silence_and_then_an_auction() -> None:
    ticks = await told(200, SUNDAY_NIGHT, symbols="IBM", session="regular")

    statuses = [tick for tick in ticks if isinstance(tick, StatusTick)]
    assert [(tick.time, tick.status) for tick in statuses] == [
        (SUNDAY_NIGHT, "closed"),
        (OPENS - timedelta(minutes=2), "opening_auction"),
        (OPENS, "trading"),
    ]
    assert {tick.time for tick in ticks if tick.time < OPENS} == {one.time for one in statuses[:2]}
    assert ticks[-1].time < OPENS + timedelta(minutes=2)


async def test_coins_trade_through_the_night_and_currencies_through_the_week() -> None:
    saturday = datetime(2025, 1, 4, 15, tzinfo=UTC)

    ticks = await told(400, saturday, symbols="BTCUSD,EURUSD", session="regular")

    quoted = {tick.symbol for tick in ticks if isinstance(tick, QuoteTick) and tick.bid}
    assert quoted == {"BTCUSD"}


async def test_before_and_after_hours_are_thin() -> None:
    early = datetime(2025, 1, 6, 10, tzinfo=UTC)

    ticks = await told(2_000, early, symbols="SPY", session="extended")

    trades = [tick for tick in ticks if isinstance(tick, TradeTick)]
    assert 0.01 < len(trades) / len(ticks) < 0.04
    assert ticks[-1].time < early + timedelta(minutes=10)


async def test_nothing_is_halted_in_the_first_hour_of_the_usual_market() -> None:
    """Whoever starts it for the first time, and every story told to them, finds it trading."""
    ticks = await told(20 * 3_600 * 2, quotes_per_second=1)

    assert ticks[-1].time > MONDAY + timedelta(hours=1)
    assert {tick.status for tick in ticks if isinstance(tick, StatusTick)} == {"trading"}


async def test_a_symbol_that_nobody_knows_is_refused() -> None:
    with pytest.raises(FeedRefused, match=r"no NOPE among the .* instruments") as refusal:
        await told(1, symbols="IBM,NOPE")

    assert refusal.value.code == "unknown_symbol"


async def test_any_instrument_of_the_catalogue_can_be_simulated() -> None:
    chosen = ("ZTS", "JPYUSD", "SOLUSD", "GLD", "XAGUSD")

    ticks = await told(5_000, symbols=",".join(chosen))

    assert {tick.symbol for tick in ticks if isinstance(tick, QuoteTick) and tick.bid} == {*chosen}


async def test_a_simulated_market_happens_now_and_has_nothing_to_read() -> None:
    async with find_feed("simulator")(settings(), MONDAY) as feed:
        assert feed.time is ClockState.LIVE
        assert len(feed.instruments) == 20
        assert feed.report().lines_read == 0


def test_a_feed_that_nobody_offers_is_refused_with_those_that_are_offered() -> None:
    with pytest.raises(FeedRefused, match=r"no 'tape'; there are .*csv.*simulator") as refusal:
        find_feed("tape")

    assert refusal.value.code == "unknown_feed"

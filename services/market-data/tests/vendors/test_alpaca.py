"""The feed of Alpaca, by Alpaca's own library, against a server that speaks as Alpaca does."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from fakes.alpaca import KEY, SECRET, FakeAlpaca, bar, quote, status, trade
from fakes.listener import Listen, Settings
from fakes.server import Refusal, serving

from market_data.domain.ticks import QuoteTick, StaleTick, StatusTick, TradeTick
from market_data.feeds.discovery import find_archive, find_feed
from market_data.feeds.feed import FeedRefused
from market_data.feeds.health import HealthState
from vocabulary import NO_SHARES, BarInterval, InstrumentStatus, Price, Quantity, Symbol

AAPL, BTC = Symbol("AAPL"), Symbol("BTCUSD")
THEN = datetime(2026, 11, 20, 15, 30, 0, 123_456, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 15, tzinfo=UTC)


REFUSALS: list[tuple[list[Refusal], str | None, int]] = [
    ([(429, {"Retry-After": "0"})], None, 2),
    ([(429, {"Retry-After": "1"}), (429, {"Retry-After": "1"})], "rate_limited", 2),
    ([(429, {})], "rate_limited", 1),
    ([(403, {})], "not_authorised", 1),
    ([(422, {})], "vendor_refused", 1),
    ([(500, {})], "vendor_away", 1),
]


def dollars(text: str) -> Price:
    return Price(Decimal(text))


def shares(number: int | str) -> Quantity:
    return Quantity(Decimal(number))


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


async def test_quotes_and_trades_are_told_to_the_last_digit(
    alpaca: FakeAlpaca, listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen) as listener:
        await alpaca.connected(2)
        await alpaca.tell(quote("AAPL", 226.35, 0, THEN), trade("BTC/USD", 96400.1, 1e-7, THEN))

        told = await listener.hear(2)

    assert QuoteTick(THEN, AAPL, dollars("226.35"), shares(100), None, shares(200)) in told
    assert TradeTick(THEN, BTC, dollars("96400.1"), shares("0.0000001")) in told


async def test_every_symbol_is_subscribed_to_once_on_one_connection_per_market(
    alpaca: FakeAlpaca, listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen | {"symbols": "AAPL,MSFT,BTCUSD,ETHUSD"}):
        await alpaca.connected(2)

    assert alpaca.connections == 2
    assert set(alpaca.subscribed.values()) == {1}
    stocks = {f"{what} {name}" for what in ("trades", "quotes") for name in ("AAPL", "BTC/USD")}
    assert stocks < set(alpaca.subscribed)
    assert len(alpaca.subscribed) == 2 * 3 + 2 * 2


async def test_a_connection_begins_with_what_was_quoted_before(
    alpaca: FakeAlpaca, listen: Listen, chosen: dict[str, Any]
) -> None:
    before = {name: value for name, value in quote("AAPL", 226, 227, THEN).items() if name != "T"}
    alpaca.quotes["AAPL"] = before | {"t": "2026-11-20T15:30:00.123456789Z"}
    async with listen(**chosen | {"symbols": "AAPL,MSFT"}) as listener:
        (tick,) = await listener.hear(1)

    assert (tick.time, tick.symbol) == (THEN, AAPL)
    assert dict(alpaca.requests) == {"/v2/stocks/quotes/latest?AAPL,MSFT": 1}


async def test_a_halted_stock_shows_no_quote_until_it_trades_again(
    alpaca: FakeAlpaca, listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen | {"symbols": "AAPL"}) as listener:
        await alpaca.connected()
        halt = status("AAPL", "H", "News Pending", THEN)
        await alpaca.tell(halt, status("AAPL", "?", "", THEN), status("AAPL", "T", "", THEN))
        halted, quoted, trading = await listener.hear(3)

    assert halted == StatusTick(THEN, AAPL, InstrumentStatus.HALTED, "News Pending")
    assert quoted == QuoteTick(THEN, AAPL, None, NO_SHARES, None, NO_SHARES)
    assert trading == StatusTick(THEN, AAPL, InstrumentStatus.TRADING, "Trading Halt")


async def test_a_connection_that_breaks_is_made_again(
    alpaca: FakeAlpaca, listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen | {"symbols": "AAPL"}) as listener:
        await alpaca.connected()
        await alpaca.tell(trade("AAPL", 226, 1, THEN))
        await listener.hear(1)
        assert [one.state for one in listener.health] == [HealthState.LIVE]

        await alpaca.hang_up()
        await alpaca.connected()
        await alpaca.tell(trade("AAPL", 227, 1, THEN))

        await listener.hear(2)
        doubts = [tick for tick in listener.told if isinstance(tick, StaleTick)]
        assert (len(doubts), alpaca.connections) == (2, 2)
        assert [(one.state, one.reconnects) for one in listener.health] == [(HealthState.LIVE, 1)]


async def test_wrong_keys_are_said_and_not_shown(
    listen: Listen, chosen: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    wrong = {"symbols": "AAPL", "alpaca_secret_key": "nobody may see this"}
    async with listen(**chosen | wrong) as listener:
        await listener.reach(lambda: listener.health[0].state is HealthState.DOWN)

        assert listener.health[0].last_error == "auth failed"
    assert "nobody may see this" not in caplog.text


async def test_a_second_connection_with_the_same_key_is_refused_and_tried_again_later(
    alpaca: FakeAlpaca, listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen | {"symbols": "AAPL"}):
        await alpaca.connected()
        async with listen(**chosen | {"symbols": "AAPL"}) as second:
            await second.reach(lambda: second.health[0].state is HealthState.DOWN)

            assert second.health[0].last_error == "connection limit exceeded"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"alpaca_key": ""}, "missing_key"),
        ({"alpaca_secret_key": None}, "missing_key"),
        ({"symbols": ""}, "no_symbols"),
        ({"symbols": "AAPL,EURUSD"}, "unknown_symbol"),
    ],
)
async def test_what_is_missing_is_said_at_the_start(
    changed: dict[str, Any], code: str, chosen: dict[str, Any], given: Settings
) -> None:
    settings = given(**chosen | changed)

    with pytest.raises(FeedRefused) as refused:
        await find_feed("alpaca")(settings, THEN).__aenter__()

    assert refused.value.code == code
    assert SECRET not in str(refused.value)


async def test_bars_of_the_past_are_exact_and_end_before_they_should(
    alpaca: FakeAlpaca, chosen: dict[str, Any], given: Settings
) -> None:
    starts = [MONDAY + timedelta(minutes=n) for n in range(4)]
    alpaca.bars["AAPL"] = [bar(start, (10.1, 10.9, 10.05, 10.2)) for start in starts]
    async with find_archive("alpaca")(given(**chosen)) as archive:
        bars = await archive.bars(AAPL, BarInterval.MINUTE_1, starts[1], starts[3])

    assert [one.start for one in bars] == starts[1:3]
    first = bars[0]
    prices = [Decimal(price) for price in ("10.1", "10.9", "10.05", "10.2")]
    assert [first.open, first.high, first.low, first.close] == prices
    assert (first.volume, first.trades, first.vwap) == (1000, 10, Decimal("10.5"))
    assert dict(alpaca.requests) == {"/v2/stocks/bars?AAPL": 1}


async def test_bars_of_coins_are_asked_for_by_their_pair(
    alpaca: FakeAlpaca, chosen: dict[str, Any], given: Settings
) -> None:
    alpaca.bars["BTC/USD"] = [bar(MONDAY, (1, 2, 1, 2))]
    async with find_archive("alpaca")(given(**chosen)) as archive:
        ends = MONDAY + timedelta(hours=1)
        (only,) = await archive.bars(BTC, BarInterval.HOUR_1, MONDAY, ends)
        assert only.symbol == BTC
        with pytest.raises(FeedRefused, match="Chicago"):
            await archive.bars(BTC, BarInterval.DAY_1, MONDAY, ends)


@pytest.mark.parametrize(("refusals", "code", "asked"), REFUSALS)
async def test_what_alpaca_refuses_is_asked_again_once_if_it_says_when(
    refusals: list[Refusal],
    code: str | None,
    asked: int,
    alpaca: FakeAlpaca,
    chosen: dict[str, Any],
    given: Settings,
) -> None:
    alpaca.refusals = list(refusals)
    ends = MONDAY + timedelta(hours=1)
    async with find_archive("alpaca")(given(**chosen)) as archive:
        if code is None:
            assert await archive.bars(AAPL, BarInterval.MINUTE_1, MONDAY, ends) == []
        else:
            with pytest.raises(FeedRefused) as refused:
                await archive.bars(AAPL, BarInterval.MINUTE_1, MONDAY, ends)
            assert refused.value.code == code

    assert sum(alpaca.requests.values()) == asked


async def test_what_alpaca_counts_is_believed(
    alpaca: FakeAlpaca, chosen: dict[str, Any], given: Settings
) -> None:
    alpaca.headers = {"X-RateLimit-Limit": "6", "X-RateLimit-Remaining": "0"}
    ends = MONDAY + timedelta(hours=1)
    async with find_archive("alpaca")(given(**chosen)) as archive:
        await archive.bars(AAPL, BarInterval.MINUTE_1, MONDAY, ends)

        with pytest.raises(FeedRefused, match="takes no more requests for 10 seconds"):
            await archive.bars(AAPL, BarInterval.MINUTE_1, MONDAY, ends)

    assert sum(alpaca.requests.values()) == 1


async def test_a_vendor_that_is_not_there_is_said_to_be_away(
    chosen: dict[str, Any], given: Settings
) -> None:
    nowhere = {"alpaca_url": "http://127.0.0.1:1"}
    async with find_archive("alpaca")(given(**chosen | nowhere)) as archive:
        with pytest.raises(FeedRefused) as refused:
            await archive.bars(AAPL, BarInterval.MINUTE_1, MONDAY, MONDAY + timedelta(hours=1))

    assert refused.value.code == "vendor_away"

"""The feed of Massive, by Massive's own library, against a server that speaks as Massive does."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from fakes import massive as wire
from fakes.listener import Listen, Settings
from fakes.massive import KEY, FakeMassive
from fakes.server import Refusal, serving

from market_data.domain.ticks import QuoteTick, StaleTick, TradeTick
from market_data.feeds.discovery import find_archive, find_feed
from market_data.feeds.feed import FeedRefused
from market_data.feeds.health import HealthState
from vocabulary import BarInterval, Price, Quantity, Symbol

AAPL, BTC, EUR = Symbol("AAPL"), Symbol("BTCUSD"), Symbol("EURUSD")
THEN = datetime(2026, 11, 20, 15, 30, 0, 123_000, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
REFUSALS: list[tuple[list[Refusal], str | None, int]] = [
    ([(429, {"Retry-After": "0"})], None, 2),
    ([(429, {})], "rate_limited", 1),
    ([(403, {})], "not_authorised", 1),
    ([(404, {})], "vendor_refused", 1),
    ([(502, {})], "vendor_away", 1),
]


def dollars(text: str) -> Price:
    return Price(Decimal(text))


def shares(number: int | str) -> Quantity:
    return Quantity(Decimal(number))


@pytest.fixture
async def massive() -> AsyncGenerator[FakeMassive]:
    async with serving(FakeMassive()) as vendor:
        yield vendor


@pytest.fixture
def chosen(massive: FakeMassive) -> dict[str, Any]:
    return {
        "feed": "massive",
        "symbols": "AAPL,BTCUSD,EURUSD",
        "massive_key": KEY,
        "massive_url": massive.url,
        "massive_stream_url": massive.stream_url,
    }


async def test_quotes_and_trades_of_every_market_are_told_to_the_last_digit(
    massive: FakeMassive, listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen) as listener:
        await massive.connected(3)
        await massive.tell(
            wire.quote("AAPL", 226.35, 0, THEN),
            wire.trade("AAPL", 226.36, 7, THEN),
            wire.trade("AAPL", 226.37, 0, THEN) | {"ds": "0.333"},
            wire.coin_quote("BTC-USD", 96400.1, 96400.2, THEN),
            wire.coin_trade("BTC-USD", 96400.15, 0.00001, THEN),
            wire.currency_quote("EUR/USD", 1.08455, 1.08461, THEN),
            wire.quote("MSFT", 400, 401, THEN),
            {"ev": "Q", "sym": "AAPL"},
            {"ev": "T", "sym": "AAPL", "p": "much", "s": 1, "t": 1},
        )
        told = await listener.hear(6)

    lot = shares(100_000)
    assert set(told) == {
        QuoteTick(THEN, AAPL, dollars("226.35"), shares(100), None, shares(200)),
        TradeTick(THEN, AAPL, dollars("226.36"), shares(7)),
        TradeTick(THEN, AAPL, dollars("226.37"), shares("0.333")),
        QuoteTick(THEN, BTC, dollars("96400.1"), shares("0.5"), dollars("96400.2"), shares("0.25")),
        TradeTick(THEN, BTC, dollars("96400.15"), shares("0.00001")),
        QuoteTick(THEN, EUR, dollars("1.08455"), lot, dollars("1.08461"), lot),
    }


async def test_every_symbol_is_subscribed_to_once_on_one_connection_per_market(
    massive: FakeMassive, listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen | {"symbols": "AAPL,SPY,BTCUSD,EURUSD"}):
        await massive.connected(3)

    assert massive.connections == 3
    assert dict(massive.subscribed) == dict.fromkeys(
        ["T.AAPL", "Q.AAPL", "T.SPY", "Q.SPY", "XT.BTC-USD", "XQ.BTC-USD", "C.EUR-USD"], 1
    )


@pytest.mark.parametrize("code", [1000, 1011])
async def test_a_connection_that_ends_is_made_again(
    code: int, massive: FakeMassive, listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen | {"symbols": "AAPL"}) as listener:
        await massive.connected()
        await massive.tell(wire.trade("AAPL", 226, 1, THEN))
        await listener.hear(1)

        await massive.hang_up(code)
        await massive.connected()
        await massive.tell(wire.trade("AAPL", 227, 1, THEN))

        await listener.hear(2)
        doubts = [tick for tick in listener.told if isinstance(tick, StaleTick)]
        assert (len(doubts), massive.connections) == (2, 2)
        assert [(one.state, one.reconnects) for one in listener.health] == [(HealthState.LIVE, 1)]


async def test_a_wrong_key_is_said_and_not_shown(
    listen: Listen, chosen: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    async with listen(**chosen | {"symbols": "AAPL", "massive_key": "hidden"}) as listener:
        await listener.reach(lambda: listener.health[0].state is HealthState.DOWN)

        assert listener.health[0].last_error == "not you"
    assert "hidden" not in caplog.text


async def test_a_plan_without_quotes_is_said(
    massive: FakeMassive, listen: Listen, chosen: dict[str, Any]
) -> None:
    massive.not_included = {"Q"}
    async with listen(**chosen | {"symbols": "AAPL"}) as listener:
        await listener.reach(lambda: listener.health[0].state is HealthState.DOWN)

        assert listener.health[0].last_error == "error: not authorized"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"massive_key": ""}, "missing_key"),
        ({"massive_key": None}, "missing_key"),
        ({"symbols": ""}, "no_symbols"),
        ({"symbols": "XAUUSD"}, "unknown_symbol"),
    ],
)
async def test_what_is_missing_is_said_at_the_start(
    changed: dict[str, Any], code: str, chosen: dict[str, Any], given: Settings
) -> None:
    with pytest.raises(FeedRefused) as refused:
        await find_feed("massive")(given(**chosen | changed), THEN).__aenter__()

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("symbol", "ticker"), [("AAPL", "AAPL"), ("BTCUSD", "X:BTCUSD"), ("EURUSD", "C:EURUSD")]
)
async def test_bars_of_the_past_are_exact_unadjusted_and_complete(
    symbol: str, ticker: str, massive: FakeMassive, chosen: dict[str, Any], given: Settings
) -> None:
    starts = [MONDAY + timedelta(minutes=n) for n in range(8)]
    massive.bars[ticker] = [wire.bar(start, (10.1, 10.9, 10.05, 10.2)) for start in starts]
    massive.page_size = 3
    async with find_archive("massive")(given(**chosen)) as archive:
        bars = await archive.bars(Symbol(symbol), BarInterval.MINUTE_1, starts[1], starts[7])

    assert [one.start for one in bars] == starts[1:7]
    first = bars[0]
    prices = [Decimal(price) for price in ("10.1", "10.9", "10.05", "10.2")]
    assert [first.open, first.high, first.low, first.close] == prices
    assert (first.volume, first.trades, first.vwap) == (Decimal("1000.5"), 10, Decimal("10.5"))
    assert [asked["adjusted"] for asked in massive.asked_with] == ["false"] * 2
    assert massive.asked_with[0]["as"] == f"Bearer {KEY}"


@pytest.mark.parametrize(("refusals", "code", "asked"), REFUSALS)
async def test_what_massive_refuses_is_asked_again_once_if_it_says_when(
    refusals: list[Refusal],
    code: str | None,
    asked: int,
    massive: FakeMassive,
    chosen: dict[str, Any],
    given: Settings,
) -> None:
    massive.refusals = list(refusals)
    async with find_archive("massive")(given(**chosen)) as archive:
        if code is None:
            assert await archive.bars(AAPL, BarInterval.DAY_1, MONDAY, MONDAY + HOUR) == []
        else:
            with pytest.raises(FeedRefused) as refused:
                await archive.bars(AAPL, BarInterval.DAY_1, MONDAY, MONDAY + HOUR)
            assert refused.value.code == code

    assert sum(massive.requests.values()) == asked


async def test_what_the_smallest_plan_allows_is_not_exceeded(
    massive: FakeMassive, chosen: dict[str, Any], given: Settings
) -> None:
    async with find_archive("massive")(given(**chosen)) as archive:
        for _ in range(5):
            await archive.bars(AAPL, BarInterval.DAY_1, MONDAY, MONDAY + HOUR)
        with pytest.raises(FeedRefused, match="takes no more requests for 12 seconds"):
            await archive.bars(AAPL, BarInterval.DAY_1, MONDAY, MONDAY + HOUR)

    assert sum(massive.requests.values()) == 5


async def test_a_vendor_that_is_not_there_is_said_to_be_away(
    chosen: dict[str, Any], given: Settings
) -> None:
    nowhere = {"massive_url": "http://127.0.0.1:1"}
    async with find_archive("massive")(given(**chosen | nowhere)) as archive:
        with pytest.raises(FeedRefused) as refused:
            await archive.bars(AAPL, BarInterval.DAY_1, MONDAY, MONDAY + HOUR)

    assert refused.value.code == "vendor_away"

"""The feed of Alpaca, by Alpaca's own library, against a server that speaks as Alpaca does."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from fakes.alpaca import SECRET, FakeAlpaca, quote, status, trade
from fakes.listener import Listen, Settings

from market_data.domain.ticks import QuoteTick, StaleTick, StatusTick, TradeTick
from market_data.feeds.discovery import find_feed
from market_data.feeds.feed import FeedRefused
from market_data.feeds.health import HealthState
from vocabulary import NO_SHARES, InstrumentStatus, Price, Quantity, Symbol

AAPL, BTC = Symbol("AAPL"), Symbol("BTCUSD")
THEN = datetime(2026, 11, 20, 15, 30, 0, 123_456, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 15, tzinfo=UTC)


def dollars(text: str) -> Price:
    return Price(Decimal(text))


def shares(number: int | str) -> Quantity:
    return Quantity(Decimal(number))


async def test_quotes_and_trades_are_told_to_the_last_digit(
    alpaca: FakeAlpaca, listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen) as listener:
        await alpaca.connected(2)
        await alpaca.tell({"T": "q", "S": "AAPL"}, {"T": "t", "S": "AAPL", "p": 1, "s": 1, "t": 1})
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

"""A crypto exchange by ccxt, in its own environment, against a server that speaks as it does."""

import os
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fakes.coinbase import FakeCoinbase, match, ticker
from fakes.listener import Listen, Settings
from fakes.server import serving

from market_data.domain.ticks import QuoteTick, StaleTick, TradeTick
from market_data.feeds.ccxt.bridge import python_of
from market_data.feeds.discovery import find_archive, find_feed
from market_data.feeds.feed import FeedRefused
from market_data.feeds.health import HealthState
from vocabulary import BarInterval, Price, Quantity, Symbol

BTC, ETH = Symbol("BTCUSD"), Symbol("ETHUSD")
THEN = datetime(2026, 11, 20, 15, 30, 0, 123_000, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def dollars(text: str) -> Price:
    return Price(Decimal(text))


def coins(text: str) -> Quantity:
    return Quantity(Decimal(text))


@pytest.fixture
async def coinbase(given: Settings) -> AsyncGenerator[FakeCoinbase]:
    try:
        python_of(given())
    except FeedRefused as error:
        pytest.skip(str(error))
    async with serving(FakeCoinbase()) as vendor:
        yield vendor


@pytest.fixture
def chosen(coinbase: FakeCoinbase) -> dict[str, Any]:
    return {"feed": "ccxt", "symbols": "BTCUSD,ETHUSD", "ccxt_url": coinbase.url}


async def test_quotes_and_trades_are_told_to_the_last_digit_and_subscribed_to_once(
    coinbase: FakeCoinbase, listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen) as listener:
        await coinbase.subscribed_to(4)
        await coinbase.tell(
            ticker("BTC-USD", "96400.1", "96400.25", THEN), match("ETH-USD", "3350.5", "1e-7", THEN)
        )
        told = await listener.hear(2)

    sides = dollars("96400.1"), coins("0.5"), dollars("96400.25"), coins("0.25")
    assert set(told) == {
        QuoteTick(THEN, BTC, *sides),
        TradeTick(THEN, ETH, dollars("3350.5"), coins("0.0000001")),
    }
    channels = [
        f"{what} {name}" for what in ("ticker", "matches") for name in ("BTC-USD", "ETH-USD")
    ]
    assert dict(coinbase.subscribed) == dict.fromkeys(channels, 1)


async def test_an_exchange_that_hangs_up_is_called_again(
    coinbase: FakeCoinbase, listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen | {"symbols": "BTCUSD"}) as listener:
        await coinbase.subscribed_to(2)
        await coinbase.tell(match("BTC-USD", "1", "1", THEN))
        await listener.hear(1)

        await coinbase.hang_up()
        await listener.reach(lambda: listener.health[0].reconnects == 1)
        await coinbase.until(lambda: set(coinbase.subscribed.values()) == {2})
        await coinbase.tell(match("BTC-USD", "2", "1", THEN))

        await listener.hear(2)
        assert listener.health[0].state is HealthState.LIVE
        assert len([tick for tick in listener.told if isinstance(tick, StaleTick)]) == 2


async def test_a_symbol_that_the_exchange_does_not_have_is_said(
    listen: Listen, chosen: dict[str, Any]
) -> None:
    async with listen(**chosen | {"symbols": "DOGEUSD"}) as listener:
        await listener.reach(lambda: listener.health[0].state is HealthState.DOWN)

        error = listener.health[0].last_error
        assert error == "BadSymbol: coinbaseexchange has no DOGE/USD"


async def test_bars_of_the_past_are_exact_and_more_than_one_answer_has(
    coinbase: FakeCoinbase, chosen: dict[str, Any], given: Settings
) -> None:
    starts = [MONDAY + n * MINUTE for n in range(700)]
    coinbase.candles = [[start.timestamp(), 9.05, 11.1, 10.2, 10.25, 0.125] for start in starts]
    async with find_archive("ccxt")(given(**chosen)) as archive:
        bars = await archive.bars(BTC, BarInterval.MINUTE_1, starts[10], starts[690])
        again = await archive.bars(BTC, BarInterval.MINUTE_1, starts[0], starts[1])

    assert [bar.start for bar in bars] == starts[10:690]
    first = bars[0]
    prices = [dollars(price) for price in ("10.2", "11.1", "9.05", "10.25")]
    assert [first.open, first.high, first.low, first.close] == prices
    assert (first.volume, first.vwap) == (coins("0.125"), None)
    assert [bar.start for bar in again] == starts[:1]
    assert coinbase.requests["/products?"] == 1


async def test_what_the_exchange_refuses_is_said_and_the_next_is_answered(
    coinbase: FakeCoinbase, chosen: dict[str, Any], given: Settings
) -> None:
    async with find_archive("ccxt")(given(**chosen)) as archive:
        await archive.bars(BTC, BarInterval.DAY_1, MONDAY, MONDAY + MINUTE)
        codes: list[str] = []
        for symbol, status in ((BTC, 429), (BTC, 500), (Symbol("DOGEUSD"), 0)):
            coinbase.refusals = [(status, {})] if status else []
            with pytest.raises(FeedRefused) as refused:
                await archive.bars(symbol, BarInterval.DAY_1, MONDAY, MONDAY + MINUTE)
            codes.append(refused.value.code)
        assert await archive.bars(BTC, BarInterval.DAY_1, MONDAY, MONDAY + MINUTE) == []

    assert codes == ["rate_limited", "vendor_away", "unknown_symbol"]


async def test_an_exchange_that_is_not_there_is_said_to_be_away(
    chosen: dict[str, Any], given: Settings
) -> None:
    nowhere = chosen | {"ccxt_url": "http://127.0.0.1:1"}
    async with find_archive("ccxt")(given(**nowhere)) as archive:
        with pytest.raises(FeedRefused) as refused:
            await archive.bars(BTC, BarInterval.DAY_1, MONDAY, MONDAY + MINUTE)

    assert refused.value.code == "vendor_away"


async def test_passwords_of_ours_are_none_of_its_business(
    coinbase: FakeCoinbase,
    listen: Listen,
    chosen: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MARKET_DATA_DATABASE_PASSWORD", "ours")
    others = _children()  # servers of other tests
    async with listen(**chosen):
        await coinbase.subscribed_to(4)
        (child,) = _children() - others
        environment = _environment_of(child)

    assert b"PATH=" in environment
    assert b"ours" not in environment


def _children() -> set[str]:
    own = os.getpid()
    return set(Path(f"/proc/{own}/task/{own}/children").read_text().split())


def _environment_of(process: str) -> bytes:
    return Path(f"/proc/{process}/environ").read_bytes()


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"symbols": ""}, "no_symbols"), ({"ccxt_python": "/nowhere/python"}, "no_ccxt")],
)
async def test_what_is_missing_is_said_at_the_start(
    changed: dict[str, Any], code: str, given: Settings
) -> None:
    settings = given(**{"feed": "ccxt", "symbols": "BTCUSD"} | changed)

    with pytest.raises(FeedRefused) as refused:
        await find_feed("ccxt")(settings, THEN).__aenter__()

    assert refused.value.code == code

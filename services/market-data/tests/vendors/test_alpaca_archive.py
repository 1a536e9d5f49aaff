"""Alpaca's bars of the past, by Alpaca's own library, from a server that answers as Alpaca does."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from fakes.alpaca import FakeAlpaca, bar
from fakes.listener import Settings
from fakes.server import Refusal

from market_data.feeds.discovery import find_archive
from market_data.feeds.feed import FeedRefused
from vocabulary import BarInterval, Symbol

AAPL, BTC = Symbol("AAPL"), Symbol("BTCUSD")
MONDAY = datetime(2026, 11, 16, 15, tzinfo=UTC)
REFUSALS: list[tuple[list[Refusal], str | None, int]] = [
    ([(429, {"Retry-After": "0"})], None, 2),
    ([(429, {"Retry-After": "1"}), (429, {"Retry-After": "1"})], "rate_limited", 2),
    ([(429, {})], "rate_limited", 1),
    ([(403, {})], "not_authorised", 1),
    ([(422, {})], "vendor_refused", 1),
    ([(500, {})], "vendor_away", 1),
]


async def test_bars_of_the_past_are_exact_and_end_before_they_should(
    alpaca: FakeAlpaca, chosen: dict[str, Any], given: Settings
) -> None:
    starts = [MONDAY + timedelta(minutes=n) for n in range(4)]
    broken = (
        bar(starts[2], (10, 9, 8, 7)),
        bar(starts[2], (0, 0, 0, 0)),
        {"t": starts[2].isoformat()},
    )
    alpaca.bars["AAPL"] = [*broken, *(bar(start, (10.1, 10.9, 10.05, 10.2)) for start in starts)]
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

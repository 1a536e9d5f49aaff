"""What stands behind the quotes, and who is told that a symbol does not trade."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from live_market import OpenExchange

from events import Depth, InstrumentStatusShown, Quote, Trade
from market_data.ticker.wall import SteppedWall
from vocabulary import Auction

pytestmark = pytest.mark.real

BEFORE_THE_OPEN = datetime(2025, 1, 6, 14, 27, tzinfo=UTC)


async def test_ten_bids_and_offers_are_shown_the_best_first(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM,EURUSD", quotes_per_second=1) as market:
        await market.wall.step(5)
        depth = await market.get("depth/IBM")
        told = [one for one in market.of(Depth) if one.symbol == "IBM"]

    assert (depth["symbol"], depth["status"], depth["reason"]) == ("IBM", "trading", None)
    assert (len(depth["bids"]), len(depth["asks"])) == (10, 10)
    bids, asks = ([float(one["price"]) for one in depth[side]] for side in ("bids", "asks"))
    assert bids == sorted(bids, reverse=True)
    assert bids[0] < asks[0] < asks[1]
    assert all(float(level["size"]) > 0 for level in depth["bids"] + depth["asks"])
    assert told[-1].sequence == depth["sequence"]
    assert 3 <= len(told) <= 7
    assert [f"{level.price}" for level in told[-1].bids] == [one["price"] for one in depth["bids"]]


async def test_what_does_not_trade_shows_nothing_and_everybody_hears_why(
    exchange: OpenExchange,
) -> None:
    wall = SteppedWall(BEFORE_THE_OPEN)
    async with exchange(wall=wall, symbols="IBM", session="regular") as market:
        await market.wall.step(30)
        closed, quote = await market.get("depth/IBM"), await market.get("quote/IBM")
        await market.wall.step(60)
        called = await market.get("depth/IBM")
        await market.wall.step(120)
        trading = await market.get("depth/IBM")

        statuses = list(dict.fromkeys(one.status for one in market.of(InstrumentStatusShown)))
        first = market.of(Trade)[0]

    assert (closed["status"], closed["bids"], closed["asks"]) == ("closed", [], [])
    assert (quote["bid"], quote["ask"], quote["bid_size"]) == (None, None, "0")
    assert (called["status"], called["bids"]) == ("opening_auction", [])
    assert (trading["status"], len(trading["bids"])) == ("trading", 10)
    assert statuses == ["closed", "opening_auction", "trading"]
    assert (first.auction, first.time) == (Auction.OPENING, BEFORE_THE_OPEN.replace(minute=30))
    assert {one.bid for one in market.of(Quote) if one.time < first.time} == {None}


async def test_who_comes_later_is_told_again_what_does_not_change(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        await market.wall.step(12)
        statuses = market.of(InstrumentStatusShown)

    assert len(statuses) >= 3
    assert {(one.status, one.time) for one in statuses} == {
        ("trading", market.wall.utc().replace(second=0))
    }


async def test_a_recording_without_depth_has_none(exchange: OpenExchange, tmp_path: Path) -> None:
    (tmp_path / "IBM.trades.csv").write_text(
        "timestamp,symbol,price,size\n2013-10-07T12:00:01Z,IBM,10,100\n"
    )
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        assert (await market.get("depth/IBM", status=404))["code"] == "no_depth"
        assert (await market.get("depth/NOPE", status=404))["code"] == "unknown_symbol"

"""What stands behind the quotes, and who is told that a symbol does not trade."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from live_market import OpenExchange

from events import Depth, InstrumentStatusShown, OrderBook, Quote, Trade
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


def order_book(sequence: int, bids: dict[str, int], asks: dict[str, int]) -> OrderBook:
    return OrderBook.model_validate(
        {
            "symbol": "IBM",
            "sequence": sequence,
            "bids": [{"price": price, "size": size} for price, size in bids.items()],
            "asks": [{"price": price, "size": size} for price, size in asks.items()],
        }
    )


def prices_and_ours(levels: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(one["price"], one["size"], one["ours"]) for one in levels]


async def test_our_traders_orders_stand_beside_those_of_the_market(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM", quotes_per_second=0.1) as market:
        await market.wall.step(2)
        before = await market.get("depth/IBM")
        best, behind = before["bids"][0], before["bids"][1]
        better = str(Decimal(best["price"]) + Decimal("0.005"))
        said = order_book(1, {better: 30, behind["price"]: 7}, {"9999.99": 5})
        await market.simulation.bus.publish_prices([said])
        await market.wall.step(0.2)
        after, told = await market.get("depth/IBM"), market.of(Depth)[-1]

    assert prices_and_ours(after["bids"])[:3] == [
        (better, "30", "30"),
        (best["price"], best["size"], "0"),
        (behind["price"], str(Decimal(behind["size"]) + 7), "7"),
    ]
    assert prices_and_ours(after["asks"])[-1] == ("9999.99", "5", "5")
    assert len(after["bids"]) == len(after["asks"]) == 11
    assert after["sequence"] > before["sequence"]
    assert told.sequence == after["sequence"]
    shown = [(f"{level.price}", level.ours) for level in told.bids[:3]]
    assert shown == [(better, 30), (best["price"], None), (behind["price"], 7)]


async def test_what_our_traders_do_not_show_any_more_is_taken_down(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM", quotes_per_second=0.1) as market:
        publish = market.simulation.bus.publish_prices
        await publish([order_book(2, {"1": 1}, {})])
        await publish([order_book(1, {"2": 1}, {}), order_book(1, {}, {})])
        await market.wall.step(1)
        assert (await market.get("depth/IBM"))["bids"][-1]["ours"] == "1"
        await publish([order_book(3, {}, {})])
        assert (await market.get("depth/IBM"))["bids"][-1]["ours"] == "0"

        await publish([order_book(4, {"1": 1}, {})])
        await market.wall.step(14)
        assert (await market.get("depth/IBM"))["bids"][-1]["ours"] == "1"
        await market.wall.step(3)  # the order service is gone, or trades something else
        assert (await market.get("depth/IBM"))["bids"][-1]["ours"] == "0"


async def test_where_only_quotes_are_told_our_orders_stand_beside_them(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    (tmp_path / "IBM.quotes.csv").write_text(
        "timestamp,symbol,bid_price,bid_size,ask_price,ask_size\n"
        "2013-10-07T12:00:00Z,IBM,9,100,11,200\n2013-10-07T12:00:05Z,IBM,8,100,11,200\n"
        "2013-10-07T13:00:00Z,IBM,8,100,11,200\n"
    )
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        await market.wall.step(1)
        assert (await market.get("depth/IBM", status=404))["code"] == "no_depth"
        await market.simulation.bus.publish_prices([order_book(1, {"9": 20}, {"10": 30})])
        first = await market.get("depth/IBM")
        await market.wall.step(5)
        second, told = await market.get("depth/IBM"), market.of(Depth)

    assert prices_and_ours(first["bids"]) == [("9", "120", "20")]
    assert prices_and_ours(first["asks"]) == [("10", "30", "30"), ("11", "200", "0")]
    assert prices_and_ours(second["bids"]) == [("9", "20", "20"), ("8", "100", "0")]
    assert [len(one.bids) for one in told] == [1, 2]

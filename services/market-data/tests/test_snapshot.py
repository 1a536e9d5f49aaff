"""All that is new of a symbol at once, and what moved most, through the front door."""

from pathlib import Path

import pytest
from live_market import Exchange, OpenExchange, eventually

pytestmark = pytest.mark.real

TRADES = """timestamp,symbol,price,size
2013-10-04T15:00:00Z,IBM,8,100
2013-10-07T15:00:01Z,IBM,10,100
2013-10-07T15:00:59Z,IBM,12,300
2013-10-07T15:04:00Z,IBM,11,50
2013-10-07T15:30:00Z,IBM,20,1
"""
OTHERS = """timestamp,symbol,price,size
2013-10-04T15:00:00Z,BAC,20,10
2013-10-07T15:00:30Z,BAC,15,1000
"""
QUOTES = """timestamp,symbol,bid_price,bid_size,ask_price,ask_size
2013-10-04T15:00:00Z,IBM,9.99,100,10.01,200
"""
TO_MONDAY = 3 * 86_400 + 300


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    (tmp_path / "IBM.trades.csv").write_text(TRADES)
    (tmp_path / "IBM.quotes.csv").write_text(QUOTES)
    (tmp_path / "BAC.trades.csv").write_text(OTHERS)
    (tmp_path / "AIG.quotes.csv").write_text(QUOTES.replace("IBM", "AIG"))
    return tmp_path


async def to_monday(market: Exchange) -> None:
    await market.wall.step(TO_MONDAY / 1000)


async def test_a_snapshot_shows_all_that_is_new(exchange: OpenExchange, recording: Path) -> None:
    async with exchange(feed="csv", replay_path=recording, speed=1000) as market:
        await to_monday(market)
        (shown,) = await market.get("snapshot", {"symbols": "IBM"})

    assert shown["quote"]["last"] == "11"
    assert shown["trade"] == {
        "time": "2013-10-07T15:04:00Z",
        "price": "11",
        "size": "50",
        "auction": None,
    }
    assert (shown["minute"]["start"], shown["minute"]["close"]) == ("2013-10-07T15:04:00Z", "11")
    day, previous = shown["day"], shown["previous_day"]
    assert (day["start"], day["open"], day["high"], day["volume"], day["vwap"], day["closed"]) == (
        "2013-10-07T04:00:00Z",
        "10",
        "12",
        "450",
        "11.44444444",
        False,
    )
    assert (previous["start"], previous["close"], previous["closed"]) == (
        "2013-10-04T04:00:00Z",
        "8",
        True,
    )
    assert shown["move"] == {
        "change": "3",
        "change_percent": "37.5",
        "reference": "8",
        "since": "previous_close",
    }


async def test_what_is_not_known_is_null(exchange: OpenExchange, recording: Path) -> None:
    async with exchange(feed="csv", replay_path=recording) as market:
        aig, bac = await market.get("snapshot", {"symbols": "AIG,BAC"})

    assert (aig["symbol"], aig["quote"]["bid"]) == ("AIG", "9.99")
    empty = ("status", "trade", "minute", "day", "previous_day", "move")
    assert [aig[name] for name in empty] == [None] * len(empty)
    assert (bac["quote"], bac["trade"]["price"]) == (None, "20")
    assert (bac["previous_day"], bac["move"]["since"]) == (None, "open")


async def test_all_symbols_are_shown_when_none_is_named(
    exchange: OpenExchange, recording: Path
) -> None:
    async with exchange(feed="csv", replay_path=recording) as market:
        assert [one["symbol"] for one in await market.get("snapshot")] == ["AIG", "BAC", "IBM"]
        problem = await market.get("snapshot", {"symbols": "IBM,NOPE"}, status=404)
        assert problem["code"] == "unknown_symbol"


async def test_movers_are_counted_from_the_close_before(
    exchange: OpenExchange, recording: Path
) -> None:
    async with exchange(feed="csv", replay_path=recording, speed=1000) as market:
        await to_monday(market)
        shown = await market.get("movers")

    (up,), (down,) = shown["gainers"], shown["losers"]
    assert (up["symbol"], up["price"], up["change"], up["change_percent"]) == (
        "IBM",
        "11",
        "3",
        "37.5",
    )
    assert (down["symbol"], down["change"], down["change_percent"], down["since"]) == (
        "BAC",
        "-5",
        "-25",
        "previous_close",
    )
    assert [(one["symbol"], one["turnover"]) for one in shown["most_active"]] == [
        ("BAC", "15000"),
        ("IBM", "5150"),
    ]
    assert shown["time"] == "2013-10-07T15:05:00Z"


async def test_movers_can_be_of_one_class_and_few(exchange: OpenExchange, recording: Path) -> None:
    async with exchange(feed="csv", replay_path=recording, speed=1000) as market:
        await to_monday(market)
        none = await market.get("movers", {"asset_class": "crypto"})
        one = await market.get("movers", {"limit": 1})

    assert (none["gainers"], none["losers"], none["most_active"]) == ([], [], [])
    assert [mover["symbol"] for mover in one["most_active"]] == ["BAC"]


async def test_after_a_restart_the_day_before_comes_from_the_database(
    exchange: OpenExchange, recording: Path, tmp_path: Path
) -> None:
    async with exchange(feed="csv", replay_path=recording, speed="max") as market:
        await market.wall.step(1)
        await eventually(market.has_stored(6))
        ended = await market.get("snapshot", {"symbols": "IBM"})
    monday = tmp_path / "monday"
    monday.mkdir()
    lines = TRADES.splitlines()
    (monday / "IBM.trades.csv").write_text("\n".join([lines[0], lines[2]]))

    async with exchange(feed="csv", replay_path=monday) as market:
        (shown,) = await market.get("snapshot", {"symbols": "IBM"})

    assert (ended[0]["day"]["close"], ended[0]["day"]["closed"]) == ("20", True)
    assert ended[0]["previous_day"]["close"] == "8"
    assert shown["previous_day"]["close"] == "8"
    assert shown["day"]["close"] == "10", "what the first run stored of later is the future"
    assert shown["move"]["change"] == "2"


async def test_nobody_sees_anything_without_signing_in(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        for path in ("search?q=ibm", "instruments/IBM", "snapshot", "movers"):
            answer = await market.client.get(f"/api/market/{path}")
            assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")

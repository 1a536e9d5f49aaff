"""What a signed-in trader sees of the market, through the front door."""

from pathlib import Path

import pytest
from live_market import OpenExchange

pytestmark = pytest.mark.real

TRADES = """timestamp,symbol,price,size,exchange
2013-10-07T12:00:01Z,IBM,10,100,P
2013-10-07T12:00:59Z,IBM,12,300,P
2013-10-07T12:04:00Z,IBM,9,100,P
2013-10-07T12:05:00Z,IBM,11,50,P
2013-10-07T16:30:00Z,IBM,20,1,P
"""
QUOTES = """timestamp,symbol,bid_price,bid_size,ask_price,ask_size
2013-10-07T12:00:00Z,IBM,9.99,100,10.01,200
broken
2013-10-07T16:30:01Z,IBM,19.5,0,,
"""


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    (tmp_path / "IBM.trades.csv").write_text(TRADES)
    (tmp_path / "IBM.quotes.csv").write_text(QUOTES)
    (tmp_path / "BAC.quotes.csv").write_text(QUOTES.replace("IBM", "BAC"))
    return tmp_path


async def test_the_newest_quote_is_shown_with_exact_numbers(
    exchange: OpenExchange, recording: Path
) -> None:
    async with exchange(feed="csv", replay_path=recording) as market:
        quote = await market.get("quote/IBM")
        sequence = quote.pop("sequence")
        assert quote == {
            "symbol": "IBM",
            "time": "2013-10-07T12:00:00Z",
            "bid": "9.99",
            "bid_size": "100",
            "ask": "10.01",
            "ask_size": "200",
            "last": None,
            "stale": False,
        }

        await market.wall.step(2)

        quote = await market.get("quote/IBM")
        assert (quote["last"], quote["sequence"]) == ("10", sequence)


async def test_several_quotes_are_shown_in_the_order_in_which_they_were_asked_for(
    exchange: OpenExchange, recording: Path
) -> None:
    async with exchange(feed="csv", replay_path=recording) as market:
        for asked, shown in {"IBM,BAC": "IBM BAC", "BAC": "BAC", "": "BAC IBM"}.items():
            quotes = await market.get("quotes", {"symbols": asked})
            assert " ".join(quote["symbol"] for quote in quotes) == shown


async def test_a_symbol_that_is_not_here_is_not_found(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        for path in ("quote/NOPE", "quotes?symbols=IBM,NOPE", "ohlcv/NOPE", "quote/%00"):
            problem = await market.get(path, status=404)
            assert problem["code"] == "unknown_symbol"


async def test_a_symbol_that_was_never_quoted_has_no_quote_yet(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    (tmp_path / "IBM.trades.csv").write_text(TRADES)
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        assert (await market.get("quote/IBM", status=404))["code"] == "no_quote_yet"
        assert await market.get("quotes") == []


async def test_nobody_sees_anything_without_signing_in(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        for path in ("symbols", "quote/IBM", "quotes", "ohlcv/IBM", "clock", "feed", "admin/feed"):
            answer = await market.client.get(f"/api/market/{path}")
            assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_the_feed_says_how_far_it_is_and_what_was_wrong(
    exchange: OpenExchange, recording: Path
) -> None:
    async with exchange(feed="csv", replay_path=recording, speed="max") as market:
        await market.wall.step(1)
        feed = await market.get("feed")

    broken = feed.pop("broken")
    assert feed == {
        "name": "csv",
        "source": f"csv {recording}",
        "state": "ended",
        "last_tick_age_seconds": 1.0,
        "lines_read": 14,
        "lines_broken": 2,
        "progress": 1.0,
        "seed": None,
        "problem": None,
    }
    assert broken[0] == {
        "code": "broken_line",
        "file": "BAC.quotes.csv",
        "line": 3,
        "reason": "1 columns instead of 6",
    }


async def test_a_feed_that_stopped_says_why_and_its_last_quotes_stay(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    unsorted = QUOTES.replace("16:30:01", "11:00:00")
    (tmp_path / "IBM.quotes.csv").write_text(unsorted)
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        feed = await market.get("feed")
        quote = await market.get("quote/IBM")

    assert (feed["state"], feed["problem"]["code"]) == ("ended", "unsorted_file")
    assert "IBM.quotes.csv:4: goes back in time" in feed["problem"]["detail"]
    assert quote["bid"] == "9.99"


async def test_an_administrator_sees_which_feed_runs_since_when_and_how_fast(
    exchange: OpenExchange, recording: Path
) -> None:
    async with exchange(feed="csv", replay_path=recording, speed=2) as market:
        await market.steer({"action": "pause", "speed": 5})
        await market.wall.step(1)
        shown = await market.get("admin/feed", admin=True)

        assert shown["feed"] == await market.get("feed")
        assert shown["clock"] == await market.get("clock")
        assert (shown["clock"]["state"], shown["clock"]["speed"]) == ("paused", 5.0)
        assert shown["started_at"] == "2025-01-06T15:00:00Z"
        assert shown["begins"] == "2013-10-07T12:00:00Z"
        assert shown["symbols"] == ["BAC", "IBM"]


async def test_a_trader_is_not_shown_what_is_for_administrators(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        assert (await market.get("admin/feed", status=403))["code"] == "forbidden"

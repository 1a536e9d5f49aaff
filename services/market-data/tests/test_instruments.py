"""Which instruments there are, and how they are found, through the front door."""

from pathlib import Path

import pytest
from live_market import OpenExchange

from chassis.testing import sign_in, some_account

pytestmark = pytest.mark.real

QUOTES = """timestamp,symbol,bid_price,bid_size,ask_price,ask_size
2013-10-07T12:00:00Z,{symbol},9.99,100,10.01,200
"""


async def test_those_that_tick_are_listed_with_what_is_known_of_them(
    exchange: OpenExchange,
) -> None:
    async with exchange(symbols="IBM,BTCUSD") as market:
        assert await market.get("symbols") == [
            {
                "symbol": "BTCUSD",
                "name": "Bitcoin",
                "asset_class": "crypto",
                "exchange": "CRYPTO",
                "sector": None,
                "tick_size": "0.01",
                "lot": "0.01",
                "calendar": "24/7",
            },
            {
                "symbol": "IBM",
                "name": "International Business Machines Corp.",
                "asset_class": "stock",
                "exchange": "NYSE",
                "sector": "information_technology",
                "tick_size": "0.01",
                "lot": "100",
                "calendar": "XNYS",
            },
        ]


@pytest.mark.parametrize(
    ("wanted", "symbols"),
    [
        ({"asset_class": "stock"}, "AAPL BAC"),
        ({"asset_class": "etf"}, "SPY"),
        ({"exchange": "NYSE"}, "BAC"),
        ({"sector": "financials"}, "BAC"),
        ({"sector": "financials", "asset_class": "etf"}, ""),
    ],
)
async def test_some_of_them_can_be_chosen(
    wanted: dict[str, str], symbols: str, exchange: OpenExchange
) -> None:
    async with exchange(symbols="AAPL,BAC,SPY") as market:
        shown = await market.get("symbols", wanted)
        assert " ".join(one["symbol"] for one in shown) == symbols


async def test_instruments_are_found_by_name_also_when_it_is_misspelled(
    exchange: OpenExchange,
) -> None:
    async with exchange(symbols="MSFT,IBM") as market:
        (hit,) = await market.get("search", {"q": "mircosoft"})
        assert (hit["instrument"]["symbol"], hit["match"], hit["ticks"]) == (
            "MSFT",
            "similar",
            True,
        )

        hits = await market.get("search", {"q": "ibm", "limit": 1})
        assert [(hit["instrument"]["symbol"], hit["match"]) for hit in hits] == [("IBM", "symbol")]


async def test_what_ticks_is_found_before_what_does_not(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    (tmp_path / "BK.quotes.csv").write_text(QUOTES.format(symbol="BK"))
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        first, second, *_ = await market.get("search", {"q": "bank"})
        assert (first["instrument"]["symbol"], first["ticks"]) == ("BK", True)
        assert second["ticks"] is False


async def test_what_only_the_feed_knows_is_found_as_well(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    (tmp_path / "NOPE1.quotes.csv").write_text(QUOTES.format(symbol="NOPE1"))
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        (hit,) = await market.get("search", {"q": "nope"})
        assert (hit["instrument"]["symbol"], hit["match"]) == ("NOPE1", "beginning")
        shown = await market.get("instruments/NOPE1")
        assert (shown["name"], shown["company"]) == ("NOPE1", None)


async def test_a_class_can_be_chosen_and_nothing_may_be_found(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        hits = await market.get("search", {"q": "bitcoin", "asset_class": "crypto"})
        assert [hit["instrument"]["symbol"] for hit in hits] == ["BTCUSD", "BCHUSD"]
        assert await market.get("search", {"q": "???"}) == []


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "a" * 65}, {"q": "a", "limit": 0}])
async def test_a_search_for_nothing_or_too_much_is_refused(
    query: dict[str, str], exchange: OpenExchange
) -> None:
    async with exchange(symbols="IBM") as market:
        assert (await market.get("search", query, status=422))["code"] == "validation_failed"


async def test_all_that_is_known_of_an_instrument_is_shown_whether_it_ticks_or_not(
    exchange: OpenExchange,
) -> None:
    async with exchange(symbols="IBM") as market:
        shown = await market.get("instruments/AAPL")

    company = shown.pop("company")
    assert shown == {
        "symbol": "AAPL",
        "name": "Apple Inc.",
        "asset_class": "stock",
        "exchange": "NASDAQ",
        "sector": "information_technology",
        "tick_size": "0.01",
        "lot": "100",
        "calendar": "XNYS",
        "trading_hours": "Monday to Friday 09:30 to 16:00 in New York, before from 04:00 and after"
        " until 20:00; not on holidays, shorter on half days",
    }
    assert (company["cik"], company["founded"], company["website"]) == (320193, 1976, "apple.com")


async def test_a_symbol_that_nobody_knows_is_not_found(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        assert (await market.get("instruments/NOPE1", status=404))["code"] == "unknown_symbol"


async def test_what_is_known_may_be_kept_for_a_day_and_is_not_sent_twice(
    exchange: OpenExchange,
) -> None:
    async with exchange(symbols="IBM") as market:
        path, trader = "/api/market/instruments/IBM", sign_in(some_account())
        first = await market.client.get(path, headers=trader)
        etag = first.headers["etag"]
        named = trader | {"if-none-match": f'"other", W/{etag}'}
        again = await market.client.get(path, headers=named)
        any_one = await market.client.get(path, headers=trader | {"if-none-match": "*"})
        named = trader | {"if-none-match": '"other"'}
        other = await market.client.get(path, headers=named)

    assert first.headers["cache-control"] == "private, max-age=86400"
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert any_one.status_code == 304
    assert (other.status_code, other.content) == (200, first.content)

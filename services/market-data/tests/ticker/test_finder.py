"""What people type, and what they expect first, in the whole catalogue."""

from functools import cache

import pytest

from market_data.feeds.catalogue import catalogue
from market_data.feeds.characters import USUAL
from market_data.ticker.finder import Finder

TYPED = {
    "a": "A GOOGL AAPL AMZN",
    "aapl": "AAPL",
    "alphabet": "GOOGL GOOG",
    "amazon": "AMZN",
    "amd": "AMD",
    "amzn": "AMZN",
    "ap": "AP AAPL",
    "aple": "APLE AAPL",
    "appel": "AAPL",
    "apple": "AAPL APLE",
    "at&t": "T",
    "att": "T",
    "bac": "BAC",
    "bank": "BAC",
    "bank of am": "BAC",
    "bank of america": "BAC",
    "berkshire": "BRK.B BRK.A",
    "bitcoin": "BTCUSD",
    "brk b": "BRK.B",
    "brk.b": "BRK.B",
    "btc": "BTC BTCUSD",
    "btc/usd": "BTCUSD",
    "coca cola": "KO",
    "coca-cola": "KO",
    "cocacola": "KO",
    "ether": "ETHUSD",
    "eur": "EURUSD",
    "eurusd": "EURUSD",
    "exon": "XOM",
    "exxon": "XOM",
    "facebook": "META",
    "ford": "F",
    "general electric": "GE",
    "gold": "GOLD XAUUSD",
    "goldman": "GS",
    "goog": "GOOG GOOGL",
    "google": "GOOGL GOOG",
    "ibm": "IBM",
    "johnson": "JNJ",
    "jp morgan": "JPM",
    "jpm": "JPM",
    "jpmorgan": "JPM",
    "master card": "MA",
    "mirco": "MSFT MU",
    "mc donalds": "MCD",
    "meta": "META",
    "micro": "MSFT MU",
    "microsft": "MSFT",
    "microsoft": "MSFT",
    "morgan": "MS",
    "nvida": "NVDA",
    "s&p": "SPY SPGI",
    "s&p 500": "SPY",
    "silver": "XAGUSD",
    "sp500": "SPY",
    "spy": "SPY",
    "tesl": "TSLA",
    "tesla": "TSLA",
    "tmobile": "TMUS",
    "united health": "UNH",
    "visa": "V",
    "wal mart": "WMT",
    "yen": "JPYUSD",
}


@cache
def finder() -> Finder:
    known = catalogue().instruments
    return Finder({symbol: known[symbol] for symbol in USUAL})


@pytest.mark.parametrize(("typed", "expected"), TYPED.items())
def test_what_people_type_leads_where_they_expect(typed: str, expected: str) -> None:
    symbols = expected.split()
    assert {*symbols} <= {*catalogue().instruments}

    hits = finder().find(typed, 10)

    assert [hit.instrument.symbol for hit in hits[: len(symbols)]] == symbols


def test_whoever_named_a_well_known_symbol_is_shown_nothing_similar() -> None:
    for typed in ("AAPL", "BRK B", "EURUSD"):
        assert len(finder().find(typed, 10)) == 1

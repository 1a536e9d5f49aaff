"""What the catalogue knows, and that it was made well."""

import re
from collections import Counter
from decimal import Decimal

from pydantic import TypeAdapter

from market_data.domain.instruments import Calendar, Company, Instrument, Sector
from market_data.feeds.catalogue import catalogue, instrument_of
from market_data.settings import ListedSymbol
from vocabulary import PRICE_PLACES, AssetClass, Price, Quantity, Symbol

INSTRUMENTS = catalogue().instruments.values()
LISTED_SYMBOL = TypeAdapter(ListedSymbol)


def test_it_knows_thousands_of_instruments_of_every_class() -> None:
    counted = Counter(one.asset_class for one in INSTRUMENTS)

    assert counted[AssetClass.STOCK] > 5000
    assert counted[AssetClass.ETF] > 100
    assert min(counted[one] for one in AssetClass) > 10


def test_every_instrument_has_a_symbol_that_can_be_chosen_and_a_name() -> None:
    for one in INSTRUMENTS:
        assert LISTED_SYMBOL.validate_python(one.symbol) == one.symbol
        assert one.name.strip() == one.name != ""
        assert one.exchange in {"NYSE", "NASDAQ", "ARCA", "CBOE", "CRYPTO", "OTC"}


def test_ticks_and_lots_can_be_written_exactly() -> None:
    for one in INSTRUMENTS:
        exponent = one.tick_size.as_tuple().exponent
        assert isinstance(exponent, int)
        assert one.tick_size > 0
        assert -exponent <= PRICE_PLACES
        assert one.lot > 0


def test_a_guide_is_a_price_that_could_be_quoted() -> None:
    guides = {
        one: listing.guide for one in INSTRUMENTS if (listing := catalogue().find(one.symbol))
    }
    known = {one: guide for one, guide in guides.items() if guide is not None}

    assert len(known) > 100
    for one, guide in known.items():
        assert guide % one.tick_size == 0
        assert guide >= 8 * one.tick_size
    without = {one.asset_class for one, guide in guides.items() if guide is None}
    assert without == {AssetClass.STOCK, AssetClass.ETF}


def test_no_name_is_shouted_or_says_where_a_company_is_registered() -> None:
    names = [one.name for one in INSTRUMENTS]

    assert [name for name in names if re.search(r"/[A-Z]{2,3}/?$", name)] == [
        "Anheuser-Busch InBev SA/NV"
    ]
    long = [name for name in names if len(name.split()) > 2]
    assert [name for name in long if name.isupper()] == []


def test_shares_of_a_class_are_written_with_a_point() -> None:
    assert instrument_of(Symbol("BRK.B")).name == "Berkshire Hathaway Inc. Class B"
    assert catalogue().find(Symbol("BRK-B")) is None


def test_what_is_known_of_a_company_is_told_and_what_is_not_is_left_out() -> None:
    found = catalogue().find(Symbol("IBM"))
    assert found is not None
    assert found.instrument == Instrument(
        Symbol("IBM"),
        "International Business Machines Corp.",
        AssetClass.STOCK,
        "NYSE",
        Price(Decimal("0.01")),
        Quantity(Decimal(100)),
        Sector.INFORMATION_TECHNOLOGY,
    )
    assert found.company is not None
    assert (found.company.cik, found.company.also_called) == (51143, "IBM")
    assert (found.company.founded, found.company.website) == (1911, "ibm.com")
    assert found.guide is None

    found = catalogue().find(Symbol("SHEL"))
    assert found is not None
    assert found.company == Company(1306965, None, (), None, None, None, None)


def test_what_is_no_company_has_no_facts_of_one() -> None:
    found = catalogue().find(Symbol("JPYUSD"))
    assert found is not None
    assert found.instrument.name == "Yen"
    assert found.company is None
    assert found.guide == Decimal("0.0064")


def test_each_class_trades_by_a_calendar() -> None:
    expected = {"IBM": "XNYS", "SPY": "XNYS", "BTCUSD": "24/7", "EURUSD": "24/5", "XAUUSD": "24/5"}
    for symbol, name in expected.items():
        assert instrument_of(Symbol(symbol)).calendar is Calendar(name)


def test_an_instrument_that_nobody_described_looks_like_a_stock() -> None:
    unknown = instrument_of(Symbol("NOPE1"))

    assert (unknown.name, unknown.asset_class, unknown.lot) == ("NOPE1", AssetClass.STOCK, 100)
    assert unknown.sector is None

"""Characters of instruments that nobody has described by hand."""

from decimal import Decimal
from random import Random

import pytest

from market_data.domain.instruments import Instrument, Listing, Sector
from market_data.domain.simulation.characters import Character, Load
from market_data.domain.simulation.derivation import HABITS, derived
from vocabulary import AssetClass, Price, Quantity, Symbol


def a_listing(
    symbol: str, asset_class: AssetClass, sector: Sector | None = None, guide: str | None = None
) -> Listing:
    sizes = Price(Decimal("0.01")), Quantity(Decimal(100))
    instrument = Instrument(Symbol(symbol), symbol, asset_class, "", *sizes, sector)
    return Listing(instrument, guide=Price(Decimal(guide)) if guide else None)


def a_character(listing: Listing) -> Character:
    return derived(listing, Random(listing.instrument.symbol))  # noqa: S311


def test_a_name_has_the_same_character_every_time_and_another_name_another_one() -> None:
    one, same, other = (
        a_character(a_listing(name, AssetClass.STOCK, Sector.ENERGY))
        for name in ("ACME", "ACME", "ZORG")
    )

    assert one == same
    assert (one.opening, one.volatility) != (other.opening, other.volatility)
    assert one.loads == other.loads == (Load("market", 40), Load("energy", 22))


def test_who_sells_what_everybody_needs_follows_the_market_less() -> None:
    steady = a_character(a_listing("SOUP", AssetClass.STOCK, Sector.CONSUMER_STAPLES))

    assert steady.loads == (Load("market", 25), Load("consumer_staples", 22))


def test_without_a_sector_there_is_the_market() -> None:
    for asset_class in (AssetClass.STOCK, AssetClass.ETF):
        character = a_character(a_listing("ACME", asset_class))
        assert [load.factor for load in character.loads] == ["market"]


def test_a_price_that_is_known_about_is_taken() -> None:
    character = a_character(a_listing("GLD", AssetClass.ETF, guide="396.999"))

    assert (character.opening, character.spread) == (Decimal("396.99"), 3)


@pytest.mark.parametrize("asset_class", AssetClass)
def test_every_class_has_plausible_characters(asset_class: AssetClass) -> None:
    habit = HABITS[asset_class]
    for number in range(200):
        character = a_character(a_listing(f"N{number}", asset_class))
        tick = character.instrument.tick_size
        assert character.opening % tick == 0
        assert character.opening >= habit.ticks_least * tick
        assert 1 <= character.spread <= character.opening / tick / 1000
        assert habit.volatility[0] <= character.volatility <= habit.volatility[1]
        assert 0 < character.own_share < 100

"""Characters of instruments that nobody has described by hand."""

from decimal import Decimal
from random import Random

import pytest

from market_data.domain.instruments import Instrument
from market_data.domain.simulation.characters import Load
from market_data.domain.simulation.derivation import HABITS, derived
from vocabulary import AssetClass, Price, Quantity, Symbol


def an_instrument(symbol: str, asset_class: AssetClass, tick: str = "0.01") -> Instrument:
    sizes = Price(Decimal(tick)), Quantity(Decimal(100))
    return Instrument(Symbol(symbol), symbol, asset_class, "", *sizes)


def test_a_name_has_the_same_character_every_time_and_another_name_another_one() -> None:
    first, second = (an_instrument(name, AssetClass.STOCK) for name in ("ACME", "ZORG"))

    one, same, other = (
        derived(instrument, "Technology", Random(instrument.symbol))  # noqa: S311
        for instrument in (first, first, second)
    )

    assert one == same
    assert (one.opening, one.volatility) != (other.opening, other.volatility)
    assert one.loads == other.loads == (Load("market", 35), Load("technology", 20))


def test_without_a_sector_there_is_the_market() -> None:
    for asset_class, sector in ((AssetClass.STOCK, None), (AssetClass.ETF, "technology")):
        character = derived(an_instrument("ACME", asset_class), sector, Random(1))  # noqa: S311
        assert [load.factor for load in character.loads] == ["market"]


@pytest.mark.parametrize("asset_class", AssetClass)
def test_every_class_has_plausible_characters(asset_class: AssetClass) -> None:
    habit = HABITS[asset_class]
    for seed in range(200):
        instrument = an_instrument("ACME", asset_class, "0.0001")
        character = derived(instrument, None, Random(seed))  # noqa: S311
        assert character.opening % instrument.tick_size == 0
        assert character.opening >= habit.ticks_least * instrument.tick_size
        assert 1 <= character.spread <= character.opening / instrument.tick_size / 1000
        assert habit.volatility[0] <= character.volatility <= habit.volatility[1]
        assert 0 < character.own_share < 100

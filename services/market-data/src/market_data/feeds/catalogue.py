"""Instruments known by name."""

from market_data.domain.instruments import Instrument
from market_data.feeds.characters import CENT, CHARACTERS, ROUND_LOT
from vocabulary import AssetClass, Symbol


def instrument_of(symbol: Symbol) -> Instrument:
    """What is known of ``symbol``; of one that nobody has described, that it looks like a stock."""
    return _KNOWN.get(symbol) or Instrument(symbol, symbol, AssetClass.STOCK, "", CENT, ROUND_LOT)


_KNOWN = {character.instrument.symbol: character.instrument for character in CHARACTERS}

"""How the instruments of the catalogue behave when they are simulated."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import NamedTuple

from market_data.domain.simulation.characters import MARKET, Character, Load
from market_data.domain.simulation.derivation import derived
from market_data.feeds.catalogue import catalogue
from vocabulary import Price, Symbol


class _Known(NamedTuple):
    """What everybody knows of an instrument; what is left out is usual for its class."""

    opening: str
    volatility: int
    spread: int = 1
    lots: tuple[int, int] | None = None
    loads: tuple[Load, ...] | None = None


_KNOWN: Mapping[str, _Known] = {
    "AAPL": _Known("228.50", 26),
    "AIG": _Known("78.20", 24),
    "AMZN": _Known("214.10", 31),
    "BAC": _Known("45.85", 25, lots=(20, 120)),
    "BTCUSD": _Known("96400", 55, spread=400),
    "ETHUSD": _Known("3350", 70, spread=25),
    "EURUSD": _Known("1.0845", 8, spread=6),
    "GOOGL": _Known("187.30", 29),
    "IBM": _Known("251.40", 22, spread=3),
    "IWM": _Known("224.80", 22, loads=(Load(MARKET, 85),)),
    "JPM": _Known("262.75", 23, spread=2),
    "KO": _Known("68.90", 15, lots=(10, 60)),
    "META": _Known("612.60", 33, spread=5),
    "MSFT": _Known("428.15", 24, spread=2),
    "NVDA": _Known("136.40", 48, lots=(5, 50)),
    "QQQ": _Known("517.25", 20, loads=(Load(MARKET, 75), Load("information_technology", 20))),
    "SPY": _Known("593.70", 16, loads=(Load(MARKET, 97),)),
    "TSLA": _Known("338.20", 58, spread=3),
    "XAUUSD": _Known("2655", 14, spread=18),
    "XOM": _Known("111.35", 22, lots=(5, 40)),
}

USUAL = tuple(map(Symbol, _KNOWN))
"""Twenty instruments of all classes, which are simulated when nobody chooses any."""


def character_of(symbol: Symbol) -> Character:
    """How ``symbol`` behaves, the same every time.

    Raises:
        LookupError: the catalogue does not have it.
    """
    listing = catalogue().find(symbol)
    if listing is None:
        raise LookupError(symbol)
    drawn = derived(listing, Random(f"character {symbol}"))  # noqa: S311  # the same every time
    known = _KNOWN.get(symbol)
    if known is None:
        return drawn
    lots_min, lots_max = known.lots or (drawn.lots_min, drawn.lots_max)
    return replace(
        drawn,
        opening=Price(Decimal(known.opening)),
        volatility=known.volatility,
        spread=known.spread,
        lots_min=lots_min,
        lots_max=lots_max,
        loads=known.loads or drawn.loads,
    )

"""A character for an instrument that nobody has described by hand.

It is drawn around what is usual of its class and sector. The draws have to come from its name, so
that it has the same character every time.
"""

from dataclasses import dataclass

from market_data.domain.instruments import Instrument, Listing, Sector
from market_data.domain.simulation.characters import (
    ALL_HOURS,
    COINS,
    DOLLAR,
    GOODS,
    LISTED,
    MARKET,
    SESSION_HOURS,
    Character,
    Load,
)
from market_data.domain.simulation.dice import Dice
from vocabulary import AssetClass, Price

MARKET_SHARE, SECTOR_SHARE = 40, 22
"""Per cent of the variance of a stock that come from the market, and from its sector."""
STEADY = frozenset({Sector.CONSUMER_STAPLES, Sector.UTILITIES, Sector.HEALTH_CARE})
STEADY_MARKET_SHARE = 25
"""People eat, heat and fall ill in good times and in bad."""
_SPREAD_PARTS = 100_000


@dataclass(frozen=True, slots=True)
class Habit:
    """What is usual of a class.

    Where the catalogue has no guide, the opening price is drawn from ``ticks_least``, doubled less
    than ``doublings`` times, up to twice that. ``spread`` is in hundred-thousandths of the price.
    ``volatility`` is a range, in per cent.
    """

    ticks_least: int
    doublings: int
    spread: int
    lots: tuple[int, int]
    volatility: tuple[int, int]
    loads: tuple[Load, ...]


HABITS = {
    AssetClass.STOCK: Habit(1_000, 5, 15, (2, 25), (18, 60), (Load(MARKET, MARKET_SHARE),)),
    AssetClass.ETF: Habit(2_000, 5, 8, (5, 60), (12, 30), (Load(MARKET, 75),)),
    AssetClass.CRYPTO: Habit(1_000, 9, 40, (1, 20), (50, 110), (Load(COINS, 55), Load(MARKET, 8))),
    AssetClass.FX: Habit(70_000, 1, 6, (1, 20), (5, 14), (Load(DOLLAR, 50),)),
    AssetClass.COMMODITY: Habit(1_500, 3, 15, (1, 20), (14, 40), (Load(GOODS, 40),)),
}


def derived(listing: Listing, dice: Dice) -> Character:
    """The character of an instrument of the catalogue."""
    instrument = listing.instrument
    habit = HABITS[instrument.asset_class]
    base = habit.ticks_least << dice.randrange(habit.doublings)
    ticks = base + dice.randrange(base)
    if listing.guide is not None:
        ticks = int(listing.guide / instrument.tick_size)
    least, most = habit.volatility
    return Character(
        instrument,
        Price(instrument.tick_size * ticks),
        max(1, ticks * habit.spread // _SPREAD_PARTS),
        *habit.lots,
        least + dice.randrange(most - least + 1),
        SESSION_HOURS if instrument.asset_class in LISTED else ALL_HOURS,
        _loads(instrument, habit),
    )


def _loads(instrument: Instrument, habit: Habit) -> tuple[Load, ...]:
    if instrument.sector is None:
        return habit.loads
    market = STEADY_MARKET_SHARE if instrument.sector in STEADY else MARKET_SHARE
    return Load(MARKET, market), Load(instrument.sector, SECTOR_SHARE)

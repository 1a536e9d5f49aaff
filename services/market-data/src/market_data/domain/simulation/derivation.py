"""A character for an instrument that nobody has described by hand.

It is drawn around what is usual of its class. The draws have to come from its name, so that it has
the same character every time.
"""

from dataclasses import dataclass

from market_data.domain.instruments import Instrument
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

SECTOR_SHARE = 20
"""Per cent of the variance of a stock that come from its sector."""
_SPREAD_PARTS = 100_000


@dataclass(frozen=True, slots=True)
class Habit:
    """What is usual of a class.

    The opening price is drawn from ``ticks_least``, doubled less than ``doublings`` times, up to
    twice that; ``spread`` is in hundred-thousandths of it. ``volatility`` is a range, in per cent.
    """

    ticks_least: int
    doublings: int
    spread: int
    lots: tuple[int, int]
    volatility: tuple[int, int]
    loads: tuple[Load, ...]


HABITS = {
    AssetClass.STOCK: Habit(1_000, 5, 15, (2, 25), (18, 60), (Load(MARKET, 35),)),
    AssetClass.ETF: Habit(2_000, 5, 8, (5, 60), (12, 30), (Load(MARKET, 75),)),
    AssetClass.CRYPTO: Habit(1_000, 9, 40, (1, 20), (50, 110), (Load(COINS, 55), Load(MARKET, 8))),
    AssetClass.FX: Habit(70_000, 1, 6, (1, 20), (5, 14), (Load(DOLLAR, 50),)),
    AssetClass.COMMODITY: Habit(1_500, 3, 15, (1, 20), (14, 40), (Load(GOODS, 40),)),
}


def derived(instrument: Instrument, sector: str | None, dice: Dice) -> Character:
    """The character of ``instrument``, whose company works in ``sector``, if that is known."""
    habit = HABITS[instrument.asset_class]
    base = habit.ticks_least << dice.randrange(habit.doublings)
    ticks = base + dice.randrange(base)
    least, most = habit.volatility
    loads = habit.loads
    if sector and instrument.asset_class is AssetClass.STOCK:
        loads = (*loads, Load(sector.casefold(), SECTOR_SHARE))
    return Character(
        instrument,
        Price(instrument.tick_size * ticks),
        max(1, ticks * habit.spread // _SPREAD_PARTS),
        *habit.lots,
        least + dice.randrange(most - least + 1),
        SESSION_HOURS if instrument.asset_class in LISTED else ALL_HOURS,
        loads,
    )

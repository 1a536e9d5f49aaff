"""A made-up market: a fair price that walks at random, a quote around it, trades at the quote.

Everything is counted in whole numbers, so that the same draws give the same prices on every
machine, and every price lies on the tick grid.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isqrt
from typing import Protocol

from market_data.domain.instruments import Instrument
from market_data.domain.ticks import QuoteTick, Tick, TradeTick
from vocabulary import Price, Quantity

PARTS = 1_000_000
"""Into how many parts a tick is divided for the fair price, which moves less than a tick a step."""
NOISE_BITS = 256
"""The ones among so many bits are as good as normally distributed, with this deviation:"""
NOISE_DEVIATION = 8
BILLION = 1_000_000_000
TRADES_PER_QUOTES = (1, 4)
WIDE_SPREAD_ODDS = 8
"""One quote in so many is twice as wide as usual."""
LOT_UNITS = 100
"""Trades are in hundredths of a lot: single shares, for a stock."""
TRADE_UNITS_MAX = 300


class Dice(Protocol):
    """Where the draws come from; ``random.Random`` fits."""

    def getrandbits(self, k: int, /) -> int:
        """``k`` random bits."""
        ...

    def randrange(self, stop: int, /) -> int:
        """A whole number from 0 up to, not including, ``stop``."""
        ...


@dataclass(frozen=True, slots=True)
class Character:
    """How an instrument behaves.

    ``opening`` is dollars; ``spread`` is ticks; quoted sizes are from ``lots_min`` to ``lots_max``
    lots. ``volatility`` is per cent a year, as the deviation of the yearly return, over
    ``hours_per_year`` of trading.
    """

    instrument: Instrument
    opening: Price
    spread: int
    lots_min: int
    lots_max: int
    volatility: int
    hours_per_year: int


class SimulatedSymbol:
    """One instrument's quotes and trades. ``gap`` is the mean time from a quote to the next."""

    def __init__(self, character: Character, gap: timedelta, dice: Dice) -> None:
        instrument = character.instrument
        self._character = character
        self._symbol, self._tick = instrument.symbol, instrument.tick_size
        self._unit = instrument.lot / LOT_UNITS
        self._dice = dice
        self._gap = gap // timedelta(milliseconds=1)
        self._deviation = _deviation(character, gap)
        self._fair = int(character.opening / instrument.tick_size * PARTS)
        self._bid = self._ask = self._bid_units = self._ask_units = 0

    def until_next(self) -> timedelta:
        """How long until the next step: from half to one and a half times the mean."""
        return timedelta(milliseconds=self._gap // 2 + self._dice.randrange(self._gap + 1))

    def open(self, time: datetime) -> QuoteTick:
        """The first quote."""
        return self._quote(time)

    def step(self, time: datetime) -> Iterator[Tick]:
        """Now and then a trade at the quote that stands, and then the next quote."""
        trades, quotes = TRADES_PER_QUOTES
        if self._dice.randrange(quotes) < trades:
            yield self._trade(time)
        self._move()
        yield self._quote(time)

    def _trade(self, time: datetime) -> TradeTick:
        wanted = 1 + self._dice.randrange(TRADE_UNITS_MAX)
        if self._dice.getrandbits(1):
            price, units = self._ask, min(wanted, self._ask_units)
        else:
            price, units = self._bid, min(wanted, self._bid_units)
        return TradeTick(time, self._symbol, self._price(price), self._size(units))

    def _move(self) -> None:
        noise = self._dice.getrandbits(NOISE_BITS).bit_count() - NOISE_BITS // 2
        self._fair += self._fair * self._deviation * noise // (NOISE_DEVIATION * BILLION)
        self._fair = max(self._fair, 2 * self._character.spread * PARTS)

    def _quote(self, time: datetime) -> QuoteTick:
        wide = self._dice.randrange(WIDE_SPREAD_ODDS) == 0
        spread = self._character.spread * (2 if wide else 1)
        self._bid = (self._fair - spread * PARTS // 2) // PARTS
        self._ask = self._bid + spread
        self._bid_units, self._ask_units = self._draw_units(), self._draw_units()
        return QuoteTick(
            time,
            self._symbol,
            self._price(self._bid),
            self._size(self._bid_units),
            self._price(self._ask),
            self._size(self._ask_units),
        )

    def _draw_units(self) -> int:
        least, most = self._character.lots_min, self._character.lots_max
        return LOT_UNITS * (least + self._dice.randrange(most - least + 1))

    def _price(self, ticks: int) -> Price:
        return Price(self._tick * ticks)

    def _size(self, units: int) -> Quantity:
        return Quantity(self._unit * units)


def _deviation(character: Character, gap: timedelta) -> int:
    """How far the fair price moves from one quote to the next, in parts per billion.

    The square root of time: variances add up, deviations do not.
    """
    steps_per_year = character.hours_per_year * timedelta(hours=1) // gap
    return character.volatility * BILLION // (100 * isqrt(steps_per_year))

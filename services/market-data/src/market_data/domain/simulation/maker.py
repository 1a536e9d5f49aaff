"""The market maker: what is bid and offered around the fair price, and what trades there."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import TypeVar, cast

from market_data.domain.simulation.characters import Character
from market_data.domain.simulation.dice import Dice
from market_data.domain.simulation.fair import PARTS
from market_data.domain.ticks import BandTick, DepthTick, Level, QuoteTick, TradeTick
from vocabulary import NO_SHARES, Auction, Price, Quantity

LOT_UNITS = 100
"""Trades are in hundredths of a lot: single shares, for a stock."""
TRADE_UNITS_MAX = 300
TRADE_ODDS = 64
"""At usual activity, somebody trades before so many of 256 quotes."""
TRADE_ODDS_MAX = 230
WIDE_ODDS = 8
"""One quote in so many is twice as wide as usual."""
THIN_ACTIVITY, THIN_CAUTION = 50, 3
"""With less business than this per cent, spreads are so many times as wide and sizes as small."""
DEEP_LEVELS = 9
"""Levels behind the best one."""
DRAW_BITS = 35

_SIZES = 64
"""How many different sizes are shown at one time."""
_DEEP_BITS = 5
_DEEP_DRAWS = 1 << _DEEP_BITS
"""How many ladders of distances, and of sizes, there are to draw from at one time."""
_MIXED, _GROWTH = 128, 16
_DEEP_SIZES = _MIXED + _GROWTH * (DEEP_LEVELS - 1)
_REMEMBERED = 1_000

Number = TypeVar("Number", Price, Quantity)


class Scale(dict[int, Number]):
    """Numbers of units as decimals; those needed lately are kept, as making them takes longer."""

    def __init__(self, unit: Number) -> None:
        super().__init__()
        self._unit = unit

    def __missing__(self, number: int) -> Number:
        """The decimal of ``number`` units."""
        if len(self) >= _REMEMBERED:
            self.clear()
        made = self[number] = cast(Number, self._unit * number)
        return made


class MarketMaker:
    """Quotes one instrument. The wilder the times, the wider apart and the smaller the sizes.

    Before ``trade_odds`` of 256 quotes somebody should trade.
    """

    def __init__(self, character: Character) -> None:
        instrument = character.instrument
        self._character, self._symbol = character, instrument.symbol
        self._prices = Scale(instrument.tick_size)
        self._sizes = Scale(Quantity(instrument.lot / LOT_UNITS))
        self._bid = self._ask = self._bid_units = self._ask_units = 0
        self._caution = 0
        self._shares, self._units_max = Fraction(1), TRADE_UNITS_MAX
        self.adapt(100, 100)

    def adapt(self, level: int, activity: int) -> None:
        """Quote for times of this ``level`` of movement and ``activity``, both in per cent."""
        self.trade_odds = min(TRADE_ODDS * activity // 100, TRADE_ODDS_MAX)
        caution = level * (THIN_CAUTION if activity < THIN_ACTIVITY else 1)
        if caution != self._caution:
            self._caution = caution
            self._prepare()

    def split(self, ratio: Fraction) -> None:
        """What was one share is ``ratio`` shares: so many more are shown and traded."""
        self._shares *= ratio
        self._units_max = max(self._many(TRADE_UNITS_MAX), 1)
        self._prepare()

    def _many(self, shares: int) -> int:
        return shares * self._shares.numerator // self._shares.denominator

    def _prepare(self) -> None:
        character, caution, shares = self._character, self._caution, self._shares
        spread = character.spread * caution * 128 * shares.denominator
        self._spread = spread // (100 * shares.numerator)
        self._distances = _distances(max(1, self._spread // 1024))
        least, most = (
            self._many(LOT_UNITS * lots * 100) // caution
            for lots in (character.lots_min, character.lots_max)
        )
        self._shown = _whole_lots(least, most, _SIZES)
        deep = _whole_lots(least, 3 * most, _DEEP_SIZES)
        self._deep = [
            self._sizes[deep[_GROWTH * level + _mixed(level, ladder)]]
            for level in range(DEEP_LEVELS)
            for ladder in range(_DEEP_DRAWS)
        ]

    def quote(self, time: datetime, fair: int, draw: int) -> QuoteTick:
        """A new quote around ``fair``, which is in parts of a tick."""
        spread = (self._spread + (draw & 127)) >> 7 or 1
        if not draw >> 7 & WIDE_ODDS - 1:
            spread *= 2
        self._bid = bid = (fair - spread * PARTS // 2) // PARTS
        self._ask = ask = bid + spread
        self._bid_units = bid_units = self._shown[draw >> 10 & _SIZES - 1]
        self._ask_units = ask_units = self._shown[draw >> 16 & _SIZES - 1]
        prices, sizes = self._prices, self._sizes
        return QuoteTick(
            time, self._symbol, prices[bid], sizes[bid_units], prices[ask], sizes[ask_units]
        )

    def trade(self, time: datetime, draw: int) -> TradeTick:
        """Somebody trades at the quote that stands, and takes no more than is shown."""
        wanted = 1 + ((draw >> 23 & 4095) * self._units_max >> 12)
        if draw >> 22 & 1:
            price, units = self._ask, min(wanted, self._ask_units)
        else:
            price, units = self._bid, min(wanted, self._bid_units)
        return TradeTick(time, self._symbol, self._prices[price], self._sizes[units])

    def depth(self, time: datetime, dice: Dice) -> DepthTick:
        """What stands at the quote and behind it; the further away, the more."""
        prices, sizes, drawn = self._prices, self._sizes, dice.getrandbits(4 * _DEEP_BITS)
        bid = Level(prices[self._bid], sizes[self._bid_units])
        ask = Level(prices[self._ask], sizes[self._ask_units])
        bids = self._behind(self._bid, -1, drawn)
        asks = self._behind(self._ask, 1, drawn >> 2 * _DEEP_BITS)
        return DepthTick(time, self._symbol, (bid, *bids), (ask, *asks))

    def cross(self, time: datetime, fair: int, lots: int, auction: Auction) -> TradeTick:
        """The print of an auction, of what were ``lots`` when everything began."""
        size = self._sizes[max(self._many(lots * LOT_UNITS), 1)]
        return TradeTick(time, self._symbol, self.nearest(fair), size, auction)

    def nearest(self, fair: int) -> Price:
        """The price nearest to ``fair``."""
        return self._prices[max((fair + PARTS // 2) // PARTS, 1)]

    def bands(self, time: datetime, low: int, high: int) -> BandTick:
        """The ticks from ``low`` to ``high``, which are in parts of one."""
        lowest, highest = max(-(-low // PARTS), 1), high // PARTS
        return BandTick(time, self._symbol, self._prices[lowest], self._prices[highest])

    def unbound(self, time: datetime) -> BandTick:
        """It trades on at any price."""
        return BandTick(time, self._symbol, None, None)

    def withdraw(self, time: datetime) -> tuple[QuoteTick, DepthTick]:
        """Nobody bids and nobody offers."""
        quote = QuoteTick(time, self._symbol, None, NO_SHARES, None, NO_SHARES)
        return quote, DepthTick(time, self._symbol, (), ())

    def _behind(self, best: int, away: int, drawn: int) -> Iterator[Level]:
        """The levels from ``best`` away, at prices above nothing."""
        ticks = [best + away * one for one in self._distances[drawn & _DEEP_DRAWS - 1]]
        if ticks[-1] <= 0:
            ticks = [one for one in ticks if one > 0]
        first = drawn >> _DEEP_BITS & _DEEP_DRAWS - 1
        return map(Level, map(self._prices.__getitem__, ticks), self._deep[first::_DEEP_DRAWS])


def _whole_lots(least: int, most: int, number: int) -> list[int]:
    """Sizes from ``least`` to ``most`` units, in whole lots, one at least."""
    sizes = (least + (most - least) * n // (number - 1) for n in range(number))
    return [max((size + LOT_UNITS // 2) // LOT_UNITS, 1) * LOT_UNITS for size in sizes]


def _distances(gap: int) -> list[list[int]]:
    """Of each ladder, how far its levels are from the best one: about ``gap`` ticks apart."""
    return [
        [level * gap + _mixed(level, ladder) * gap // _MIXED for level in range(1, DEEP_LEVELS + 1)]
        for ladder in range(_DEEP_DRAWS)
    ]


def _mixed(level: int, ladder: int) -> int:
    """A number below ``_MIXED`` that looks drawn: one draw, of a ladder, serves all its levels."""
    return (37 * ladder + 53 * level) % _MIXED

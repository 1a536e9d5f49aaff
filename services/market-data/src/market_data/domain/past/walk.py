"""The price of one instrument, on its way back from where the simulation began.

News come at the same rate backwards as forwards, and moods last as long, so a walk that is made
from its end looks like any other.
"""

from datetime import timedelta
from math import isqrt
from typing import NamedTuple

from market_data.domain.bars import MINUTE
from market_data.domain.past.draws import QUARTER_DEVIATION, QUARTERS, Draws, noises
from market_data.domain.past.hours import PastSession, activities
from market_data.domain.past.pieces import Piece
from market_data.domain.simulation.characters import Character
from market_data.domain.simulation.dice import NOISE_DEVIATION, Dice
from market_data.domain.simulation.fair import (
    BILLION,
    DIFFUSED_SHARE,
    JUMP_LEAST,
    JUMP_MOST,
    JUMPS_PER_YEAR,
    LEAST_SPREADS,
    PARTS,
    SESSIONS_PER_YEAR,
    SHOCK_FACTOR,
    SHOCK_ODDS,
    deviation,
)
from market_data.domain.simulation.maker import LOT_UNITS
from market_data.domain.simulation.regimes import NORMAL
from market_data.domain.simulation.symbol import CROSSED_TIMES
from market_data.domain.simulation.timetable import Pace
from vocabulary import Auction

TRADES_PER_MINUTE = 60
"""As many as the live market has with four quotes a second, of which each fourth is traded with."""
UNITS_LEAST, UNITS_RANGE = 95, 100
"""How large they are on average, in hundredths of a lot: about one and a half lots."""
_BUSY_LEAST, _BUSY_MEAN = 128, 255
"""A part of a day is from half to one and a half times as busy as usual; in 255ths."""
_SCALE = BILLION * 100 * 100 * QUARTER_DEVIATION
_TWICE = 2 * _SCALE
"""Half the square of a change is taken off it, so that prices double as often as they halve."""
_HALF = PARTS // 2
_NIGHT = NORMAL * QUARTER_DEVIATION // NOISE_DEVIATION // 2
"""A night or a weekend moves prices by half of what a session does. Its noise is that of four."""
_BYTE = 8


class Rates(NamedTuple):
    """How far a price moves in some stretch of time, in parts per billion.

    By news of its own, and by what it shares: a number for each of its loads.
    """

    own: int
    shared: tuple[int, ...]


class Walk:
    """Goes from session to session, backwards. ``ticks`` is where it begins, and they end.

    ``parts`` is the price that it has come to, in parts of a tick.
    """

    def __init__(self, character: Character, draws: Draws, ticks: int) -> None:
        self._character, self._draws = character, draws
        self._symbol = character.instrument.symbol
        self._loads = character.loads
        self._least = LEAST_SPREADS * character.spread * PARTS
        self.parts = max(ticks * PARTS, self._least)
        hours = timedelta(hours=1) * character.hours_per_year
        self._session = self._rates(hours / SESSIONS_PER_YEAR, character.own_share)
        self._by_width: dict[int, Rates] = {}

    def back(self, session: PastSession, width: int) -> list[Piece]:
        """What happened in each ``width`` minutes of a session, in the order of time."""
        dice = self._draws.own(self._symbol, session.on, width)
        changes = self._changes(session, width, dice)
        ticks = self._ticks_back(changes[: session.known // width * QUARTERS])
        if session.follows_pause:
            self._step(self._night(session))
        return self._pieces(session, width, ticks, dice)

    def _changes(self, session: PastSession, width: int, dice: Dice) -> list[int]:
        """Of each quarter, from the open to the close, also those that are not known."""
        on, parts = session.on, session.minutes // width
        rates = self._rates_of(width)
        own = rates.own * self._draws.mood(self._symbol, on)
        moved = [own * one for one in noises(dice, parts * QUARTERS)]
        first = (session.opens.hour * 60 + session.opens.minute) // width * QUARTERS
        for load, rate in zip(self._loads, rates.shared, strict=True):
            day = self._draws.shared(load.factor, on, width)
            shared = day[first : first + parts * QUARTERS]
            moved = [one + rate * other for one, other in zip(moved, shared, strict=True)]
        paces = [isqrt(100 * one) for one in activities(session.minutes, session.pace, width)]
        changes = [paces[n // QUARTERS] * one for n, one in enumerate(moved)]
        self._add_jump(changes, session, dice)
        return changes

    def _add_jump(self, changes: list[int], session: PastSession, dice: Dice) -> None:
        if dice.randrange(self._character.hours_per_year * 60) >= JUMPS_PER_YEAR * session.minutes:
            return
        percent = JUMP_LEAST + dice.randrange(JUMP_MOST - JUMP_LEAST + 1)
        if dice.randrange(SHOCK_ODDS) == 0:
            percent *= SHOCK_FACTOR
        mood = self._draws.mood(self._symbol, session.on)
        size = self._session.own * percent * mood * QUARTER_DEVIATION
        changes[dice.randrange(len(changes))] += size if dice.getrandbits(1) else -size

    def _night(self, session: PastSession) -> int:
        on, rates, draws = session.on, self._session, self._draws
        change = rates.own * draws.night(self._symbol, on)
        for load, rate in zip(self._loads, rates.shared, strict=True):
            change += rate * draws.night(load.factor, on)
        return change * _NIGHT

    def _ticks_back(self, changes: list[int]) -> list[int]:
        """The price at the end of each quarter, in the order of time."""
        parts, least = self.parts, self._least
        ticks: list[int] = []
        for change in reversed(changes):
            ticks.append((parts + _HALF) // PARTS)
            parts -= parts * (change - change * change // _TWICE) // _SCALE
            parts = parts if parts > least else least  # faster than max, and this is most of it
        self.parts = parts
        ticks.reverse()
        return ticks

    def _step(self, change: int) -> None:
        change -= change * change // _TWICE
        self.parts = max(self.parts - self.parts * change // _SCALE, self._least)

    def _pieces(
        self, session: PastSession, width: int, ticks: list[int], dice: Dice
    ) -> list[Piece]:
        busy = activities(session.minutes, session.pace, width)
        drawn = dice.getrandbits(2 * _BYTE * len(busy)).to_bytes(2 * len(busy), "little")
        usual = TRADES_PER_MINUTE * width * (NORMAL + self._draws.mood(self._symbol, session.on))
        pieces: list[Piece] = []
        for n in range(len(ticks) // QUARTERS):
            prices = ticks[n * QUARTERS : (n + 1) * QUARTERS]
            trades = usual * busy[n] * (_BUSY_LEAST + drawn[2 * n]) // (200 * 100 * _BUSY_MEAN)
            trades = max(trades, QUARTERS)
            units = trades * (UNITS_LEAST + UNITS_RANGE * drawn[2 * n + 1] // _BUSY_MEAN)
            pieces.append(_piece(prices, units, trades))
        if session.pace is Pace.SESSION:
            self._add_auctions(pieces, session)
        return pieces

    def _add_auctions(self, pieces: list[Piece], session: PastSession) -> None:
        first = pieces[0]
        pieces[0] = self._with_auction(first, first.open, Auction.OPENING)
        if session.known == session.minutes:
            last = pieces[-1]
            pieces[-1] = self._with_auction(last, last.close, Auction.CLOSING)

    def _with_auction(self, piece: Piece, price: int, auction: Auction) -> Piece:
        units = CROSSED_TIMES[auction] * self._character.lots_max * LOT_UNITS * 3 // 2
        return piece._replace(
            units=piece.units + units,
            trades=piece.trades + 1,
            value=piece.value + units * price,
        )

    def _rates_of(self, width: int) -> Rates:
        if width not in self._by_width:
            own = self._character.own_share * DIFFUSED_SHARE // 100
            self._by_width[width] = self._rates(width * MINUTE / QUARTERS, own)
        return self._by_width[width]

    def _rates(self, stretch: timedelta, own: int) -> Rates:
        shared = tuple(deviation(self._character, stretch, load.share) for load in self._loads)
        return Rates(deviation(self._character, stretch, own), shared)


def _piece(prices: list[int], units: int, trades: int) -> Piece:
    """Trades at four prices, of the same size but for what is left over at the last."""
    each, last = units // QUARTERS, prices[-1]
    value = each * sum(prices) + (units - QUARTERS * each) * last
    return Piece(prices[0], max(prices), min(prices), last, units, trades, value)

"""One simulated instrument, from one moment at which something happens to the next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from market_data.domain.actions import Dividend, Split
from market_data.domain.simulation.characters import Character
from market_data.domain.simulation.dice import NOISE_BITS, Dice, noise_in
from market_data.domain.simulation.factors import Factor
from market_data.domain.simulation.fair import PARTS, FairPrice
from market_data.domain.simulation.halts import CALL, PAUSE, Band
from market_data.domain.simulation.maker import DRAW_BITS, MarketMaker
from market_data.domain.simulation.timetable import Timetable
from market_data.domain.ticks import StatusTick, Tick
from vocabulary import Auction, InstrumentStatus, Price

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DEPTH_GAP = SECOND
"""Depth is told with the first quote after so long, and whenever trading starts or stops."""
CROSSED_TIMES = {Auction.OPENING: 10, Auction.CLOSING: 40}
"""In an auction trades so many times what is shown at most, or up to twice that."""
RESUMES = "trading goes on with an auction"

_GAPS = 64
_NOISE = (1 << NOISE_BITS) - 1
_GAP_SHIFT = NOISE_BITS
_ODDS_SHIFT = _GAP_SHIFT + 6
_ODDS = 256
_DRAW_SHIFT = _ODDS_SHIFT + 8
_BITS = _DRAW_SHIFT + DRAW_BITS
_AUCTIONS = {
    InstrumentStatus.OPENING_AUCTION: Auction.OPENING,
    InstrumentStatus.CLOSING_AUCTION: Auction.CLOSING,
}


class _Stage(NamedTuple):
    """What the instrument is doing, and until when."""

    status: InstrumentStatus
    ends: datetime
    reason: str | None = None


class SimulatedSymbol:
    """Quotes, depth, trades, auctions and halts of one instrument.

    ``gap`` is the mean time from a quote to the next, ``due`` when something happens next.
    """

    def __init__(
        self,
        character: Character,
        gap: timedelta,
        timetable: Timetable,
        factors: Mapping[str, Factor],
        dice: Dice,
    ) -> None:
        self._character, self._symbol = character, character.instrument.symbol
        self._timetable, self._dice = timetable, dice
        self._fair = FairPrice(character, gap, factors, dice)
        self._maker = MarketMaker(character)
        self._band = Band(character)
        self._gaps = _gaps(gap)
        self._watched = False

    @property
    def price(self) -> Price:
        """What a share is worth, in dollars."""
        return self._maker.nearest(self._fair.parts)

    def take_effect(self, what: Split | Dividend) -> None:
        """From now on it is of what that makes of its shares; see :meth:`show_anew`."""
        if isinstance(what, Split):
            self._fair.split(what.ratio)
            self._maker.split(what.ratio)
        else:
            self._fair.pay(round(what.cash / self._character.instrument.tick_size * PARTS))

    def show_anew(self, time: datetime) -> list[Tick]:
        """What it shows since other shares trade; no band holds against what a company did."""
        if self._stage.status is not InstrumentStatus.TRADING:
            return []
        return [*self._renewed(time), *self._offers(time, self._dice.getrandbits(_BITS))]

    def begin(self, time: datetime) -> list[Tick]:
        """What there is at first."""
        self._segment = self._timetable.segment(time)
        self._stage = _Stage(self._segment.status, self._segment.ends)
        self._minute_ends = time + SECOND * (1 + self._dice.randrange(MINUTE // SECOND))
        return self._shown(time)

    def step(self) -> list[Tick]:
        """What happens at ``due``."""
        time = self.due
        if time >= self._stage.ends:
            return self._change(time)
        told = self._pass_minutes(time) if time >= self._minute_ends else []
        bits = self._dice.getrandbits(_BITS)
        self.due = due = time + self._gaps[bits >> _GAP_SHIFT & _GAPS - 1]
        if due > self._stage.ends:
            self.due = self._stage.ends
        draw, fair, maker = bits >> _DRAW_SHIFT, self._fair, self._maker
        traded = bits >> _ODDS_SHIFT & _ODDS - 1 < maker.trade_odds
        if traded:
            told.append(maker.trade(time, draw))
        fair.move(time, noise_in(bits & _NOISE))
        if self._watched and not self._band.low <= fair.parts <= self._band.high:
            return [*told, *self._halt(time)]
        told.append(maker.quote(time, fair.parts, draw))
        if time >= self._depth_due:
            self._depth_due = time + DEPTH_GAP
            told.append(maker.depth(time, self._dice))
        return told

    def _change(self, time: datetime) -> list[Tick]:
        """The stage ends and the next one begins; an auction ends with its print."""
        before = self._stage
        self._stage = self._next_stage(time)
        if before.status is InstrumentStatus.CLOSED:
            self._fair.wake(time)
        auction = _AUCTIONS.get(before.status)
        if auction is None or self._stage.status in _AUCTIONS:
            return self._shown(time)
        self._fair.move(time, 0)
        least = CROSSED_TIMES[auction] * self._character.lots_max
        lots = least + self._dice.randrange(least + 1)
        return [self._maker.cross(time, self._fair.parts, lots, auction), *self._shown(time)]

    def _next_stage(self, time: datetime) -> _Stage:
        if time >= self._segment.ends:
            self._segment = self._timetable.segment(time)
        elif self._stage.status is InstrumentStatus.HALTED:
            ends = min(time + CALL, self._segment.ends)
            return _Stage(InstrumentStatus.OPENING_AUCTION, ends, RESUMES)
        return _Stage(self._segment.status, self._segment.ends)

    def _halt(self, time: datetime) -> list[Tick]:
        reason = self._band.broken_by(self._fair.parts)
        ends = min(time + PAUSE, self._segment.ends)
        self._stage = _Stage(InstrumentStatus.HALTED, ends, reason)
        return self._shown(time)

    def _shown(self, time: datetime) -> list[Tick]:
        """The status, and what can be seen in it: quotes while it trades, and nothing else."""
        status, self.due, reason = self._stage
        told = StatusTick(time, self._symbol, status, reason)
        was_watched, is_trading = self._watched, status is InstrumentStatus.TRADING
        can_halt = self._character.can_be_halted and self._segment.has_halts
        self._watched = is_trading and can_halt
        lifted = [self._maker.unbound(time)] if was_watched and not self._watched else []
        if not is_trading:
            return [told, *lifted, *self._maker.withdraw(time)]
        bands = self._renewed(time)
        self._maker.adapt(self._fair.level, self._segment.activity(time))
        bits = self._dice.getrandbits(_BITS)
        self.due = min(time + self._gaps[bits >> _GAP_SHIFT & _GAPS - 1], self._stage.ends)
        return [told, *lifted, *bands, *self._offers(time, bits)]

    def _offers(self, time: datetime, bits: int) -> tuple[Tick, Tick]:
        self._depth_due = time + DEPTH_GAP
        quote = self._maker.quote(time, self._fair.parts, bits >> _DRAW_SHIFT)
        return quote, self._maker.depth(time, self._dice)

    def _pass_minutes(self, time: datetime) -> list[Tick]:
        """Moods change, and market makers with them; minutes without a quote do not count."""
        self._minute_ends = time + MINUTE
        activity = self._segment.activity(time)
        self._fair.pass_minute(time, activity)
        self._maker.adapt(self._fair.level, activity)
        return self._renewed(time) if self._band.is_old(time) else []

    def _renewed(self, time: datetime) -> list[Tick]:
        """Lay the bands around the price of now, and tell them while they are watched."""
        band = self._band
        band.renew(self._fair.parts, time)
        return [self._maker.bands(time, band.low, band.high)] if self._watched else []


def _gaps(mean: timedelta) -> list[timedelta]:
    """From half to one and a half times the mean, in whole milliseconds."""
    width = mean // timedelta(milliseconds=1)
    return [timedelta(milliseconds=width // 2 + width * n // (_GAPS - 1)) for n in range(_GAPS)]

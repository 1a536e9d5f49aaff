"""When an instrument trades, when it is called in an auction, and how busy it is."""

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import NamedTuple, Protocol

from market_data.domain.sessions import Session
from market_data.domain.trading_days import TradingDay, TradingDays
from vocabulary import InstrumentStatus

OPENING_CALL = timedelta(minutes=2)
"""For so long before the open orders are only collected."""
CLOSING_CALL = timedelta(seconds=30)
"""For so long before the close."""
CROSSING = timedelta(milliseconds=1)
"""So long before the close the closing auction is decided: its print belongs to the last minute."""

_END_OF_TIME = datetime.max.replace(tzinfo=UTC)

BUSY_PERCENT = (190, 120, 95, 80, 72, 68, 65, 66, 70, 78, 90, 115, 191)
"""How much trades in each thirteenth of a session, in per cent of the mean: most of it when the
market opens and before it closes (Jain and Joh, The Dependence between Hourly Prices and Trading
Volume, 1988)."""
_EVEN_PERCENT, _THIN_PERCENT = 100, 12


class Pace(Enum):
    """How business goes."""

    EVEN = "even"
    """As busy at any hour as at another."""
    SESSION = "session"
    """Busy at both ends."""
    THIN = "thin"
    """Before and after hours hardly anybody is there."""


class Segment(NamedTuple):
    """A part of a day in which nothing changes, from ``starts`` up to ``ends``."""

    status: InstrumentStatus
    starts: datetime
    ends: datetime
    pace: Pace = Pace.EVEN

    @property
    def has_halts(self) -> bool:
        """Whether trading stops when a price runs away; not before and after hours."""
        return self.pace is not Pace.THIN

    def activity(self, time: datetime) -> int:
        """How much trades at ``time``, in per cent of the mean of a session."""
        if self.pace is Pace.EVEN:
            return _EVEN_PERCENT
        if self.pace is Pace.THIN:
            return _THIN_PERCENT
        part = (time - self.starts) * len(BUSY_PERCENT) // (self.ends - self.starts)
        return BUSY_PERCENT[min(max(part, 0), len(BUSY_PERCENT) - 1)]


class Timetable(Protocol):
    """The segments of all days."""

    def segment(self, moment: datetime) -> Segment:
        """The one that ``moment`` is in."""
        ...


class Continuous:
    """Trades whenever its session is open, and has no auctions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def segment(self, moment: datetime) -> Segment:
        """Trading or closed."""
        if self._session.is_open(moment):
            closes = self._session.next_close(moment) or _END_OF_TIME
            return Segment(InstrumentStatus.TRADING, moment, closes)
        return Segment(InstrumentStatus.CLOSED, moment, self._session.next_open(moment))


class ExchangeTimetable:
    """Trades on a stock exchange, from an opening to a closing auction.

    With ``extended`` hours it trades before and after them too, though not much.
    """

    def __init__(self, days: TradingDays, *, extended: bool) -> None:
        self._days = days
        self._extended = extended

    def segment(self, moment: datetime) -> Segment:
        """A call, trading, or closed until the next day."""
        days = self._days.from_day_of(moment)
        segments = (segment for day in days for segment in self._segments(day))
        found = next(segment for segment in segments if moment < segment.ends)
        if moment < found.starts:
            return Segment(InstrumentStatus.CLOSED, moment, found.starts)
        return found

    def _segments(self, day: TradingDay) -> list[Segment]:
        calls, closing = day.opens - OPENING_CALL, day.closes - CLOSING_CALL
        crosses = day.closes - CROSSING
        core = [
            Segment(InstrumentStatus.OPENING_AUCTION, calls, day.opens),
            Segment(InstrumentStatus.TRADING, day.opens, closing, Pace.SESSION),
            Segment(InstrumentStatus.CLOSING_AUCTION, closing, crosses),
        ]
        if not self._extended:
            return core
        before = Segment(InstrumentStatus.TRADING, day.pre_opens, calls, Pace.THIN)
        after = Segment(InstrumentStatus.TRADING, crosses, day.after_closes, Pace.THIN)
        return [before, *core, after]

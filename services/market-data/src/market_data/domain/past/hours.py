"""When an instrument traded in a past that is made up: in the hours of the real market."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from market_data.domain.bars import MINUTE, ORIGIN
from market_data.domain.instruments import Calendar
from market_data.domain.simulation.timetable import Pace, Segment
from market_data.domain.trading_days import TradingDays
from vocabulary import InstrumentStatus

_DAY = timedelta(days=1)
_MONDAY, _SATURDAY = 0, 5


class PastSession(NamedTuple):
    """A day's trading, which lies within one day in UTC and in New York.

    Of its ``minutes`` only so many as are ``known`` were over when the simulation began.
    ``follows_pause`` says that nobody traded just before it.
    """

    on: date
    opens: datetime
    minutes: int
    known: int
    pace: Pace
    follows_pause: bool = True


def sessions_before(
    calendar: Calendar, days: TradingDays, moment: datetime, first: date
) -> Iterator[PastSession]:
    """Those that began before ``moment``, the last one first, back to the day ``first``."""
    on = moment.date()
    while on >= first:
        session = _session(calendar, days, on)
        if session is not None and (known := (moment - session.opens) // MINUTE) > 0:
            yield session._replace(known=min(known, session.minutes))
        on -= _DAY


@cache
def activities(minutes: int, pace: Pace, width: int) -> list[int]:
    """How busy it is in each ``width`` minutes of a session, in per cent of the mean."""
    segment = Segment(InstrumentStatus.TRADING, ORIGIN, ORIGIN + minutes * MINUTE, pace)
    return [segment.activity(ORIGIN + n * MINUTE) for n in range(0, minutes, width)]


def _session(calendar: Calendar, days: TradingDays, on: date) -> PastSession | None:
    if calendar is Calendar.EXCHANGE:
        day = days.day(on)
        if day is None:
            return None
        minutes = (day.closes - day.opens) // MINUTE
        return PastSession(on, day.opens, minutes, minutes, Pace.SESSION)
    weekly = calendar is Calendar.WEEKDAYS
    if weekly and on.weekday() >= _SATURDAY:
        return None
    midnight, minutes = datetime.combine(on, time(), UTC), _DAY // MINUTE
    return PastSession(
        on, midnight, minutes, minutes, Pace.EVEN, follows_pause=weekly and not on.weekday()
    )

"""The course of trading days: which part of its day it is for an instrument, and when it ends."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import NamedTuple, Protocol

from market_data.domain.sessions import Session, Sessions, TradedHours
from market_data.domain.trading_days import NEW_YORK, TradingDay, TradingDays
from vocabulary import AssetClass, SessionPhase

_DAY = timedelta(days=1)
_EVENING = time(17)
_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6


class Turn(NamedTuple):
    """From ``time`` on it is another ``phase``; ``ends_day`` says that orders of the day are over.

    That is when the regular session ends, whatever comes after it.
    """

    time: datetime
    phase: SessionPhase
    ends_day: bool = False


class Course(Protocol):
    """The days of an instrument, one after the other."""

    def phase(self, moment: datetime) -> SessionPhase:
        """Which part of its day ``moment`` is in; ``closed`` when nobody trades it."""
        ...

    def next_turn(self, moment: datetime) -> Turn:
        """The first one after ``moment``."""
        ...


def course_of(asset_class: AssetClass, sessions: Sessions) -> Course:
    """The days of what is traded like this."""
    session = sessions.of(asset_class)
    if asset_class is AssetClass.CRYPTO:
        return _Course(session, _MidnightTurns())
    if asset_class in {AssetClass.FX, AssetClass.COMMODITY}:
        return _Course(session, _WeekTurns(has_weekend=sessions.hours != "always"))
    return _Course(session, _ExchangeTurns(sessions.days, sessions.hours))


class _Turns(Protocol):
    def since(self, moment: datetime) -> Iterator[Turn]:
        """In order, from some time before ``moment`` on."""
        ...


class _Course:
    """Turns, and a session that knows what was before the first of them."""

    def __init__(self, session: Session, turns: _Turns) -> None:
        self._session = session
        self._turns = turns

    def phase(self, moment: datetime) -> SessionPhase:
        """Which part of its day it is."""
        is_open = self._session.is_open(moment)
        return self._session.phase(moment) if is_open else SessionPhase.CLOSED

    def next_turn(self, moment: datetime) -> Turn:
        """The first one after ``moment``."""
        return next(turn for turn in self._turns.since(moment) if turn.time > moment)


class _ExchangeTurns:
    """Of what is traded on a stock exchange, or in its days around the clock."""

    def __init__(self, days: TradingDays, hours: TradedHours) -> None:
        self._days = days
        self._turns_of = {
            "always": _around_the_clock,
            "regular": _regular,
            "extended": _extended,
        }[hours]

    def since(self, moment: datetime) -> Iterator[Turn]:
        """From the trading day on that it is in New York."""
        return (turn for day in self._days.from_day_of(moment) for turn in self._turns_of(day))


class _WeekTurns:
    """Days from 17:00 to 17:00 in New York; the first begins on Sunday, the last ends on Friday."""

    def __init__(self, *, has_weekend: bool) -> None:
        self._at_weekend = SessionPhase.CLOSED if has_weekend else SessionPhase.REGULAR

    def since(self, moment: datetime) -> Iterator[Turn]:
        """From the day on that it is in New York."""
        first = moment.astimezone(NEW_YORK).date()
        return (turn for n in count() for turn in self._turns(first + n * _DAY))

    def _turns(self, on: date) -> Iterator[Turn]:
        evening = datetime.combine(on, _EVENING, NEW_YORK).astimezone(UTC)
        if on.weekday() == _SUNDAY:
            yield Turn(evening, SessionPhase.REGULAR)
        elif on.weekday() != _SATURDAY:
            is_last = on.weekday() == _FRIDAY
            phase = self._at_weekend if is_last else SessionPhase.REGULAR
            yield Turn(evening, phase, ends_day=True)


class _MidnightTurns:
    """Days from midnight to midnight in UTC, without a pause."""

    def since(self, moment: datetime) -> Iterator[Turn]:
        """From the next midnight on."""
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return (Turn(midnight + n * _DAY, SessionPhase.REGULAR, ends_day=True) for n in count(1))


def _around_the_clock(day: TradingDay) -> list[Turn]:
    return [Turn(day.closes, SessionPhase.REGULAR, ends_day=True)]


def _regular(day: TradingDay) -> list[Turn]:
    return [
        Turn(day.opens, SessionPhase.REGULAR),
        Turn(day.closes, SessionPhase.CLOSED, ends_day=True),
    ]


def _extended(day: TradingDay) -> list[Turn]:
    return [
        Turn(day.pre_opens, SessionPhase.PRE),
        Turn(day.opens, SessionPhase.REGULAR),
        Turn(day.closes, SessionPhase.AFTER, ends_day=True),
        Turn(day.after_closes, SessionPhase.CLOSED),
    ]

"""When a market is open."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal, NamedTuple, Protocol

from market_data.domain.trading_days import NEW_YORK, TradingDay, TradingDays
from vocabulary import AssetClass, SessionPhase

TradedHours = Literal["always", "regular", "extended"]
"""Around the clock, or in the sessions of the real market, with or without those around them."""

_SUNDAY, _EVENING = 6, time(17)
_WEEK_LASTS, _WEEK = timedelta(days=5), timedelta(days=7)
_NEVER = datetime.max.replace(tzinfo=UTC)


class Session(Protocol):
    """Hours of trading. Moments that are answered are in UTC."""

    def is_open(self, moment: datetime) -> bool:
        """Whether anybody trades at ``moment``."""
        ...

    def phase(self, moment: datetime) -> SessionPhase:
        """Which part of a trading day ``moment`` is in."""
        ...

    def next_open(self, moment: datetime) -> datetime:
        """``moment`` itself if the market is open then, else when it opens next."""
        ...

    def next_close(self, moment: datetime) -> datetime | None:
        """When it closes, now or after it has opened; ``None`` if it never does."""
        ...


class AlwaysOpen:
    """Day and night, on every day."""

    def is_open(self, moment: datetime) -> bool:
        """Yes."""
        del moment
        return True

    def phase(self, moment: datetime) -> SessionPhase:
        """There is only one."""
        del moment
        return SessionPhase.REGULAR

    def next_open(self, moment: datetime) -> datetime:
        """At once."""
        return moment

    def next_close(self, moment: datetime) -> None:
        """Never."""
        del moment


class _Opening(NamedTuple):
    """Open from ``opens`` up to, not including, ``closes``."""

    opens: datetime
    closes: datetime


class _Openings(ABC):
    """Hours that come and go."""

    def __init__(self) -> None:
        self._last = _Opening(_NEVER, _NEVER)

    def is_open(self, moment: datetime) -> bool:
        """Whether ``moment`` is within the hours."""
        return self._opening(moment).opens <= moment

    def next_open(self, moment: datetime) -> datetime:
        """``moment``, or when the next hours begin."""
        return max(moment, self._opening(moment).opens)

    def next_close(self, moment: datetime) -> datetime:
        """When these hours end, or the next ones if it is closed."""
        return self._opening(moment).closes

    def _opening(self, moment: datetime) -> _Opening:
        """The hours that ``moment`` is in, or the next ones."""
        last = self._last  # every tick asks, and nearly always about the same hours
        if not last.opens <= moment < last.closes:
            last = self._last = self._found(moment)
        return last

    @abstractmethod
    def _found(self, moment: datetime) -> _Opening: ...


class ExchangeHours(_Openings):
    """The hours of the stock exchanges; ``extended`` ones include those before and after."""

    def __init__(self, days: TradingDays, *, extended: bool = False) -> None:
        super().__init__()
        self._days = days
        self._extended = extended

    def phase(self, moment: datetime) -> SessionPhase:
        """Which part of the trading day it is, whether or not these hours include it."""
        day = self._days.day_of(moment)
        if day is None or not day.pre_opens <= moment < day.after_closes:
            return SessionPhase.CLOSED
        if moment < day.opens:
            return SessionPhase.PRE
        return SessionPhase.REGULAR if moment < day.closes else SessionPhase.AFTER

    def _found(self, moment: datetime) -> _Opening:
        openings = map(self._hours, self._days.from_day_of(moment))
        return next(one for one in openings if moment < one.closes)

    def _hours(self, day: TradingDay) -> _Opening:
        if self._extended:
            return _Opening(day.pre_opens, day.after_closes)
        return _Opening(day.opens, day.closes)


class WeekdayHours(_Openings):
    """From Sunday 17:00 to Friday 17:00 in New York, as currencies and metals trade."""

    def phase(self, moment: datetime) -> SessionPhase:
        """Regular, or closed."""
        return SessionPhase.REGULAR if self.is_open(moment) else SessionPhase.CLOSED

    def _found(self, moment: datetime) -> _Opening:
        there = moment.astimezone(NEW_YORK)
        sunday = there.date() - timedelta(days=(there.weekday() - _SUNDAY) % 7)
        opens = datetime.combine(sunday, _EVENING, NEW_YORK)
        if there >= opens + _WEEK_LASTS:  # days on the wall: a week may be an hour longer
            opens += _WEEK
        return _Opening(opens.astimezone(UTC), (opens + _WEEK_LASTS).astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a moment is in the hours that the market keeps, and in those of the stock exchange.

    ``phase`` is ``closed`` when it is not open. ``next_open`` is when the exchange's next regular
    session begins, ``next_close`` when this one or else the next ends, and ``exchange_phase`` which
    part of its trading day it is there.
    """

    time: datetime
    is_open: bool
    phase: SessionPhase
    exchange_phase: SessionPhase
    next_open: datetime
    next_close: datetime


class Sessions:
    """When each class of instruments trades.

    ``market`` is what the whole market goes by, its ``hours`` in a word; ``exchange`` the regular
    session of the stock exchanges whatever the market goes by.
    """

    def __init__(self, days: TradingDays, hours: TradedHours) -> None:
        self.days = days
        self.hours: TradedHours = hours
        self.exchange = ExchangeHours(days)
        extended = ExchangeHours(days, extended=True)
        by_name: dict[str, Session] = {
            "always": AlwaysOpen(),
            "regular": self.exchange,
            "extended": extended,
        }
        self.market = by_name[hours]
        self._by_class: dict[AssetClass, Session] = {}
        if hours != "always":
            self._by_class = {
                AssetClass.CRYPTO: AlwaysOpen(),
                AssetClass.FX: WeekdayHours(),
                AssetClass.COMMODITY: WeekdayHours(),
            }

    def outlook(self, time: datetime) -> Outlook:
        """What there is to say about a moment."""
        exchange = self.exchange
        closes = exchange.next_close(time)
        opens = exchange.next_open(closes if exchange.is_open(time) else time)
        is_open = self.market.is_open(time)
        phase = self.market.phase(time) if is_open else SessionPhase.CLOSED
        return Outlook(time, is_open, phase, exchange.phase(time), opens, closes)

    def of(self, asset_class: AssetClass) -> Session:
        """When instruments of this class trade."""
        return self._by_class.get(asset_class, self.market)

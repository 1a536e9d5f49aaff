"""The days on which stock exchanges trade, and their hours, as a table that is handed in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
OPENS, CLOSES = time(9, 30), time(16)
"""The regular session of US stock exchanges, in New York."""
PRE_OPENS = time(4)
"""When trading before hours begins, in New York."""
AFTER_HOURS = timedelta(hours=4)
"""How long trading goes on after the close: to 20:00, and to 17:00 on a half day."""

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class TradingDay:
    """The hours of one day, in UTC. ``half`` is a day on which the exchange closes early."""

    date: date
    pre_opens: datetime
    opens: datetime
    closes: datetime
    after_closes: datetime
    half: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """A regular session that is unlike others, in New York."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Holiday:
    """A weekday without trading. Closures that were not planned have no name."""

    name: str | None = None


class TradingDays:
    """Monday to Friday, except for the ``exceptions``.

    Holidays that are further away than the table reaches are not known.
    """

    def __init__(self, exceptions: Mapping[date, Hours | Holiday] | None = None) -> None:
        self._exceptions = exceptions or {}
        self._days: dict[date, TradingDay | None] = {}

    def day(self, on: date) -> TradingDay | None:
        """The hours of a day; ``None`` when nobody trades on it."""
        if on not in self._days:
            self._days[on] = self._made(on)
        return self._days[on]

    def holiday(self, on: date) -> Holiday | None:
        """The holiday that a weekday is, if it is one."""
        found = self._exceptions.get(on)
        return found if isinstance(found, Holiday) else None

    def day_of(self, moment: datetime) -> TradingDay | None:
        """The hours of the day that it is in New York."""
        return self.day(moment.astimezone(NEW_YORK).date())

    def from_day_of(self, moment: datetime) -> Iterator[TradingDay]:
        """The trading days from the day on that it is in New York, for ever."""
        first = moment.astimezone(NEW_YORK).date()
        days = (self.day(first + n * _DAY) for n in count())
        return (day for day in days if day is not None)

    def _made(self, on: date) -> TradingDay | None:
        found = self._exceptions.get(on)
        if isinstance(found, Holiday) or on.weekday() >= _SATURDAY:
            return None
        hours = found or Hours(OPENS, CLOSES)
        closes = _in_utc(on, hours.closes)
        return TradingDay(
            on,
            _in_utc(on, PRE_OPENS),
            _in_utc(on, hours.opens),
            closes,
            closes + AFTER_HOURS,
            hours.closes < CLOSES,
        )


def _in_utc(on: date, at: time) -> datetime:
    return datetime.combine(on, at, NEW_YORK).astimezone(UTC)

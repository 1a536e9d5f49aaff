"""When the market is open."""

from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
OPENS, CLOSES = time(9, 30), time(16)
_SATURDAY = 5


class Session(Protocol):
    """Hours of trading."""

    def is_open(self, moment: datetime) -> bool:
        """Whether anybody trades at ``moment``."""
        ...

    def next_open(self, moment: datetime) -> datetime:
        """``moment`` itself if the market is open then, else when it opens next."""
        ...


class AlwaysOpen:
    """Day and night, on every day."""

    def is_open(self, moment: datetime) -> bool:
        """Yes."""
        del moment
        return True

    def next_open(self, moment: datetime) -> datetime:
        """At once."""
        return moment


class RegularHours:
    """The regular session of US stock exchanges: 9:30 to 16:00 in New York, Monday to Friday.

    Holidays and half days are not known here.
    """

    def is_open(self, moment: datetime) -> bool:
        """Whether ``moment`` is within the hours of a weekday."""
        there = moment.astimezone(NEW_YORK)
        return there.weekday() < _SATURDAY and OPENS <= there.time() < CLOSES

    def next_open(self, moment: datetime) -> datetime:
        """``moment``, or the next half past nine of a weekday, in the time zone of ``moment``."""
        if self.is_open(moment):
            return moment
        there = moment.astimezone(NEW_YORK)
        day = there.date() if there.time() < OPENS else there.date() + timedelta(days=1)
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
        return datetime.combine(day, OPENS, NEW_YORK).astimezone(moment.tzinfo)


SESSIONS: dict[str, Session] = {"always": AlwaysOpen(), "regular": RegularHours()}
"""By their name in the settings."""

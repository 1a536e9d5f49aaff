"""The trading days of the stock exchange."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Self

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chassis.errors import Unprocessable
from chassis.moments import Day
from market_data.domain.trading_days import TradingDays

DAYS_MAX = 366
DAYS_SHOWN = 30
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""Beyond them there is nothing to find, and at the ends of the calendar arithmetic fails."""

_DAY = timedelta(days=1)
_SATURDAY = 5


class DaysUnfit(Unprocessable):
    """There is no such stretch of days in the calendar, or it is too long."""

    code = "days_unfit"


class CalendarRequest(BaseModel):
    """Which days: from the one to the other, both included, 366 at most.

    Without a first day they begin today, by market time in New York; without a last there are 30.
    """

    model_config = ConfigDict(populate_by_name=True)

    first: Annotated[Day | None, Field(alias="from", examples=["2013-11-25"])] = None
    last: Annotated[Day | None, Field(alias="to", examples=["2013-11-29"])] = None

    def days(self, today: date) -> list[date]:
        """The days that are asked for.

        Raises:
            DaysUnfit: the last is before the first, there are too many, or they are far away.
        """
        try:
            first = self.first or (self.last - (DAYS_SHOWN - 1) * _DAY if self.last else today)
            last = self.last or first + (DAYS_SHOWN - 1) * _DAY
        except OverflowError as error:
            raise DaysUnfit("there is nothing at the ends of time") from error
        number = (last - first).days + 1
        if not FIRST <= first <= last <= LAST or number > DAYS_MAX:
            raise DaysUnfit(f"from a day to a later one, {DAYS_MAX} at most, from 1900 to 2199")
        return [first + n * _DAY for n in range(number)]


Wanted = Annotated[CalendarRequest, Query()]


class CalendarDay(BaseModel):
    """A weekday. On a holiday nothing opens; ``holiday`` is its name, if it has one.

    ``open`` and ``close`` are the regular session, ``session_open`` and ``session_close`` the one
    with pre-market and after hours. All are moments in UTC.
    """

    date: Day
    open: AwareDatetime | None = None
    close: AwareDatetime | None = None
    session_open: AwareDatetime | None = None
    session_close: AwareDatetime | None = None
    early_close: bool = False
    holiday: str | None = None

    @classmethod
    def of(cls, days: TradingDays, on: Day) -> Self:
        """What is known of a weekday."""
        day = days.day(on)
        if day is None:
            holiday = days.holiday(on)
            return cls(date=on, holiday=holiday.name if holiday else None)
        return cls(
            date=on,
            open=day.opens,
            close=day.closes,
            session_open=day.pre_opens,
            session_close=day.after_closes,
            early_close=day.half,
        )


class CalendarResponse(BaseModel):
    """Days in their order, without Saturdays and Sundays."""

    exchange: str
    time_zone: str
    items: list[CalendarDay]


def weekdays(days: list[date]) -> Iterator[date]:
    """Those from Monday to Friday."""
    return (day for day in days if day.weekday() < _SATURDAY)

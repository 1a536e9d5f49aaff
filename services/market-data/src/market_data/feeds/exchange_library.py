"""Prints the days on which the New York Stock Exchange does not keep its usual hours, as CSV.

``python -m market_data.feeds.exchange_library``; the library is exchange_calendars. It stands on
pandas, which takes 60 MB for as long as a process lives that has imported it, so that this one is
over when it has printed.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from exchange_calendars import get_calendar  # pyright: ignore  # it has no types

from market_data.domain.trading_days import CLOSES, NEW_YORK, OPENS
from market_data.feeds.calendars import EXCHANGE, FIRST, LAST, Row

_DAY = timedelta(days=1)
_SATURDAY = 5


def rows() -> Iterator[Row]:
    """Half days with their hours, and holidays with their names, as far as they have any."""
    calendar: Any = get_calendar(EXCHANGE, start=str(FIRST), end=str(LAST))
    opens = _on_the_wall(calendar.opens)
    closes = _on_the_wall(calendar.closes)
    names = _holiday_names(calendar)
    for on in _weekdays():
        if on not in opens:
            yield Row(str(on), "", "", names.get(on, ""))
        elif (hours := (opens[on].time(), closes[on].time())) != (OPENS, CLOSES):
            yield Row(str(on), str(hours[0]), str(hours[1]), "")


def _on_the_wall(moments: Any) -> dict[date, datetime]:  # noqa: ANN401  # pandas has no types
    local = moments.dt.tz_convert(NEW_YORK)
    return dict(zip(local.index.date, local.dt.to_pydatetime(), strict=True))


def _holiday_names(calendar: Any) -> dict[date, str]:  # noqa: ANN401
    named = calendar.regular_holidays.holidays(str(FIRST), str(LAST), return_name=True)
    return dict(zip(named.index.date, named, strict=True))


def _weekdays() -> Iterator[date]:
    days = (FIRST + n * _DAY for n in range((LAST - FIRST).days + 1))
    return (day for day in days if day.weekday() < _SATURDAY)


if __name__ == "__main__":
    csv.writer(sys.stdout).writerows(rows())

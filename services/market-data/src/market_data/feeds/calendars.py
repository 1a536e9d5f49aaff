"""The calendar of the New York Stock Exchange, as the library exchange_calendars knows it.

The library stands on pandas. It is imported when a market starts and not before, and what is kept
of it is a table of the few hundred weekdays that are unlike others.
"""

import warnings
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from market_data.domain.sessions import Sessions, TradedHours
from market_data.domain.trading_days import CLOSES, NEW_YORK, OPENS, Holiday, Hours, TradingDays

EXCHANGE = "XNYS"
FIRST, LAST = date(1980, 1, 1), date(2050, 12, 31)
"""How far the table reaches. Further away every weekday is a trading day."""

_DAY = timedelta(days=1)
_SATURDAY = 5
_USUAL = Hours(OPENS, CLOSES)


def open_sessions(hours: TradedHours) -> Sessions:
    """When each class of instruments trades. The first time in a process it takes a second."""
    return Sessions(trading_days(), hours)


@cache
def trading_days() -> TradingDays:
    """The trading days of the US stock exchanges."""
    return TradingDays(dict(_exceptions()))


def _exceptions() -> Iterator[tuple[date, Hours | Holiday]]:
    calendar = _calendar()
    opens = _on_the_wall(calendar.opens)
    closes = _on_the_wall(calendar.closes)
    names = _holiday_names(calendar)
    for on in _weekdays():
        if on not in opens:
            yield on, Holiday(names.get(on))
        elif (hours := Hours(opens[on].time(), closes[on].time())) != _USUAL:
            yield on, hours


def _calendar() -> Any:  # noqa: ANN401  # pandas has no types
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the library's, of its own pandas
        from exchange_calendars import (  # pyright: ignore  # noqa: PLC0415  # see above
            get_calendar,
        )

        return get_calendar(EXCHANGE, start=str(FIRST), end=str(LAST))


def _on_the_wall(moments: Any) -> dict[date, datetime]:  # noqa: ANN401
    local = moments.dt.tz_convert(NEW_YORK)
    return dict(zip(local.index.date, local.dt.to_pydatetime(), strict=True))


def _holiday_names(calendar: Any) -> dict[date, str]:  # noqa: ANN401
    named = calendar.regular_holidays.holidays(str(FIRST), str(LAST), return_name=True)
    return dict(zip(named.index.date, named, strict=True))


def _weekdays() -> Iterator[date]:
    days = (FIRST + n * _DAY for n in range((LAST - FIRST).days + 1))
    return (day for day in days if day.weekday() < _SATURDAY)

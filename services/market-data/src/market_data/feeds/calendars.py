"""The calendar of the New York Stock Exchange, as the library exchange_calendars knows it.

The library stands on pandas. A process of its own is asked when a market starts, and what is kept
of its answer is a table of the few hundred weekdays that are unlike others.
"""

import csv
import subprocess
import sys
from datetime import date, time
from functools import cache
from typing import NamedTuple

from market_data.domain.sessions import Sessions, TradedHours
from market_data.domain.trading_days import Holiday, Hours, TradingDays

EXCHANGE = "XNYS"
FIRST, LAST = date(1980, 1, 1), date(2050, 12, 31)
"""How far the table reaches. Further away every weekday is a trading day."""
LIBRARY = "market_data.feeds.exchange_library"


class Row(NamedTuple):
    """A weekday that is unlike others, as text. Without hours it is a holiday."""

    on: str
    opens: str
    closes: str
    holiday: str


def open_sessions(hours: TradedHours) -> Sessions:
    """When each class of instruments trades. The first time in a process it takes a second."""
    return Sessions(trading_days(), hours)


@cache
def trading_days() -> TradingDays:
    """The trading days of the US stock exchanges.

    Raises:
        subprocess.CalledProcessError: the library fails; what it says is on standard error.
    """
    command = [sys.executable, "-I", "-m", LIBRARY]
    nothing: dict[str, str] = {}  # of our environment, which holds passwords
    said = subprocess.run(  # noqa: S603  # it is our own
        command, env=nothing, stdout=subprocess.PIPE, check=True, encoding="utf-8"
    )
    rows = (Row._make(fields) for fields in csv.reader(said.stdout.splitlines()))
    return TradingDays({date.fromisoformat(row.on): _known(row) for row in rows})


def _known(row: Row) -> Hours | Holiday:
    if row.opens:
        return Hours(time.fromisoformat(row.opens), time.fromisoformat(row.closes))
    return Holiday(row.holiday or None)

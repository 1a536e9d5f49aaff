"""Moments and days as clients write them: RFC 3339, and nothing else that may be taken for one."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field

FIRST, END = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Beyond them there is nothing to find, and at the ends of the calendar arithmetic fails."""
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _written_out(moment: object) -> object:
    """The same. A number is refused: nobody could tell seconds from milliseconds."""
    if isinstance(moment, datetime) or (isinstance(moment, str) and _RFC_3339.fullmatch(moment)):
        return moment
    raise ValueError("write it as in RFC 3339, with the time zone: 2026-01-05T14:30:00Z")


def _named(day: object) -> object:
    """The same. A number is refused: nobody could tell what it counts."""
    if isinstance(day, date) or (isinstance(day, str) and _FULL_DATE.fullmatch(day)):
        return day
    raise ValueError("write it like 2013-11-29")


Moment = Annotated[AwareDatetime, Field(ge=FIRST, lt=END), BeforeValidator(_written_out)]
"""A moment from 1900 to 2199, with its time zone."""
Day = Annotated[date, BeforeValidator(_named)]
"""A day of the calendar, whichever zone it is a day of."""

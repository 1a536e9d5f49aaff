"""By whose calendar things are counted: New York's, where the stocks are traded."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
DECEMBER = 12


def day_of(moment: datetime) -> date:
    """The market day that a moment of market time falls into: New York's calendar day."""
    return moment.astimezone(NEW_YORK).date()


def beginning_of(day: date) -> datetime:
    """Midnight in New York."""
    return datetime.combine(day, time(), NEW_YORK)


def day_after(day: date) -> date:
    """The next day of the calendar."""
    return day + timedelta(days=1)


def month_after(day: date) -> date:
    """The first day of the month after that of ``day``."""
    if day.month == DECEMBER:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)

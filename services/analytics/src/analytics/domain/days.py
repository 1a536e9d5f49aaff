"""By whose calendar things are counted: New York's, where the stocks are traded."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")


def day_of(moment: datetime) -> date:
    """The market day that a moment of market time falls into: New York's calendar day."""
    return moment.astimezone(NEW_YORK).date()


def hour_of(moment: datetime) -> int:
    """The hour in New York, 0 to 23."""
    return moment.astimezone(NEW_YORK).hour

"""When the proceeds of sales are settled: so many trading days later (SEC rule 15c6-1: one).

Unsettled money may be traded with, and not be taken out.
"""

from dataclasses import dataclass
from datetime import date, datetime

from portfolio.domain.days import day_after, day_of
from vocabulary import NO_MONEY, Money

WEEKDAYS = 5


@dataclass(slots=True)
class Unsettled:
    """``amount`` dollars of sales that are settled when the market day ``settles_on`` begins.

    ``days`` is how many trading days that takes: none or one. Trading days are weekdays, holidays
    of the exchange among them. A sale on a weekend counts as one of the Monday after it; sales that
    are not settled by then wait for it.
    """

    amount: Money = NO_MONEY
    settles_on: date | None = None
    days: int = 0

    def sold(self, proceeds: Money, at: datetime | None) -> None:
        """Take in what a sale has brought, at a market time; of an unknown time it is settled."""
        if at is None or not self.days:
            return
        due = _weekday_from(day_after(_weekday_from(day_of(at))))
        self.amount = Money(self.of(at) + proceeds)
        self.settles_on = max(self.settles_on or due, due)

    def of(self, now: datetime | None) -> Money:
        """Dollars that are not settled; where nobody knows the market's time, nothing more is."""
        if self.settles_on is None or (now is not None and day_of(now) >= self.settles_on):
            return NO_MONEY
        return self.amount

    def clear(self) -> None:
        """Forget everything: the account begins again."""
        self.amount, self.settles_on = NO_MONEY, None


def _weekday_from(day: date) -> date:
    """The day itself, or the Monday after it."""
    while day.weekday() >= WEEKDAYS:
        day = day_after(day)
    return day

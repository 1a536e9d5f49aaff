"""How far a round trip went against its trader, and for them, before it was over.

After J. Sweeney, *Maximum Adverse Excursion* (1996), in dollars of the whole position: what the
trip would have earned, without fees, if it had ended at the worst, and at the best, price that was
seen. Prices are seen at its own fills, and in the minutes throughout which the position stayed the
same: in a minute with a fill nobody knows whether the low came before it or after.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple, Self

from analytics.domain.trip import RoundTrip
from vocabulary import NO_MONEY, Money, Price, Quantity, Side, value

MINUTE = timedelta(minutes=1)


class Minute(NamedTuple):
    """The highest and the lowest price of one minute, in dollars per share."""

    start: datetime
    high: Price
    low: Price


class Step(NamedTuple):
    """Where a trip stood after one of its fills, which was made at ``price``.

    ``quantity`` shares were held or owed, and ``balance`` dollars had been gained or were invested.
    """

    market_time: datetime
    price: Price
    quantity: Quantity
    balance: Money

    @classmethod
    def after(cls, trip: RoundTrip, price: Price, at: datetime) -> Self:
        """Where it stands now."""
        return cls(at, price, trip.quantity, trip.balance)

    def result(self, side: Side, price: Price) -> Money:
        """What the trip would earn if it ended at ``price``."""
        there = value(self.quantity, price)
        return Money(self.balance + (there if side is Side.BUY else -there))


@dataclass(frozen=True, slots=True)
class Excursion:
    """Dollars: ``adverse`` is never above zero, and ``favourable`` never below."""

    adverse: Money = NO_MONEY
    favourable: Money = NO_MONEY

    @classmethod
    def of(cls, trip: RoundTrip, steps: Sequence[Step], minutes: Sequence[Minute]) -> Self:
        """The excursion of a trip that is over.

        ``steps`` and ``minutes`` are in order of time; minutes may reach beyond the trip.
        """
        seen = [Money(trip.profit + trip.fees)]
        ends = [one.market_time for one in steps[1:]] + [trip.closed_at or steps[-1].market_time]
        for step, following in pairwise(steps):
            seen.append(step.result(trip.side, following.price))
        for step, end in zip(steps, ends, strict=True):
            for minute in _throughout(minutes, step.market_time, end):
                seen.append(step.result(trip.side, minute.high))
                seen.append(step.result(trip.side, minute.low))
        return cls(min(NO_MONEY, *seen), max(NO_MONEY, *seen))


def _throughout(minutes: Sequence[Minute], since: datetime, until: datetime) -> Sequence[Minute]:
    """The minutes that lie between two moments from their first second to their last."""
    first = bisect_left(minutes, since, key=lambda one: one.start)
    beyond = bisect_right(minutes, until - MINUTE, key=lambda one: one.start)
    return minutes[first:beyond]

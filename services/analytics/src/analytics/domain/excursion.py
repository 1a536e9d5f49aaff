"""How far a round trip went against its trader, and for them, before it was over.

After J. Sweeney, *Maximum Adverse Excursion* (1996), in dollars of the whole position: what the
trip would have earned, without fees, if it had ended at the worst, and at the best, price that was
seen. Prices are seen at its own fills, and in the minutes throughout which the position stayed the
same: in a minute with a fill nobody knows whether the low came before it or after.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple, Self

from analytics.domain.trip import RoundTrip
from vocabulary import NO_MONEY, Money, Price, Quantity, Side, value


class Span(NamedTuple):
    """The lowest and the highest price of a stretch of whole minutes, in dollars per share."""

    low: Price
    high: Price


class Step(NamedTuple):
    """Where a trip stood after one of its fills, which was made at ``price``; a split has none.

    ``quantity`` shares were held or owed, and ``balance`` dollars had been gained or were invested.
    """

    market_time: datetime
    price: Price | None
    quantity: Quantity
    balance: Money

    @classmethod
    def after(cls, trip: RoundTrip, price: Price | None, at: datetime) -> Self:
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
    def of(cls, trip: RoundTrip, steps: Sequence[Step], spans: Sequence[Span | None]) -> Self:
        """The excursion of a trip that is over.

        ``steps`` are in order, and ``spans`` are of the whole minutes from each of them to the next
        and from the last one to the end of the trip, if any passed of which a price is known.
        """
        seen = [Money(trip.profit + trip.fees)]
        for step, following in pairwise(steps):
            if following.price is not None:
                seen.append(step.result(trip.side, following.price))
        for step, span in zip(steps, spans, strict=True):
            if span is not None:
                seen.append(step.result(trip.side, span.low))
                seen.append(step.result(trip.side, span.high))
        return cls(min(NO_MONEY, *seen), max(NO_MONEY, *seen))

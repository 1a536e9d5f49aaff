"""Round trips: from no position to none again. Why so, and not FIFO: ``docs/analytics.md``."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from analytics.domain.fill import Fill
from vocabulary import (
    NO_MONEY,
    NO_SHARES,
    FillId,
    Money,
    Price,
    Quantity,
    Side,
    Symbol,
    average_price,
    converted,
    portion,
    value,
)


@dataclass(frozen=True, slots=True)
class Part:
    """What a fill, or a part of one, did to one trip: shares, dollars, and its share of the fee."""

    quantity: Quantity
    worth: Money
    fee: Money

    @classmethod
    def whole(cls, fill: Fill, grown: Quantity) -> Self:
        """All of it; of new shares where a split has made more of them."""
        more = grown if fill.side is Side.BUY else -grown
        quantity = Quantity(fill.quantity + more)
        return cls(quantity, value(fill.quantity, fill.price), fill.fee)

    def divided(self, at: Quantity) -> tuple["Part", "Part"]:
        """The first ``at`` shares, and the rest, which bears the rest of the dollars."""
        first = Part(
            at, portion(self.worth, at, self.quantity), portion(self.fee, at, self.quantity)
        )
        rest = Part(
            Quantity(self.quantity - first.quantity),
            Money(self.worth - first.worth),
            Money(self.fee - first.fee),
        )
        return first, rest


@dataclass(slots=True)
class RoundTrip:
    """A position from its first share to its last.

    ``side`` is how it was entered, ``quantity`` how many shares are held or owed now; ``shares`` is
    how many were entered in all, and ``peak`` the most at once. ``entered`` and ``exited`` are
    dollars, without ``fees``.
    """

    trip_id: FillId
    """The fill that began it."""
    symbol: Symbol
    side: Side
    opened_at: datetime
    quantity: Quantity = NO_SHARES
    shares: Quantity = NO_SHARES
    peak: Quantity = NO_SHARES
    entered: Money = NO_MONEY
    exited: Money = NO_MONEY
    fees: Money = NO_MONEY
    fills: int = 0
    closed_at: datetime | None = None

    @property
    def profit(self) -> Money:
        """Dollars earned, less fees, once it is over."""
        return Money(self.balance - self.fees)

    @property
    def balance(self) -> Money:
        """Dollars that came out of it so far, less those that went in; without fees."""
        gained = self.exited - self.entered
        return Money(gained if self.side is Side.BUY else -gained)

    @property
    def entry_price(self) -> Price:
        """The average price of entry, in dollars a share."""
        return average_price(self.entered, self.shares)

    @property
    def exit_price(self) -> Price:
        """The average price of exit, in dollars a share, once it is over."""
        return average_price(self.exited, self.shares)

    @property
    def held_for(self) -> timedelta:
        """How long it lasted, in market time; nothing where that was taken back meanwhile."""
        lasted = (self.closed_at or self.opened_at) - self.opened_at
        return max(lasted, timedelta(0))

    def enter(self, part: Part) -> None:
        """More shares were taken on."""
        self.quantity = Quantity(self.quantity + part.quantity)
        self.shares = Quantity(self.shares + part.quantity)
        self.peak = max(self.peak, self.quantity)
        self.entered = Money(self.entered + part.worth)
        self._count(part)

    def leave(self, part: Part, at: datetime) -> None:
        """Shares went; with the last one the trip is over."""
        self.quantity = Quantity(self.quantity - part.quantity)
        self.exited = Money(self.exited + part.worth)
        self._count(part)
        if not self.quantity:
            self.closed_at = at

    def split(self, added: Quantity, cash: Money, at: datetime) -> None:
        """Old shares became new ones, and fractions were sold; with nothing left it is over.

        What was entered counts in new shares as well, those that are gone like those that stay.
        """
        sign = 1 if self.side is Side.BUY else -1
        before, self.quantity = self.quantity, Quantity(self.quantity + sign * added)
        self.exited = Money(self.exited + sign * cash)
        if before > 0 and self.quantity > 0:
            self.shares = converted(self.shares, before, self.quantity)
            self.peak = converted(self.peak, before, self.quantity)
        elif self.quantity <= 0:
            self.quantity, self.closed_at = NO_SHARES, at

    def _count(self, part: Part) -> None:
        self.fees = Money(self.fees + part.fee)
        self.fills += 1


def travelled(
    trip: RoundTrip | None, fill: Fill, grown: Quantity = NO_SHARES
) -> tuple[RoundTrip | None, RoundTrip]:
    """Go on with ``trip``, if there is one, by a fill of its symbol, ``grown`` by a split since.

    Returns:
        the trip that is over by it, if one is; and the trip that it was last part of, which is
            under way as long as shares are held. A fill that turns the position around ends one
            and begins the next; fee and dollars are divided by shares.
    """
    part = Part.whole(fill, grown)
    if trip is None:
        return None, _begun(fill, part)
    if trip.side is fill.side:
        trip.enter(part)
        return None, trip
    if part.quantity > trip.quantity:
        last, first = part.divided(trip.quantity)
        trip.leave(last, fill.market_time)
        return trip, _begun(fill, first)
    trip.leave(part, fill.market_time)
    return (None if trip.quantity else trip), trip


def _begun(fill: Fill, part: Part) -> RoundTrip:
    trip = RoundTrip(fill.fill_id, fill.symbol, fill.side, fill.market_time)
    trip.enter(part)
    return trip

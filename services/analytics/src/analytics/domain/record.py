"""The track record of an account: how its orders went, and what its trades earned.

It takes what it hears in any order, but for the fills of one symbol, which come as they were made.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from analytics.domain.companies import Adjusted, Adjustment, Dividend
from analytics.domain.excursion import Step
from analytics.domain.facts import (
    FIRST_EPOCH,
    Beginning,
    Counted,
    NotOpened,
    OrderFact,
    Outcome,
    Payment,
)
from analytics.domain.fill import Fill
from analytics.domain.holding import Holding
from analytics.domain.trip import RoundTrip, travelled
from vocabulary import (
    NO_SHARES,
    AccountId,
    FillId,
    Money,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
    UserId,
)


@dataclass(slots=True)
class Book:
    """What was traded in one epoch; ``trips`` are those under way."""

    holdings: dict[Symbol, Holding] = field(default_factory=dict[Symbol, Holding])
    trips: dict[Symbol, RoundTrip] = field(default_factory=dict[Symbol, RoundTrip])

    def holding(self, symbol: Symbol) -> Holding:
        """What was traded of a symbol."""
        return self.holdings.setdefault(symbol, Holding(symbol))

    def adjust(self, split: Adjustment) -> RoundTrip:
        """Count a split; the trip that it was in, or that it began, if what it is of comes late."""
        self.holding(split.symbol).adjust(split)
        trip = self.trips.pop(split.symbol, None)
        if trip is None:
            side = Side.BUY if split.added > 0 else Side.SELL
            trip = RoundTrip(FillId(split.booking_id), split.symbol, side, split.market_time)
        trip.split(split.added, split.cash, split.market_time)
        if trip.quantity:
            self.trips[split.symbol] = trip
        return trip

    def trade(self, fill: Fill, grown: Quantity) -> tuple[Money, RoundTrip | None, RoundTrip]:
        """Count a fill: what it earned, the trip that is over by it, and the one it was last in."""
        holding = self.holding(fill.symbol)
        earned = holding.trade(fill.side, fill.quantity, fill.price, fill.fee, grown)
        over, last = travelled(self.trips.pop(fill.symbol, None), fill, grown)
        if last.quantity:
            self.trips[fill.symbol] = last
        return earned, over, last


@dataclass(slots=True)
class Unsaved:
    """What was heard of an account and is not stored yet.

    ``changed`` are symbols by epoch, ``over`` the trips that ended. ``is_moved`` says that fills
    were counted in an epoch that was over: all figures are to be worked out again.
    """

    fills: list[Counted] = field(default_factory=list[Counted])
    orders: list[OrderFact] = field(default_factory=list[OrderFact])
    payments: list[Payment] = field(default_factory=list[Payment])
    adjustments: list[Adjustment] = field(default_factory=list[Adjustment])
    placed: list[Adjusted] = field(default_factory=list[Adjusted])
    dividends: list[Dividend] = field(default_factory=list[Dividend])
    beginnings: list[Beginning] = field(default_factory=list[Beginning])
    changed: set[tuple[int, Symbol]] = field(default_factory=set[tuple[int, Symbol]])
    over: list[tuple[int, RoundTrip]] = field(default_factory=list[tuple[int, RoundTrip]])
    refusals: set[RejectionReason] = field(default_factory=set[RejectionReason])
    is_moved: bool = False
    left: set[UserId] = field(default_factory=set[UserId])
    """People who are to be forgotten by name."""

    @property
    def is_something(self) -> bool:
        """Whether anything was heard at all."""
        facts = self.fills or self.orders or self.payments or self.beginnings
        return bool(facts or self.adjustments or self.dividends or self.left)


@dataclass(slots=True)
class TrackRecord:
    """All that is known of one account.

    ``number`` counts its fills, and ``latest`` is when the last of them was said.
    """

    account_id: AccountId
    beginnings: dict[int, Beginning] = field(default_factory=dict[int, Beginning])
    payments: dict[UUID, Payment] = field(default_factory=dict[UUID, Payment])
    adjustments: dict[UUID, Adjustment] = field(default_factory=dict[UUID, Adjustment])
    dividends: dict[UUID, Dividend] = field(default_factory=dict[UUID, Dividend])
    orders: Counter[Outcome] = field(default_factory=Counter[Outcome])
    rejections: Counter[RejectionReason] = field(default_factory=Counter[RejectionReason])
    books: dict[int, Book] = field(default_factory=dict[int, Book])
    number: int = 0
    latest: datetime | None = None
    unsaved: Unsaved = field(default_factory=Unsaved)

    @property
    def epoch(self) -> int:
        """How often the account has begun."""
        return max(self.beginnings, default=FIRST_EPOCH)

    @property
    def holdings(self) -> Mapping[Symbol, Holding]:
        """What was traded since the last beginning."""
        return self.book(self.epoch).holdings

    def book(self, epoch: int) -> Book:
        """What was traded in an epoch."""
        return self.books.setdefault(epoch, Book())

    def epoch_at(self, said_at: datetime) -> int:
        """The epoch to which something belongs that was said at this wall time."""
        later = (one.epoch for one in self.beginnings.values() if one.said_at <= said_at)
        return max(later, default=FIRST_EPOCH)

    def started_with(self, epoch: int | None = None) -> Money:
        """The cash with which an epoch began, the last one if none is named; in dollars.

        Raises:
            NotOpened: it is not known yet.
        """
        beginning = self.beginnings.get(epoch or self.epoch)
        if beginning is None:
            raise NotOpened(f"account {self.account_id} is not open")
        return beginning.cash

    def paid_in(self, epoch: int | None = None) -> Money:
        """What was paid in during an epoch, less what was paid out, in dollars."""
        return Money(sum((one.amount for one in self._paid(epoch, interest=False)), Decimal(0)))

    def interest(self, epoch: int | None = None) -> Money:
        """What owing dollars has cost during an epoch."""
        return Money(-sum((one.amount for one in self._paid(epoch, interest=True)), Decimal(0)))

    def _paid(self, epoch: int | None, *, interest: bool) -> Iterator[Payment]:
        wanted = epoch or self.epoch
        for one in self.payments.values():
            if one.is_interest is interest and self.epoch_at(one.said_at) == wanted:
                yield one

    def begin(self, beginning: Beginning) -> None:
        """Note that the account began; being told twice changes nothing."""
        if beginning.epoch in self.beginnings:
            return
        self.beginnings[beginning.epoch] = beginning
        self.unsaved.beginnings.append(beginning)
        if beginning.epoch > FIRST_EPOCH and self.latest and self.latest >= beginning.said_at:
            self.unsaved.is_moved = True

    def pay(self, payment: Payment) -> None:
        """Note that money came or went; being told twice changes nothing."""
        if payment.booking_id not in self.payments:
            self.payments[payment.booking_id] = payment
            self.unsaved.payments.append(payment)

    def count(self, fact: OrderFact) -> None:
        """Note what became of an order, or of several."""
        self.orders[fact.outcome] += fact.orders
        self.unsaved.orders.append(fact)
        if fact.reason is not None:
            self.rejections[fact.reason] += fact.orders
            self.unsaved.refusals.add(fact.reason)

    def leave(self, user_id: UserId) -> None:
        """Note that somebody left: the books of their account stay, their name does not."""
        self.unsaved.left.add(user_id)

    def trade(self, fill: Fill, grown: Quantity = NO_SHARES) -> None:
        """Take one side of a trade into account; a split has ``grown`` its shares since.

        One that was made before a split that is counted already, or after which one was done, has
        to be counted before it.
        """
        splits = self.adjustments.values()
        if any(one.comes_after(fill) or one.fill_id == fill.fill_id for one in splits):
            self.unsaved.is_moved = True
        epoch = self.epoch_at(fill.said_at)
        earned, over, trip = self.book(epoch).trade(fill, grown)
        self.number += 1
        self.latest = max(self.latest or fill.said_at, fill.said_at)
        step = Step.after(trip, fill.price, fill.market_time)
        self.unsaved.fills.append(Counted(self.number, epoch, fill, earned, trip.trip_id, step))
        self.unsaved.changed.add((epoch, fill.symbol))
        if over is not None:
            self.unsaved.over.append((epoch, over))

    def adjust(self, adjustment: Adjustment) -> None:
        """Note a split; being told twice changes nothing.

        It belongs among the fills, which may be heard of earlier or later: all is counted again.
        """
        if adjustment.booking_id not in self.adjustments:
            self.adjustments[adjustment.booking_id] = adjustment
            self.unsaved.adjustments.append(adjustment)
            self.unsaved.is_moved = True

    def place(self, adjustment: Adjustment, *, is_converted: bool = False) -> None:
        """Count a split after the fills that were counted before it; or only the fractions of it.

        These are left where the fill before it ``is_converted``.
        """
        epoch, symbol = self.epoch_at(adjustment.said_at), adjustment.symbol
        book = self.book(epoch)
        trip = book.adjust(adjustment.fractions if is_converted else adjustment)
        step = Step.after(trip, None, adjustment.market_time)
        self.unsaved.placed.append(Adjusted(self.number, epoch, adjustment, trip.trip_id, step))
        self.unsaved.changed.add((epoch, symbol))
        if trip.closed_at is not None:
            self.unsaved.over.append((epoch, trip))

    def receive(self, dividend: Dividend) -> None:
        """Note a dividend; being told twice changes nothing."""
        if dividend.booking_id in self.dividends:
            return
        self.dividends[dividend.booking_id] = dividend
        self.unsaved.dividends.append(dividend)
        epoch = self.epoch_at(dividend.said_at)
        holding = self.book(epoch).holding(dividend.symbol)
        holding.dividends = Money(holding.dividends + dividend.amount)
        self.unsaved.changed.add((epoch, dividend.symbol))

    def saved(self) -> None:
        """Forget what is stored by now."""
        self.unsaved = Unsaved()

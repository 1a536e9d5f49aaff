"""Which part of a history somebody asks for, and how they go on from there."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from chassis.moments import Moment
from portfolio.domain.ledger import BookingKind
from portfolio.queries.wanted import Spot, Wanted
from vocabulary import AccountId, OrderId, Side, Symbol

NUMBER_BYTES, PLACE_BYTES = 4, 5
COUNT_MAX = 2**31 - 1
EPOCH_MAX = 1_000_000

Cursor = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{12}$")]
Epoch = Annotated[int, Field(ge=1, le=EPOCH_MAX, description="How often the account had begun.")]
SymbolAsked = Annotated[
    Symbol,
    Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9./_-]+$", examples=["IBM"]),
]
Since = Annotated[Moment, Field(description="Market time from which on.")]
Until = Annotated[Moment, Field(description="Market time up to which, without it.")]


class RangeRequest(BaseModel):
    """What happened from ``since`` on and before ``until``, in market time, and in one epoch.

    Without ``epoch`` it is of all of them.
    """

    since: Since | None = None
    until: Until | None = None
    epoch: Epoch | None = None


class TradesRequest(RangeRequest):
    """Which fills."""

    symbol: SymbolAsked | None = None
    side: Side | None = None
    order_id: OrderId | None = None

    def wanted(self, account_id: AccountId) -> Wanted:
        """The same, of the caller's own account."""
        return Wanted(
            account_id,
            symbol=self.symbol,
            side=self.side,
            since=self.since,
            until=self.until,
            epoch=self.epoch,
            order_id=self.order_id,
        )


class BookingsRequest(RangeRequest):
    """Which bookings. Those of a ``symbol`` are those that moved shares of it."""

    symbol: SymbolAsked | None = None
    kind: Annotated[
        list[BookingKind],
        Field(
            default_factory=list[BookingKind],
            max_length=len(BookingKind),
            description="One or several.",
        ),
    ]

    def wanted(self, account_id: AccountId) -> Wanted:
        """The same, of the caller's own account."""
        return Wanted(
            account_id,
            symbol=self.symbol,
            kinds=frozenset(self.kind),
            since=self.since,
            until=self.until,
            epoch=self.epoch,
        )


class ClosingsRequest(RangeRequest):
    """Which shares that left. ``booking_id`` names what took them: a fill, for instance."""

    symbol: SymbolAsked | None = None
    booking_id: UUID | None = None

    def wanted(self, account_id: AccountId) -> Wanted:
        """The same, of the caller's own account."""
        return Wanted(
            account_id,
            symbol=self.symbol,
            since=self.since,
            until=self.until,
            epoch=self.epoch,
            booking_id=self.booking_id,
        )


class PartRequest(BaseModel):
    """Which part of a list, newest first. ``cursor`` is the ``next_cursor`` of the part before.

    Nothing is left out or shown twice when more is added meanwhile.
    """

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Cursor | None = None

    @property
    def before(self) -> Spot | None:
        """The last place that was seen."""
        if self.cursor is None:
            return None
        seen = urlsafe_b64decode(self.cursor)
        number, place = int.from_bytes(seen[:NUMBER_BYTES]), int.from_bytes(seen[NUMBER_BYTES:])
        return Spot(min(number, COUNT_MAX), min(place, COUNT_MAX))


def cursor_of(spot: Spot | None) -> str | None:
    """How a client is told to go on from there."""
    if spot is None:
        return None
    seen = spot.number.to_bytes(NUMBER_BYTES) + spot.place.to_bytes(PLACE_BYTES)
    return urlsafe_b64encode(seen).decode()


class TradesPart(PartRequest, TradesRequest):
    """A part of those fills."""


class BookingsPart(PartRequest, BookingsRequest):
    """A part of those bookings."""


class ClosingsPart(PartRequest, ClosingsRequest):
    """A part of what left those lots."""

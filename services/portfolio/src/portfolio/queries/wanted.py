"""Which part of an account's history somebody wants."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_

from portfolio.domain.ledger import BookingKind
from portfolio.tables import bookings, closings, entries, trades
from vocabulary import AccountId, OrderId, Side, Symbol


class Spot(NamedTuple):
    """Where somebody is in a history: at a booking of the account, and how far within it."""

    number: int
    place: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What happened to an account, as far as it fits everything that is named.

    ``since`` and ``until`` are market times, the second no longer wanted; what has none was before
    all others. Without an ``epoch``, all epochs are.
    """

    account_id: AccountId
    symbol: Symbol | None = None
    side: Side | None = None
    kinds: frozenset[BookingKind] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    epoch: int | None = None
    order_id: OrderId | None = None
    booking_id: UUID | None = None

    def of_trades(self) -> Iterator[ColumnElement[bool]]:
        """The same, for trades."""
        yield trades.c.account_id == self.account_id
        if self.symbol is not None:
            yield trades.c.symbol == self.symbol
        if self.side is not None:
            yield trades.c.side == self.side.value
        if self.order_id is not None:
            yield trades.c.order_id == self.order_id
        if self.epoch is not None:
            yield trades.c.epoch == self.epoch
        yield from self._in_time(trades.c.market_time)

    def of_bookings(self) -> Iterator[ColumnElement[bool]]:
        """The same, for bookings; those of a symbol are those that moved shares of it."""
        yield bookings.c.account_id == self.account_id
        if self.symbol is not None:
            of_booking = entries.c.booking_id == bookings.c.booking_id
            own = entries.c.account_id == self.account_id
            yield exists().where(of_booking, own, entries.c.asset == self.symbol)
        if self.kinds:
            yield bookings.c.kind.in_(sorted(one.value for one in self.kinds))
        if self.epoch is not None:
            yield bookings.c.epoch == self.epoch
        yield from self._in_time(bookings.c.market_time)

    def of_closings(self) -> Iterator[ColumnElement[bool]]:
        """The same, for shares that left their lots."""
        yield closings.c.account_id == self.account_id
        if self.symbol is not None:
            yield closings.c.symbol == self.symbol
        if self.booking_id is not None:
            yield closings.c.booking_id == self.booking_id
        if self.epoch is not None:
            yield closings.c.epoch == self.epoch
        yield from self._in_time(closings.c.closed_at)

    def _in_time(self, moment: ColumnElement[datetime]) -> Iterator[ColumnElement[bool]]:
        if self.since is not None:
            yield moment >= self.since
        if self.until is not None:
            yield or_(moment.is_(None), moment < self.until)

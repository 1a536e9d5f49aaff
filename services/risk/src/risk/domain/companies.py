"""Splits of companies, as all accounts of a process know of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from uuid import UUID

from vocabulary import NO_SHARES, PRICE_PLACES, OrderId, Price, Quantity, Symbol, made_at

_SECOND = 1000
_UNIT = Decimal(1).scaleb(-PRICE_PLACES)


@dataclass(frozen=True, slots=True)
class Split:
    """``new_shares`` for ``old_shares`` from ``effective_at`` on, in market time.

    ``said_at`` is when it was said to be effective, by the clock on the wall, and missing while it
    is only announced. One that ``is_past`` was said so long ago that a market whose time is before
    it was taken back.
    """

    action_id: UUID
    symbol: Symbol
    new_shares: Quantity
    old_shares: Quantity
    effective_at: datetime
    said_at: datetime | None = None
    is_past: bool = False

    def is_due(self, *times: datetime | None) -> bool:
        """Whether it is effective, by what was said or by market time."""
        if self.said_at is not None:
            return True
        return any(at is not None and at >= self.effective_at for at in times)

    def comes_after(self, order_id: OrderId, at: datetime) -> bool:
        """Whether what an order traded ``at`` a market time were shares as they were before.

        An order that was made after the split was said to be effective is of shares as they are
        now, whatever market time says: that was taken back.
        """
        if at >= self.effective_at:
            return False
        return self.said_at is None or made_at(order_id) <= self.said_at.timestamp() * _SECOND

    def is_after(self, marked_at: datetime | None, now: datetime | None) -> bool:
        """Whether a price of a moment of market time was named for old shares."""
        if marked_at is None or marked_at >= self.effective_at:
            return False
        return not self.is_past or (now is not None and now >= self.effective_at)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a split adds to ``old`` shares, as it was reckoned before it was told.

    Once it was told, or where nobody knows of how many it was, there are no ``old`` ones.
    ``orders`` are those that were open then, and have not been adjusted as far as was heard.
    """

    added: Quantity = NO_SHARES
    old: Quantity | None = None
    orders: frozenset[OrderId] = frozenset()


TOLD = Foreseen()
Splits = Mapping[Symbol, Sequence[Split]]


@dataclass(slots=True)
class Company:
    """The company behind a symbol. ``news`` are splits that are not yet saved."""

    symbol: Symbol
    news: list[Split] = field(default_factory=list[Split])


def repriced(price: Price, shares: Quantity, become: Quantity) -> Price:
    """What a share costs, in dollars, when ``shares`` become ``become``; at least one unit."""
    exact = (price * shares / become).quantize(_UNIT, ROUND_HALF_EVEN)
    return Price(max(exact, _UNIT))

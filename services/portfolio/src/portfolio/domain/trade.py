"""One side of a trade, as the order service reports it and as it is booked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from vocabulary import NO_MONEY, FillId, Money, OrderId, Price, Quantity, Side, Symbol, plain

MARKET = "market"
"""The counterparty of a fill that came out of a quoted size."""


@dataclass(frozen=True, slots=True)
class Fill:
    """``quantity`` shares changed hands at ``price`` dollars each, for a ``fee`` in dollars."""

    fill_id: FillId
    order_id: OrderId
    symbol: Symbol
    side: Side
    quantity: Quantity
    price: Price
    counterparty: str
    market_time: datetime | None = None
    fee: Money = NO_MONEY

    @property
    def moved(self) -> Quantity:
        """Shares that came by it, or went if negative."""
        return self.quantity if self.side is Side.BUY else Quantity(-self.quantity)

    @property
    def fee_booking_id(self) -> UUID:
        """The id under which the fee is booked: always the same for the same fill."""
        return uuid5(self.fill_id, "fee")

    def __str__(self) -> str:
        verb = "bought" if self.side is Side.BUY else "sold"
        return f"{verb} {plain(self.quantity)} {self.symbol} at {plain(self.price)}"


@dataclass(frozen=True, slots=True)
class Trade:
    """A fill, the number of its booking, what it was worth and earned in dollars, and its epoch.

    What it earned is less the fee: opening a position has cost that.
    """

    number: int
    fill: Fill
    value: Money
    realised: Money
    epoch: int = 1

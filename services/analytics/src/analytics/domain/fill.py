"""One side of one trade, as the order service tells of it."""

from dataclasses import dataclass
from datetime import datetime

from vocabulary import NO_MONEY, FillId, Money, OrderId, Price, Quantity, Side, Symbol


@dataclass(frozen=True, slots=True)
class Fill:
    """``quantity`` shares changed hands at ``price`` dollars each, for a ``fee`` in dollars."""

    fill_id: FillId
    symbol: Symbol
    side: Side
    quantity: Quantity
    price: Price
    market_time: datetime
    said_at: datetime
    """Wall time at which the order service said so: it tells to which epoch the fill belongs."""
    fee: Money = NO_MONEY
    order_id: OrderId | None = None
    """The order, whose id says when it was made; missing where that was not kept."""

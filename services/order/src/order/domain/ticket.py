"""What a trader writes on an order: every kind of it."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from vocabulary import (
    LegRole,
    Money,
    OrderClass,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
    TimeInForce,
)


class Exit(NamedTuple):
    """One exit of a group. A limit, a stop or both in dollars; or a trail in dollars or per cent.

    A limit alone takes a profit; all others stop a loss.
    """

    limit_price: Price | None = None
    stop_price: Price | None = None
    trail_price: Price | None = None
    trail_percent: Decimal | None = None

    @property
    def order_type(self) -> OrderType:
        """How it names its price."""
        if self.trail_price is not None or self.trail_percent is not None:
            return OrderType.TRAILING_STOP
        if self.stop_price is None:
            return OrderType.LIMIT
        return OrderType.STOP if self.limit_price is None else OrderType.STOP_LIMIT


class Ticket(NamedTuple):
    """An order as its owner wrote it. Prices are dollars per share, ``notional`` dollars.

    Either ``quantity``, in shares, or ``notional`` says how much. An OCO is its own exit that takes
    a profit, so it has a ``limit_price`` and no ``take_profit``. ``expires_at`` is market time.
    """

    symbol: Symbol
    side: Side
    order_type: OrderType
    quantity: Quantity | None
    limit_price: Price | None = None
    notional: Money | None = None
    stop_price: Price | None = None
    trail_price: Price | None = None
    trail_percent: Decimal | None = None
    time_in_force: TimeInForce = TimeInForce.DAY
    order_class: OrderClass = OrderClass.SIMPLE
    display_quantity: Quantity | None = None
    post_only: bool = False
    reduce_only: bool = False
    extended_hours: bool = False
    expires_at: datetime | None = None
    take_profit: Exit | None = None
    stop_loss: Exit | None = None

    @property
    def exits(self) -> Iterator[tuple[LegRole, Exit]]:
        """What it is for, and the exit, of each that is an order of its own."""
        if self.take_profit is not None:
            yield LegRole.TAKE_PROFIT, self.take_profit
        if self.stop_loss is not None:
            yield LegRole.STOP_LOSS, self.stop_loss

    @property
    def exit_side(self) -> Side:
        """Which way those exits trade."""
        return self.side if self.order_class is OrderClass.OCO else self.side.opposite

    def came_of(self, wish: "Ticket") -> bool:
        """Whether that was asked for. What may only reduce a position may be smaller by now."""
        if self.reduce_only and self.quantity and wish.quantity:
            wish = wish._replace(quantity=min(wish.quantity, self.quantity))
        return self == wish

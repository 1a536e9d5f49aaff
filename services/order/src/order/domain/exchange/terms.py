"""What a trader asks for, in whole numbers."""

from dataclasses import dataclass

from order.domain.models import fees, fills
from order.domain.models.fills import FINEST, MILLION
from order.domain.units import DOLLAR, SECOND
from vocabulary import OrderType, TimeInForce

AT_ONCE = frozenset({TimeInForce.IOC, TimeInForce.FOK})
"""What does not trade at once is canceled."""
IN_AUCTIONS = frozenset({TimeInForce.OPG, TimeInForce.CLS})
"""Trades in an auction or not at all."""
OF_THE_DAY = frozenset({TimeInForce.DAY}) | IN_AUCTIONS
"""Lives no longer than the trading day."""
TRIGGERED = frozenset({OrderType.STOP, OrderType.STOP_LIMIT, OrderType.TRAILING_STOP})
"""Waits for a price before it trades."""
UNPRICED = frozenset({OrderType.MARKET, OrderType.STOP, OrderType.TRAILING_STOP})
"""Takes what it gets, up to its bound."""
DAY = 24 * 60 * 60 * SECOND
GTC_MAX = 90 * DAY
"""So long, in microseconds, an order lives that is good till it is canceled."""
_COLLAR_LOW, _COLLAR_HIGH = 40_000, 25_000
_COLLAR_FROM = 50 * DOLLAR


def collar(stop: int) -> int:
    """The most that a buy stop pays once it is triggered: 4 % above it, 2.5 % from 50 dollars on.

    Rounded up to the finest price.
    """
    parts = MILLION + (_COLLAR_LOW if stop < _COLLAR_FROM else _COLLAR_HIGH)
    return -(-stop * parts // (MILLION * FINEST)) * FINEST


@dataclass(frozen=True, slots=True)
class Terms:
    """An order's wish.

    ``size`` counts shares; it is zero where ``money``, a value to spend, says how much. ``bound``
    is the worst price: the limit, or what protects an order without one (zero: nothing does).
    A trail is a distance, or millionths of the price. ``display`` is what an iceberg shows at a
    time. ``expires`` is in microseconds of market time.
    """

    is_buy: bool
    order_type: OrderType
    size: int
    bound: int = 0
    time_in_force: TimeInForce = TimeInForce.DAY
    money: int = 0
    stop: int = 0
    trail: int = 0
    trail_percent: int = 0
    display: int = 0
    is_post_only: bool = False
    is_reduce_only: bool = False
    is_extended: bool = False
    expires: int = 0
    model: str = fills.DEFAULT
    fees: str = fees.DEFAULT

    @property
    def is_of_the_day(self) -> bool:
        """Whether it lives no longer than the trading day."""
        return self.time_in_force in OF_THE_DAY

    @property
    def waits_for_price(self) -> bool:
        """Whether the order has to be triggered first."""
        return self.order_type in TRIGGERED

    @property
    def is_unpriced(self) -> bool:
        """Whether the order takes any price, up to its bound."""
        return self.order_type in UNPRICED

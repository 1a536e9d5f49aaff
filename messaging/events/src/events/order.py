"""Facts owned by the order service. Prices are dollars per share."""

from typing import Literal

from pydantic import AwareDatetime

from events.base import Event, OfAccount, PositivePrice, PositiveShares, Shares
from vocabulary import FillId, OrderId, OrderType, Side, Symbol


class OfOrder(OfAccount):
    """Something about one order."""

    order_id: OrderId
    """The order that it concerns."""
    symbol: Symbol
    """What the order trades, for example ``IBM``."""
    market_time: AwareDatetime | None = None
    """Market time at which the owner asked for it, if the order service knew it.

    What becomes of a wish says the time of the wish; only a fill has its own.
    """


class OrderTerms(OfOrder):
    """What an order asks for."""

    side: Side
    """Which way the shares go, seen from the account."""
    order_type: OrderType
    """How the order names its price."""
    quantity: PositiveShares
    """How much of it, in shares."""
    limit_price: PositivePrice | None = None
    """The worst price that the trader accepts, in dollars; missing from a market order."""
    bound_price: PositivePrice
    """The worst price at which the order may trade, in dollars, for which risk holds cash.

    A limit order's limit, or a market order's protection price.
    """
    reference_price: PositivePrice | None = None
    """What the market asked (of a buyer) or bid (to a seller) when the order was placed."""


class OrderCreated(OrderTerms, Event, name="ORDER_CREATED"):
    """A trader asked to buy or sell. Nothing is held or promised yet."""


class OrderAccepted(OfOrder, Event, name="ORDER_ACCEPTED"):
    """The order is on the book, and trades from now on."""


class _Fill(OfOrder):
    """What both kinds of fill say."""

    fill_id: FillId
    """One side of one trade; the same if it is announced again."""
    side: Side
    """Which way the shares went, seen from the account."""
    quantity: PositiveShares
    """How many shares traded now."""
    price: PositivePrice
    """What each of them was traded at, in dollars."""
    filled_quantity: PositiveShares
    """How many shares of the order have traded in all, with these."""
    counterparty: Literal["market", "trader"]
    """Whether they came out of the quoted size, or from another order."""
    bid: PositivePrice | None = None
    """The best bid that the book saw, in dollars."""
    ask: PositivePrice | None = None
    """The best offer that the book saw, in dollars."""
    market_time: AwareDatetime | None = None
    """When that quote was made, in market time."""


class OrderPartiallyFilled(_Fill, Event, name="ORDER_PARTIALLY_FILLED"):
    """Some of the order traded; the rest still waits on the book."""

    open_quantity: PositiveShares
    """Shares that wait."""


class OrderFilled(_Fill, Event, name="ORDER_FILLED"):
    """The last of the order traded; it has ended."""


class OrderCancelRequested(OfOrder, Event, name="ORDER_CANCEL_REQUESTED", key="symbol"):
    """The owner wants what is left of the order withdrawn. The book may have traded it first."""


class _Ended(OfOrder):
    """The end of an order of which something may be left."""

    open_quantity: Shares
    """Shares that were left."""


class OrderCanceled(_Ended, Event, name="ORDER_CANCELED"):
    """What was left of the order is withdrawn; it will not trade any more."""


class OrderExpired(_Ended, Event, name="ORDER_EXPIRED"):
    """The order's time is over; what was left of it will not trade any more."""


class _Replacement(OfOrder):
    """An order that makes way for another one."""

    replacement_id: OrderId
    """The order that stands in its place."""


class OrderReplaceRequested(_Replacement, Event, name="ORDER_REPLACE_REQUESTED", key="symbol"):
    """The owner wants the order to be ended and another one to stand in its place."""

    quantity: PositiveShares
    """How much the replacement asks for, in shares."""
    limit_price: PositivePrice | None = None
    """The replacement's limit, in dollars."""
    bound_price: PositivePrice
    """The worst price at which the replacement may trade, in dollars."""


class OrderReplaced(_Ended, _Replacement, Event, name="ORDER_REPLACED"):
    """The order has ended; another one stands in its place for what was left."""

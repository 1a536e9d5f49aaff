"""Facts owned by the order service. Prices are dollars per share."""

from pydantic import AwareDatetime, BaseModel

from events.base import Event, PositivePrice, PositiveShares, Shares
from vocabulary import AccountId, FillId, OrderId, OrderType, Side, Symbol


class OrderTerms(BaseModel):
    """What an order asks for.

    ``limit_price`` is missing from a market order. ``bound_price`` is the worst price at which the
    order may trade, a limit order's limit or a market order's protection price; risk holds cash
    for it. ``reference_price`` is what the market asked (for a buy) or bid (for a sell) when the
    order was placed.
    """

    order_id: OrderId
    account_id: AccountId
    symbol: Symbol
    side: Side
    order_type: OrderType
    quantity: PositiveShares
    limit_price: PositivePrice | None = None
    bound_price: PositivePrice
    reference_price: PositivePrice | None = None


class OrderCreated(OrderTerms, Event, name="ORDER_CREATED"):
    """A trader asked to buy or sell. Nothing is held or promised yet."""


class OrderAccepted(Event, name="ORDER_ACCEPTED"):
    """The order is on the book, and trades from now on."""

    order_id: OrderId
    account_id: AccountId
    symbol: Symbol


class _Fill(BaseModel):
    """What both kinds of fill say. ``fill_id`` is unique for one side of one trade.

    ``bid`` and ``ask`` are the quote that the book saw, at ``market_time``; ``counterparty`` is
    ``market`` when the shares came out of the quoted size, ``trader`` when another order gave them.
    """

    fill_id: FillId
    order_id: OrderId
    account_id: AccountId
    symbol: Symbol
    side: Side
    quantity: PositiveShares
    price: PositivePrice
    filled_quantity: PositiveShares
    counterparty: str
    bid: PositivePrice | None = None
    ask: PositivePrice | None = None
    market_time: AwareDatetime | None = None


class OrderPartiallyFilled(_Fill, Event, name="ORDER_PARTIALLY_FILLED"):
    """Some of the order traded; ``open_quantity`` still waits on the book."""

    open_quantity: PositiveShares


class OrderFilled(_Fill, Event, name="ORDER_FILLED"):
    """The last of the order traded; it has ended."""


class OrderCancelRequested(Event, name="ORDER_CANCEL_REQUESTED", key="symbol"):
    """The owner wants what is left of the order withdrawn. The book may have traded it first."""

    order_id: OrderId
    account_id: AccountId
    symbol: Symbol


class OrderCanceled(Event, name="ORDER_CANCELED"):
    """What was left of the order is withdrawn; it will not trade any more."""

    order_id: OrderId
    account_id: AccountId
    symbol: Symbol
    open_quantity: Shares


class OrderExpired(Event, name="ORDER_EXPIRED"):
    """The order's time is over; what was left of it will not trade any more."""

    order_id: OrderId
    account_id: AccountId
    symbol: Symbol
    open_quantity: Shares


class OrderReplaceRequested(Event, name="ORDER_REPLACE_REQUESTED", key="symbol"):
    """The owner wants ``order_id`` to be ended and ``replacement_id`` to stand in its place."""

    order_id: OrderId
    replacement_id: OrderId
    account_id: AccountId
    symbol: Symbol
    quantity: PositiveShares
    limit_price: PositivePrice | None = None
    bound_price: PositivePrice


class OrderReplaced(Event, name="ORDER_REPLACED"):
    """The order has ended; ``replacement_id`` stands in its place for what was left."""

    order_id: OrderId
    replacement_id: OrderId
    account_id: AccountId
    symbol: Symbol
    open_quantity: Shares

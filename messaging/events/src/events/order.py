"""Facts owned by the order service. Prices are dollars per share."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from events.base import (
    Cash,
    Channel,
    Event,
    PositivePrice,
    PositiveShares,
    Shares,
)
from events.market import BookLevel
from events.order_facts import OfOrder, OrderTerms
from vocabulary import (
    NO_MONEY,
    FillId,
    OrderId,
    OrderStatus,
    Side,
    Symbol,
)


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
    fee: Cash = NO_MONEY
    """What is charged for it, in dollars."""
    group_id: OrderId | None = None
    """The order whose exit this is; missing where the order stands for itself."""
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


class OrderReplacementRefused(OfOrder, Event, name="ORDER_REPLACEMENT_REFUSED", key="symbol"):
    """The order goes on as it is: the one that was to replace it was refused by risk."""

    replacement_id: OrderId
    """The order that was refused."""
    reason: str
    """Why, in plain words."""


class OrderUpdated(OfOrder, Event, name="ORDER_UPDATED"):
    """Something happened to the order that neither filled nor ended it."""

    status: OrderStatus
    """Where it is now, as it is shown."""
    reason: str
    """What happened and why, in plain words."""
    open_quantity: Shares | None = None
    """Shares that wait, if that has changed."""
    group_id: OrderId | None = None
    """The order whose exit this is; missing where the order stands for itself."""


class OrderAdjusted(OfOrder, Event, name="ORDER_ADJUSTED"):
    """The shares of an order were split: it asks for as many new ones, at prices of new ones.

    ``market_time`` is when the split became effective. An order that cannot be expressed in new
    shares is canceled right after.
    """

    action_id: UUID
    """The split."""
    new_shares: PositiveShares
    """So many new shares..."""
    old_shares: PositiveShares
    """...for so many old ones."""
    open_quantity: Shares
    """New shares that wait."""
    filled_quantity: Shares
    """What has traded, as it was traded: in old shares, where that was before the split."""
    limit_price: PositivePrice | None = None
    """The worst price that the trader accepts, in dollars."""
    stop_price: PositivePrice | None = None
    """The price that it waits for, in dollars."""
    trail_price: PositivePrice | None = None
    """How far behind the best price its stop follows, in dollars."""
    bound_price: PositivePrice
    """The worst price at which it may trade, in dollars, for which risk holds cash."""
    fee_bound: Cash = NO_MONEY
    """The most that its further fees come to, in dollars, if all of it trades at its bound."""
    reason: str
    """What was adjusted, in plain words."""
    group_id: OrderId | None = None
    """The order whose exit this is; missing where the order stands for itself."""


class _Ended(OfOrder):
    """The end of an order of which something may be left."""

    open_quantity: Shares
    """Shares that were left."""
    reason: str | None = None
    """Why, in plain words."""
    group_id: OrderId | None = None
    """The order whose exit this is; missing where the order stands for itself."""


class OrderCanceled(_Ended, Event, name="ORDER_CANCELED"):
    """What was left of the order is withdrawn; it will not trade any more."""


class OrderExpired(_Ended, Event, name="ORDER_EXPIRED"):
    """The order's time is over; what was left of it will not trade any more."""


class OrderReplaced(_Ended, Event, name="ORDER_REPLACED"):
    """The order has ended; another one stands in its place for what was left."""

    replacement_id: OrderId
    """The order that stands in its place."""


class OrderBook(Event, name="ORDER_BOOK", key="symbol", channel=Channel.MARKET):
    """What the orders of our traders show of one symbol. The newest is known by its sequence."""

    symbol: Symbol
    """What it is about, for example ``IBM``."""
    sequence: int
    """Counts what was said of the symbol."""
    bids: list[BookLevel]
    """What our buyers want, from the highest price down."""
    asks: list[BookLevel]
    """What our sellers offer, from the lowest price up."""

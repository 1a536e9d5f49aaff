"""What facts about orders say of them. Prices are dollars per share."""

from pydantic import AwareDatetime

from events.base import Cash, Facts, OfAccount, PositivePrice, PositiveShares
from vocabulary import NO_MONEY, LegRole, OrderClass, OrderId, OrderType, Side, Symbol, TimeInForce


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


class OrderLeg(Facts):
    """An exit of a group. It trades the other way, as many shares as its entry has traded.

    The exits of an OCO trade the same way and size as the order that they belong to.
    """

    order_id: OrderId
    """The exit's own id."""
    role: LegRole
    """What it is for."""
    order_type: OrderType
    """How it names its price."""
    limit_price: PositivePrice | None = None
    """The worst price that the trader accepts, in dollars."""
    stop_price: PositivePrice | None = None
    """The price that it waits for, in dollars."""
    trail_price: PositivePrice | None = None
    """How far behind the best price its stop follows, in dollars."""
    trail_percent: PositivePrice | None = None
    """The same in per cent."""
    bound_price: PositivePrice | None = None
    """The worst price at which it may trade, in dollars."""
    fee_bound: Cash = NO_MONEY
    """The most that its fees come to, in dollars, if all of it trades at its bound."""


class OrderTerms(OfOrder):
    """What an order asks for."""

    side: Side
    """Which way the shares go, seen from the account."""
    order_type: OrderType
    """How the order names its price."""
    quantity: PositiveShares
    """How much of it, in shares; of an order for an amount of money what that buys at the bound."""
    limit_price: PositivePrice | None = None
    """The worst price that the trader accepts, in dollars; missing from a market order."""
    bound_price: PositivePrice
    """The worst price at which the order may trade, in dollars, for which risk holds cash.

    A limit order's limit, or a market order's protection price.
    """
    reference_price: PositivePrice | None = None
    """What the market asked (of a buyer) or bid (to a seller) when the order was placed."""
    notional: Cash | None = None
    """How many dollars it is to trade, where money says how much."""
    fee_bound: Cash = NO_MONEY
    """The most that its fees come to, in dollars, if all of it trades at its bound."""
    time_in_force: TimeInForce = TimeInForce.DAY
    """How long it lives."""
    order_class: OrderClass = OrderClass.SIMPLE
    """Which orders belong together with it."""
    stop_price: PositivePrice | None = None
    """The price that it waits for before it trades, in dollars."""
    trail_price: PositivePrice | None = None
    """How far behind the best price its stop follows, in dollars."""
    trail_percent: PositivePrice | None = None
    """The same in per cent."""
    extended_hours: bool = False
    """Whether it also trades before and after the regular session."""
    reduce_only: bool = False
    """Whether it may only make a position smaller."""
    legs: tuple[OrderLeg, ...] = ()
    """The exits of its group; of an OCO the other exit."""
    replaces: OrderId | None = None
    """The order in whose place it is to stand."""
    forced: bool = False
    """Whether the house placed it: it closes a position after a margin call that was not met."""

"""How much an order asks for."""

from order.domain.ticket import Ticket
from order.domain.validation.facts import Market, Why
from vocabulary import OrderClass, OrderType, Side, TimeInForce

IN_FRACTIONS = frozenset({OrderType.MARKET, OrderType.LIMIT, OrderType.STOP, OrderType.STOP_LIMIT})
"""Types that trade parts of a share, and sums of money."""


def size_ambiguous(ticket: Ticket, _market: Market) -> Why | None:
    """Shares or money say how much."""
    if (ticket.quantity is None) is not (ticket.notional is None):
        return None
    return Why("say how much by either quantity or notional")


def fractions_not_allowed(ticket: Ticket, market: Market) -> Why | None:
    """Parts of a share trade on the day, in orders that stand for themselves."""
    if ticket.quantity is None or not ticket.quantity % 1 or not market.is_whole:
        return None
    return _only_simple(ticket, "parts of a share")


def notional_not_allowed(ticket: Ticket, _market: Market) -> Why | None:
    """The same is true of money; and what it buys is not known before.

    A stop that sells has no worst price: any number of shares might have to be held for it.
    """
    if ticket.notional is None:
        return None
    if ticket.order_type is OrderType.STOP and ticket.side is Side.SELL:
        return Why("a stop order that sells says how many shares, not an amount of money")
    if ticket.reduce_only:
        return Why("an order for an amount of money cannot be reduce_only: say how many shares")
    return _only_simple(ticket, "amounts of money")


def display_not_allowed(ticket: Ticket, _market: Market) -> Why | None:
    """An order that rests may show less than there is of it."""
    if ticket.display_quantity is None:
        return None
    if ticket.order_type is not OrderType.LIMIT or ticket.quantity is None:
        return Why("display_quantity is for limit orders that say how many shares")
    return None


def display_too_large(ticket: Ticket, _market: Market) -> Why | None:
    """Less, that is."""
    shown, whole = ticket.display_quantity, ticket.quantity
    if shown is None or whole is None or shown < whole:
        return None
    text = "display_quantity has to be less than quantity"
    return Why(text, {"display_quantity": shown, "quantity": whole})


def _only_simple(ticket: Ticket, what: str) -> Why | None:
    if ticket.order_type not in IN_FRACTIONS:
        return Why(f"{what} trade in market, limit, stop and stop_limit orders")
    if ticket.time_in_force is not TimeInForce.DAY:
        return Why(f"orders for {what} are day orders")
    if ticket.order_class is not OrderClass.SIMPLE:
        return Why(f"orders for {what} are simple: they have no exits")
    return None

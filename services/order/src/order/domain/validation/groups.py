"""Orders that belong together: an entry and its exits, or two exits of which one is enough."""

from collections.abc import Iterator

from order.domain.ticket import Exit, Ticket
from order.domain.validation.facts import Market, Why
from vocabulary import OrderClass, OrderType, Price, Side, TimeInForce, plain

_LASTING = frozenset({TimeInForce.DAY, TimeInForce.GTC})


def exits_not_used(ticket: Ticket, _market: Market) -> Why | None:
    """A simple order stands for itself."""
    if ticket.order_class is OrderClass.SIMPLE and _has_exits(ticket):
        return Why("a simple order has no exits: say order_class bracket, oto or oco")
    return None


def exits_missing(ticket: Ticket, _market: Market) -> Why | None:
    """Each class has its exits."""
    has = (ticket.take_profit is not None, ticket.stop_loss is not None)
    match ticket.order_class:
        case OrderClass.BRACKET if not all(has):
            return Why("a bracket needs both take_profit and stop_loss")
        case OrderClass.OTO if all(has) or not any(has):
            return Why("an oto needs either take_profit or stop_loss, and not both")
        case OrderClass.OCO if ticket.limit_price is None or not has[1]:
            return Why("an oco needs both take_profit and stop_loss")
        case _:
            return None


def stop_loss_ambiguous(ticket: Ticket, _market: Market) -> Why | None:
    """A loss is stopped at a price or by a trail."""
    stop = ticket.stop_loss
    if stop is None:
        return None
    named = (stop.stop_price, stop.trail_price, stop.trail_percent)
    if sum(one is not None for one in named) != 1:
        return Why("stop_loss needs one of stop_price, trail_price and trail_percent")
    if stop.limit_price is not None and stop.stop_price is None:
        return Why("a stop_loss that trails has no limit_price")
    return None


def oco_not_limit(ticket: Ticket, _market: Market) -> Why | None:
    """The exit that takes the profit is the order itself."""
    if ticket.order_class is OrderClass.OCO and ticket.order_type is not OrderType.LIMIT:
        return Why("an oco is a limit order: its limit takes the profit")
    return None


def oco_prices_differ(ticket: Ticket, _market: Market) -> Why | None:
    """So it has one limit, however it is called."""
    if ticket.order_class is OrderClass.OCO and ticket.take_profit is not None:
        return Why("limit_price and take_profit.limit_price of an oco are the same price")
    return None


def group_time_in_force(ticket: Ticket, _market: Market) -> Why | None:
    """Exits live as long as their entry was to live."""
    if ticket.order_class is OrderClass.SIMPLE or ticket.time_in_force in _LASTING:
        return None
    article = "a" if ticket.order_class is OrderClass.BRACKET else "an"
    return Why(f"{article} {ticket.order_class} order is day or gtc")


def group_reduces_only(ticket: Ticket, _market: Market) -> Why | None:
    """What only makes a position smaller is an exit itself."""
    if ticket.reduce_only and ticket.order_class in {OrderClass.BRACKET, OrderClass.OTO}:
        return Why("an order with exits opens a position: it cannot be reduce_only")
    return None


def exits_crossed(ticket: Ticket, _market: Market) -> Why | None:
    """A profit is taken on one side of the price, a loss stopped on the other."""
    stop = None if ticket.stop_loss is None else ticket.stop_loss.stop_price
    profit = _profit_of(ticket)
    if profit is None or stop is None:
        return None
    sells = ticket.exit_side is Side.SELL
    if (profit > stop) if sells else (profit < stop):
        return None
    way = "above" if sells else "below"
    text = f"take_profit has to be {way} stop_loss: {plain(profit)} is not {way} {plain(stop)}"
    return Why(text, {"take_profit": profit, "stop_loss": stop})


def exit_too_near(ticket: Ticket, market: Market) -> Why | None:
    """Exits are at least a tick beyond the price at which the entry trades."""
    if ticket.order_class in {OrderClass.SIMPLE, OrderClass.OCO}:
        return None
    base = ticket.limit_price or ticket.stop_price or market.facing(ticket.side)
    if base is None:
        return None
    tick = market.tick(base)
    for field, price, has_to_rise in _exit_prices(ticket):
        if (price - base if has_to_rise else base - price) >= tick:
            continue
        way = "above" if has_to_rise else "below"
        text = f"{field} has to be {plain(tick)} {way} the price of the entry, {plain(base)}"
        return Why(text, {"field": field, "price": price, "base_price": base, "tick": tick})
    return None


def _has_exits(ticket: Ticket) -> bool:
    return ticket.take_profit is not None or ticket.stop_loss is not None


def _profit_of(ticket: Ticket) -> Price | None:
    if ticket.order_class is OrderClass.OCO:
        return ticket.limit_price
    return None if ticket.take_profit is None else ticket.take_profit.limit_price


def _exit_prices(ticket: Ticket) -> Iterator[tuple[str, Price, bool]]:
    """The field, the price, and whether it lies above that of the entry."""
    buys = ticket.side is Side.BUY
    profit, loss = ticket.take_profit or _NONE, ticket.stop_loss or _NONE
    if profit.limit_price is not None:
        yield "take_profit.limit_price", profit.limit_price, buys
    if loss.stop_price is not None:
        yield "stop_loss.stop_price", loss.stop_price, not buys


_NONE = Exit()

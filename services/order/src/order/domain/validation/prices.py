"""Which prices an order names."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from order.domain.ticket import Exit, Ticket
from order.domain.validation.facts import Market, Why
from vocabulary import LegRole, OrderClass, OrderType, Price, Side, plain

NEEDED: Mapping[OrderType, tuple[str, ...]] = {
    OrderType.MARKET: (),
    OrderType.LIMIT: ("limit_price",),
    OrderType.STOP: ("stop_price",),
    OrderType.STOP_LIMIT: ("limit_price", "stop_price"),
    OrderType.TRAILING_STOP: (),
}
"""What each type needs; a trailing stop also needs one of the trails."""
_PRICES = ("limit_price", "stop_price")
_TRAILS = ("trail_price", "trail_percent")
_NOT_USED = {
    kind: tuple(name for name in _PRICES if name not in needed)
    + (() if kind is OrderType.TRAILING_STOP else _TRAILS)
    for kind, needed in NEEDED.items()
}
_WHOLE_PERCENT = Decimal(100)


def price_missing(ticket: Ticket, _market: Market) -> Why | None:
    """Each type needs its prices."""
    for name in NEEDED[ticket.order_type]:
        if getattr(ticket, name) is None:
            return Why(f"a {_named(ticket.order_type)} order needs a {name}", {"field": name})
    return None


def price_not_used(ticket: Ticket, _market: Market) -> Why | None:
    """And no others."""
    for name in _NOT_USED[ticket.order_type]:
        if getattr(ticket, name) is not None:
            return Why(f"a {_named(ticket.order_type)} order has no {name}", {"field": name})
    return None


def trail_ambiguous(ticket: Ticket, _market: Market) -> Why | None:
    """A trailing stop follows by dollars or by per cent."""
    if ticket.order_type is not OrderType.TRAILING_STOP:
        return None
    if (ticket.trail_price is None) is not (ticket.trail_percent is None):
        return None
    return Why("a trailing stop needs either a trail_price or a trail_percent")


def trail_too_far(ticket: Ticket, market: Market) -> Why | None:
    """A stop that trails by its whole price never comes."""
    for field, trail in _trails(ticket):
        percent = trail.trail_percent
        if percent is not None and percent >= _WHOLE_PERCENT:
            text = f"{field}trail_percent has to be less than 100"
            return Why(text, {"trail_percent": percent})
        base = _followed(ticket, market, field)
        if base is not None and trail.trail_price is not None and trail.trail_price >= base:
            text = f"{field}trail_price has to be less than the price, {plain(base)}"
            return Why(text, {"trail_price": trail.trail_price, "price": base})
    return None


def sub_penny(ticket: Ticket, market: Market) -> Why | None:
    """Prices are whole numbers of ticks."""
    for field, price in _named_prices(ticket):
        tick = market.tick(price)
        if price % tick:
            text = f"prices near {plain(price)} are multiples of {plain(tick)}"
            return Why(text, {"field": field, "price": price, "tick": tick})
    return None


def stop_already_reached(ticket: Ticket, market: Market) -> Why | None:
    """A stop waits for a price that is not there yet: a buyer's above, a seller's below."""
    side, stop = ticket.side, ticket.stop_price
    if ticket.order_class is OrderClass.OCO and ticket.stop_loss is not None:
        stop = ticket.stop_loss.stop_price
    if stop is None or market.is_stale:
        return None
    if side is Side.BUY and market.bid is not None and stop <= market.bid:
        text = f"a buy stop has to be above the bid, {plain(market.bid)}: it would go off at once"
        return Why(text, {"stop_price": stop, "bid": market.bid})
    if side is Side.SELL and market.ask is not None and stop >= market.ask:
        text = f"a sell stop has to be below the ask, {plain(market.ask)}: it would go off at once"
        return Why(text, {"stop_price": stop, "ask": market.ask})
    return None


def _named(kind: OrderType) -> str:
    return kind.replace("_", " ")


def _trails(ticket: Ticket) -> Iterator[tuple[str, Ticket | Exit]]:
    yield "", ticket
    if ticket.stop_loss is not None:
        yield "stop_loss.", ticket.stop_loss


def _followed(ticket: Ticket, market: Market, field: str) -> Price | None:
    """At which price a stop that sells begins to follow, if that is known."""
    side = ticket.exit_side if field else ticket.side
    if side is Side.BUY:
        return None
    if side is ticket.side:
        return market.facing(side)
    return ticket.limit_price or ticket.stop_price or market.facing(ticket.side)


def _named_prices(ticket: Ticket) -> Iterator[tuple[str, Price]]:
    if ticket.limit_price is not None:
        yield "limit_price", ticket.limit_price
    if ticket.stop_price is not None:
        yield "stop_price", ticket.stop_price
    for role, one in ticket.exits:
        yield from _prices_of_exit(role, one)


def _prices_of_exit(role: LegRole, one: Exit) -> Iterator[tuple[str, Price]]:
    if one.limit_price is not None:
        yield f"{role}.limit_price", one.limit_price
    if one.stop_price is not None:
        yield f"{role}.stop_price", one.stop_price

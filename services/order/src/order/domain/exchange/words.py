"""Reasons in plain words."""

from order.domain.core.trade import CROSSED, HEARD, TOOK
from order.domain.exchange.order import Fill, Order
from order.domain.exchange.terms import Terms
from order.domain.units import price_text, size_text
from vocabulary import OrderType, TimeInForce

NOT_OPEN = {
    TimeInForce.OPG: "waits for the opening auction",
    TimeInForce.CLS: "waits for the closing auction",
}

DAY_OVER = "the trading day is over"


def of_age(terms: Terms) -> str:
    """Why an order's time is over."""
    return "its time is over" if terms.expires else "it is ninety days old"


def of_fill(fill: Fill) -> str:
    """What was traded, and why it was so much and no more."""
    whole = size_text(fill.filled + fill.open)
    price = price_text(fill.price)
    if not fill.open:
        return f"filled {size_text(fill.size)} of {whole} at {price}: {_source(fill)}"
    why = _limit(fill)
    return f"partially filled {size_text(fill.size)} of {whole} at {price}: {why}"


def of_sibling(size: int, left: int) -> str:
    """What another exit of its group traded is not there for an exit any more."""
    if left <= 0:
        return "its sibling was filled"
    return f"its sibling traded {size_text(size)}: {size_text(left)} are left to trade"


def of_reduced(left: int, wanted: int) -> str:
    """Of a position there is less than an order wanted that may only reduce it."""
    return f"shrunk from {size_text(wanted)} to {size_text(left)}: no more of the position is free"


def of_waiting(terms: Terms) -> str:
    """What an order that has to be triggered waits for."""
    way = "rise" if terms.is_buy else "fall"
    if terms.order_type is not OrderType.TRAILING_STOP:
        return f"waits for the price to {way} to {price_text(terms.stop)}"
    by = price_text(terms.trail)
    if terms.trail_percent:
        by = f"{price_text(terms.trail_percent * 10**4)} %"
    return f"follows the price, and waits for it to {way} by {by}"


def of_trigger(stop: int) -> str:
    """That a stop was reached."""
    return f"the price that it waited for is there: {price_text(stop)}"


def of_rest(order: Order, ahead: int) -> str:
    """Where an order stands in line."""
    price = price_text(order.bound)
    if ahead:
        return f"waits at {price}, behind {size_text(ahead)} of the market"
    return f"waits at {price}"


def _source(fill: Fill) -> str:
    if fill.how == CROSSED:
        return "the price of the auction"
    if fill.with_trader:
        return "another order was on the other side"
    if fill.how == TOOK:
        return "that was shown"
    return "the market traded there" if fill.how == HEARD else "the market came to its price"


def _limit(fill: Fill) -> str:
    if fill.how == CROSSED:
        return "there was no more in the auction"
    if fill.with_trader:
        return "the other order had no more"
    if fill.how == HEARD:
        return "that was what the market traded after those ahead"
    return "that was all the size shown"

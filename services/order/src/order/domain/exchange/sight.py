"""What an order sees of its market."""

from order.domain.core.matching import Matching
from order.domain.core.reach import affordable, within_reach
from order.domain.exchange.order import Order
from order.domain.models.fills import Touch


def touch_of(market: Matching, order: Order) -> Touch:
    """The best bid and ask, and the size that the order faces."""
    bid, ask = market.bids.top, market.asks.top
    facing = ask if order.terms.is_buy else bid
    return Touch(bid.price if bid else 0, ask.price if ask else 0, facing.size if facing else 0)


def middle(market: Matching) -> int:
    """Between the best bid and ask; zero if one is missing."""
    bid, ask = market.bids.top, market.asks.top
    return (bid.price + ask.price) // 2 if bid and ask else 0


def limit_of(market: Matching, order: Order) -> int:
    """The worst price that the order and the bands allow."""
    if order.terms.is_buy:
        return min(order.bound, market.high)
    return max(order.bound, market.low)


def is_reachable(market: Matching, order: Order) -> bool:
    """Whether all of the order could trade at once."""
    wanted = order.open
    for _, size in within_reach(market, order.terms.is_buy, order.bound, order.account_number):
        wanted -= size
        if wanted <= 0:
            return True
    return False


def size_of_money(market: Matching, order: Order, last: int) -> int:
    """How much the order's money is at once, and what it is beyond.

    That is reckoned at a buyer's bound, lest he pays more; of a seller at the ``last`` price or at
    his bound, whichever is higher, lest he sells more shares than are held for that.
    """
    terms = order.terms
    offers = within_reach(market, terms.is_buy, order.bound, order.account_number)
    beyond = (terms.bound or last) if terms.is_buy else max(last, terms.bound)
    return affordable(offers, terms.money, beyond)

"""What an order sees of its market."""

from collections.abc import Iterable, Iterator

from order.domain.core.matching import Matching
from order.domain.core.reach import affordable, within_reach
from order.domain.core.shown import Offer
from order.domain.exchange.order import Order
from order.domain.models.fees import fee_schedule, total_fee
from order.domain.models.fills import Touch, taken_price
from order.domain.units import FEE_VALUE


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
    """How much the order's money is at once, and what it is beyond; with what it has traded before.

    That is reckoned at a buyer's bound, lest he pays more; of a seller at the ``last`` price or at
    his bound, whichever is higher, lest he sells more shares than are held for that.
    """
    terms, left = order.terms, order.terms.money - order.value
    if not terms.is_buy:
        return order.filled + affordable(_offers(market, order), left, max(last, terms.bound))
    size = _bought(market, order, left, last)
    if beyond_held := _fees_beyond(order, size):
        size = _bought(market, order, max(left - beyond_held, 0), last)
    return order.filled + size


def _bought(market: Matching, order: Order, money: int, last: int) -> int:
    """How much a buyer gets for so much money, without fees."""
    beyond = order.terms.bound or last
    size = affordable(_offers(market, order), money, beyond)
    if not (order.model.slippage or order.model.impact):
        return size
    return affordable(_as_paid(market, order, size), money, beyond)


def _fees_beyond(order: Order, size: int) -> int:
    """By how much the fees of so much more are more than those held: of the size at the bound.

    Whoever gets more for his money than that pays for it from his money. As a value.
    """
    terms, schedule = order.terms, fee_schedule(order.terms.fees)
    least = terms.money // terms.bound if terms.bound else 0
    held = total_fee(schedule, terms.is_buy, least, least * terms.bound)
    charged = total_fee(schedule, terms.is_buy, order.filled + size, terms.money)
    return max(charged - held, 0) * FEE_VALUE


def _offers(market: Matching, order: Order) -> Iterable[Offer]:
    terms = order.terms
    return within_reach(market, terms.is_buy, order.bound, order.account_number)


def _as_paid(market: Matching, order: Order, size: int) -> Iterator[Offer]:
    """What is shown to a buyer, at what he pays for it who wants so much in all.

    The less he wants the less he pays: what he can afford then, he can afford.
    """
    touch, limit = touch_of(market, order), limit_of(market, order)
    for price, offered in _offers(market, order):
        wanted = size if price == touch.ask else touch.size + 1
        paid = taken_price(order.model, True, price, wanted, touch)  # noqa: FBT003
        yield min(max(price, paid), limit), offered

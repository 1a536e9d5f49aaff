"""What an order would trade at once, as far as the best bid and offer tell.

A book of its own is shown these two, and what time of the day it is; and is given the order. So
sessions, bounds, prices and fees are those of the exchange. What it cannot know is left out: what
is shown behind the best prices, other traders' orders, halts, auctions and bands, and what the
market does while the order is on its way.
"""

from typing import NamedTuple

from order.domain.core.shown import Offer
from order.domain.exchange.book import Book
from order.domain.exchange.order import Order
from order.domain.units import fee_of, price_of, price_units, quantity_of, size_units, value_of
from order.domain.validation.facts import Market
from vocabulary import Money, Price, Quantity, Side, average_price, value


class Expectation(NamedTuple):
    """So many shares, their average price, and the fee for them, in dollars.

    ``slippage`` is what they cost a buyer more than in the middle of the quote (``mid``), or bring
    a seller less, in dollars. Both are ``None`` where one side of the quote is missing.
    """

    quantity: Quantity
    price: Price
    fee: Money
    mid: Price | None
    slippage: Money | None


def expected(order: Order, market: Market) -> Expectation | None:
    """What the ``order`` would trade now; ``None`` if it would wait, or end without a trade.

    The order is used up by that.
    """
    if market.is_stale:
        return None
    _try_out(order, market)
    if not order.filled:
        return None
    quantity = quantity_of(order.filled)
    price = average_price(value_of(order.value), quantity)
    mid = _middle(market)
    slippage = None if mid is None else _slippage(order, quantity, price, mid)
    return Expectation(quantity, price, fee_of(order.fee), mid, slippage)


def _try_out(order: Order, market: Market) -> None:
    book, now = Book(), order.placed
    if market.phase is not None:
        book.phase(now, market.phase)
    if market.last is not None:
        book.trade(now, price_units(market.last), 0)
    book.quote(now, *(_offer(market, side) for side in (Side.SELL, Side.BUY)))
    book.place(order)
    book.clock(now + order.model.latency)


def _offer(market: Market, side: Side) -> Offer | None:
    """What somebody of ``side`` faces."""
    price = market.facing(side)
    size = market.ask_size if side is Side.BUY else market.bid_size
    return None if price is None else (price_units(price), size_units(size))


def _middle(market: Market) -> Price | None:
    if market.bid is None or market.ask is None:
        return None
    return price_of((price_units(market.bid) + price_units(market.ask)) // 2)


def _slippage(order: Order, quantity: Quantity, price: Price, mid: Price) -> Money:
    worse = price - mid if order.terms.is_buy else mid - price
    return value(quantity, Price(worse))

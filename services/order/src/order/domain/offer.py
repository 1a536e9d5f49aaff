"""The best price that an order can trade at now, and who gives it."""

from decimal import Decimal
from typing import NamedTuple

from order.domain.market import Shown
from order.domain.order import Order
from order.domain.side import BookSide
from vocabulary import Price, Side


class Offer(NamedTuple):
    """Dollars per share, and the resting order that trades at it; without one, the market does."""

    price: Price
    maker: Order | None


def best_offer(taker: Order, makers: BookSide, shown: Shown) -> Offer | None:
    """What ``taker`` trades with next; ``None`` if nothing is within its bound.

    At equal prices a resting market order comes before a resting limit order, and both come before
    the market.
    """
    offers: list[Offer] = []
    limit_order = makers.first_limit_order(taker.bound_price, taker.account_id)
    if makers.has_market_orders:
        offers += _market_order_offer(taker, makers, limit_order, shown)
    if limit_order is not None:
        offers.append(Offer(limit_order.bound_price, limit_order))
    if shown.price is not None and shown.left > 0 and taker.allows(shown.price):
        offers.append(Offer(shown.price, None))
    return min(offers, key=lambda offer: _cost(taker, offer.price), default=None)


def _market_order_offer(
    taker: Order, makers: BookSide, limit_order: Order | None, shown: Shown
) -> list[Offer]:
    """A resting market order names no price: it follows the best one named, within its bound."""
    fair = _fair_price(taker, limit_order, shown)
    maker = makers.first_market_order(fair, taker.bound_price, taker.account_id)
    if maker is None:
        return []
    return [Offer(fair if maker.allows(fair) else maker.bound_price, maker)]


def _fair_price(taker: Order, limit_order: Order | None, shown: Shown) -> Price:
    """What the taker would pay or get elsewhere, never beyond its bound; dollars per share.

    That is the market's touch, whether or not shares are left there, or a resting limit order's
    price if that is better; else what the market showed when the taker was placed.
    """
    named = [] if limit_order is None else [limit_order.bound_price]
    if shown.price is not None:
        named.append(shown.price)
    seen = taker.reference_price or taker.bound_price
    price = min(named, key=lambda price: _cost(taker, price), default=seen)
    return price if taker.allows(price) else taker.bound_price


def _cost(taker: Order, price: Price) -> Decimal:
    """A number that is lower when ``price`` is better for the taker."""
    return price if taker.side is Side.BUY else price.copy_negate()

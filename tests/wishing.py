"""Wishes of every kind, and a market, for tests that try whatever may happen."""

from hypothesis import strategies as st

from order.domain.exchange.terms import TRIGGERED, Terms
from order.domain.units import DOLLAR, MILLISECOND, SHARE
from vocabulary import OrderType, TimeInForce

CENT = DOLLAR // 100
prices = st.integers(995, 1005).map(lambda cents: cents * CENT)
sizes = st.integers(1, 9).map(lambda shares: shares * SHARE)
models = st.sampled_from(["touch/1", "realistic/1", "instant/1", "adverse/1"])
depths = st.dictionaries(prices, sizes, max_size=3)
offsets = st.sampled_from([0, 0, 0, -30, -300, 10, 40]).map(lambda ms: ms * MILLISECOND)
"""How far the time of a wish is from what the book has come to."""


@st.composite
def wishes(draw: st.DrawFn, *, is_buy: bool | None = None, is_entry: bool = True) -> Terms:
    """Terms that order entry would let pass."""
    order_type = draw(st.sampled_from(OrderType))
    is_market = order_type is OrderType.MARKET
    has_trail = order_type is OrderType.TRAILING_STOP
    is_percent = draw(st.booleans())
    lives = [*TimeInForce]
    if order_type in TRIGGERED or not is_entry:
        lives = [TimeInForce.DAY, TimeInForce.GTC]
    has_bound = order_type in {OrderType.LIMIT, OrderType.STOP_LIMIT} or draw(st.booleans())
    return Terms(
        is_buy=draw(st.booleans()) if is_buy is None else is_buy,
        order_type=order_type,
        size=0 if is_market and is_entry and draw(st.booleans()) else draw(sizes),
        bound=draw(prices) if has_bound else 0,
        time_in_force=draw(st.sampled_from(lives)),
        money=draw(st.integers(1, 10)) * 10 * DOLLAR * SHARE,
        stop=draw(prices),
        trail=draw(st.integers(1, 4)) * CENT if has_trail and not is_percent else 0,
        trail_percent=draw(st.integers(500, 3000)) if has_trail and is_percent else 0,
        display=draw(st.sampled_from([0, 0, SHARE, 2 * SHARE])),
        is_post_only=order_type is OrderType.LIMIT and draw(st.booleans()) and is_entry,
        is_extended=draw(st.booleans()),
        expires=draw(st.sampled_from([0, 0, 50 * MILLISECOND, 500 * MILLISECOND])),
        model=draw(models),
    )

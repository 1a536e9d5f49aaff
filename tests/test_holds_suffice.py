"""Whatever an order is, however it is filled and charged: it never takes more than was held."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from just_enough import COIN, Scene, record_of

from order.domain.models import fees, fills
from order.domain.ticket import Exit, Ticket
from order.domain.units import DOLLAR, SHARE
from vocabulary import (
    Money,
    OrderClass,
    OrderType,
    Price,
    Quantity,
    Side,
    TimeInForce,
)

cents = st.integers(1, 2000).map(lambda n: Price(Decimal(n).scaleb(-2)))
sizes = st.sampled_from(["0.000000001", "0.37", "1", "2.5", "40", "1000", "90000"]).map(
    lambda text: Quantity(Decimal(text))
)
sums = st.sampled_from(["0.01", "1", "99.99", "1000", "250000"]).map(lambda n: Money(Decimal(n)))
market_prices = st.integers(1, 2500).map(lambda n: n * DOLLAR // 100)
market_sizes = st.sampled_from([1, SHARE // 3, SHARE, 50 * SHARE, 10**5 * SHARE])
big = st.sampled_from([50 * SHARE, 10**5 * SHARE])
offers = st.lists(st.tuples(market_prices, market_sizes), max_size=3)


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    """Orders of every type and class, for shares or for money."""
    kind, side = draw(st.sampled_from(OrderType)), draw(st.sampled_from(Side))
    order_class = draw(st.sampled_from([OrderClass.SIMPLE, *OrderClass]))
    if order_class is OrderClass.OCO:
        kind = OrderType.LIMIT
    has_trail = kind is OrderType.TRAILING_STOP
    is_simple = order_class is OrderClass.SIMPLE
    is_money = is_simple and kind in {OrderType.MARKET, OrderType.LIMIT} and draw(st.booleans())
    stops = kind in {OrderType.STOP, OrderType.STOP_LIMIT}
    lives = [TimeInForce.DAY, TimeInForce.GTC]
    if is_simple and kind in {OrderType.MARKET, OrderType.LIMIT}:
        lives += [TimeInForce.IOC, TimeInForce.FOK, TimeInForce.OPG]
    return Ticket(
        COIN,
        side,
        kind,
        None if is_money else draw(sizes),
        draw(cents) if kind in {OrderType.LIMIT, OrderType.STOP_LIMIT} else None,
        notional=draw(sums) if is_money else None,
        stop_price=draw(cents) if stops else None,
        trail_price=draw(cents) if has_trail else None,
        time_in_force=draw(st.sampled_from(lives)),
        order_class=order_class,
        take_profit=Exit(draw(cents)) if order_class is OrderClass.BRACKET else None,
        stop_loss=None if is_simple else draw(stop_losses()),
    )


@st.composite
def stop_losses(draw: st.DrawFn) -> Exit:
    """By a price, or by a trail."""
    if draw(st.booleans()):
        return Exit(stop_price=draw(cents), limit_price=draw(st.none() | cents))
    return Exit(trail_price=draw(cents))


steps = st.lists(
    st.tuples(st.just("depth"), offers, offers)
    | st.tuples(st.just("trade"), market_prices, market_sizes)
    | st.tuples(st.just("auction"), market_prices, market_sizes)
    | st.tuples(st.just("other"), st.booleans(), market_prices, market_sizes)
    | st.tuples(st.just("replace"), sizes, cents)
    | st.tuples(st.just("band"), market_prices, market_prices),
    min_size=2,
    max_size=12,
)


@given(
    tickets(),
    st.sampled_from(fills.NAMES),
    st.sampled_from(fees.NAMES),
    st.sampled_from(["0", "0.01", "1", "1000000"]).map(Decimal),
    steps,
)
@settings(max_examples=600, deadline=None)
def test_fills_never_cost_more_than_was_held(
    ticket: Ticket, model: str, schedule: str, spare: Decimal, happens: list[tuple[Any, ...]]
) -> None:
    scene = Scene(record_of(ticket, 7, model, schedule), spare)

    scene.step(*happens[0])
    scene.begin()
    for one in happens[1:]:
        scene.step(*one)


cheap = st.lists(st.tuples(st.integers(1, 1005).map(lambda n: n * DOLLAR // 100), big), max_size=4)


@given(
    st.sampled_from([OrderType.MARKET, OrderType.LIMIT, OrderType.STOP]),
    sums,
    st.sampled_from(fills.NAMES),
    st.sampled_from(fees.NAMES),
    st.lists(st.tuples(st.just([(1, SHARE)]), cheap), min_size=2, max_size=4),
)
@settings(max_examples=400, deadline=None)
def test_money_buys_no_more_than_it_pays_for(
    kind: OrderType,
    money: Money,
    model: str,
    schedule: str,
    shown: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]],
) -> None:
    """There is plenty of it, and nothing to spare."""
    limit, stop = Price(Decimal(10)), Price(Decimal("9.5"))
    ticket = Ticket(COIN, Side.BUY, kind, None, notional=money)
    if kind is OrderType.LIMIT:
        ticket = ticket._replace(limit_price=limit)
    elif kind is OrderType.STOP:
        ticket = ticket._replace(stop_price=stop)
    scene = Scene(record_of(ticket, 7, model, schedule), Decimal(0))

    scene.step("depth", *shown[0])
    scene.begin()
    for bids, asks in shown[1:]:
        scene.step("depth", bids, asks)
        scene.step("trade", 10 * DOLLAR, SHARE)

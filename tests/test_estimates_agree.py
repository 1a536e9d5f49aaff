"""What an estimate says of an order is what becomes of it, if nothing happens between."""

from decimal import Decimal
from typing import Any

from beforehand import SYMBOLS, Asked, Scene
from hypothesis import given, settings
from hypothesis import strategies as st

from events import (
    OrderRejected,
)
from risk.domain.assessing import buying_power, reserved_of
from risk.domain.limits import Limits
from risk.domain.rulebook import EVERYBODY, Place, Scope
from vocabulary import (
    MarginType,
    Money,
    Price,
    Quantity,
    SessionPhase,
    Side,
    TimeInForce,
)

dollars = st.integers(10, 40_000).map(lambda one: Money(Decimal(one)))
percents = st.integers(0, 120).map(Decimal)
prices = st.integers(900, 1_100).map(lambda cents: Price(Decimal(cents).scaleb(-2)))
sizes = st.integers(1, 1_500).map(lambda one: Quantity(Decimal(one)))


def maybe(figures: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Most limits are not set."""
    return st.none() | st.none() | st.none() | st.none() | figures


limits = st.builds(
    Limits,
    order_value_max=maybe(dollars),
    order_quantity_max=maybe(sizes),
    position_value_max=maybe(dollars),
    price_away_percent_max=maybe(st.integers(0, 10).map(Decimal)),
    concentration_percent_max=maybe(percents),
    orders_per_minute_max=maybe(st.integers(0, 3)),
    daily_loss_max=maybe(dollars),
    drawdown_percent_max=maybe(percents),
    no_shorting=st.booleans(),
    day_trade_rule=st.booleans(),
    no_wash_trades=st.booleans(),
    no_orders_when_closed=st.booleans(),
)
orders = st.builds(
    Asked,
    st.sampled_from(SYMBOLS),
    st.sampled_from(Side),
    sizes,
    st.none() | st.none() | dollars,
    st.none() | prices,
    st.sampled_from([TimeInForce.DAY, TimeInForce.GTC]),
)
moments = st.sampled_from([10, 70, 3_600, 86_400, 6 * 86_400])
happenings = st.lists(
    st.tuples(st.just("order"), orders, st.sampled_from(["fills", "rests", "ends"]))
    | st.tuples(st.just("turn"), st.sampled_from(SYMBOLS), st.integers(1, 4))
    | st.tuples(st.just("market"), st.sampled_from(SYMBOLS), prices)
    | st.tuples(st.just("time"), moments)
    | st.tuples(st.just("phase"), st.sampled_from(SessionPhase)),
    max_size=12,
)
halted = st.sampled_from([None] * 9 + [(Scope.SYMBOL, "BOLT"), (Scope.HOUSE, EVERYBODY)])


@given(st.sampled_from(MarginType), dollars, limits, limits, happenings, halted, orders)
@settings(max_examples=400, deadline=None)
def test_an_estimate_is_what_becomes_of_the_order(
    margin: MarginType,
    cash: Money,
    rules: Limits,
    layer: Limits,
    happens: list[tuple[Any, ...]],
    halt: Place | None,
    order: Asked,
) -> None:
    scene = Scene(margin, cash, rules, layer)
    for one in happens:
        scene.happen(*one)
    if halt is not None:
        scene.rulebook.halts = {halt: "somebody looks"}
    account, asked = scene.account, scene.asked(order)
    lasts = order.lives is TimeInForce.GTC
    held = (account.held_cash, account.held_shares(asked.symbol), reserved_of(account))

    said = scene.estimated(order, asked.fee_bound)
    verdict = scene.hear(asked)[0]

    if isinstance(verdict, OrderRejected):
        assert not said.would_be_approved
        first = said.broken[0]
        assert (first.reason, first.rule) == (verdict.reason, verdict.rule)
        assert (first.allowed, first.reached) == (verdict.allowed, verdict.reached)
        return
    assert said.would_be_approved
    assert said.buying_power_afterwards == buying_power(account, outlives=lasts)
    now = (account.held_cash, account.held_shares(asked.symbol), reserved_of(account))
    cash_held, shares_held, reserved = (
        after - before for after, before in zip(now, held, strict=True)
    )
    assert said.holds_shares == shares_held
    assert said.holds_buying_power == (reserved if margin is MarginType.MARGIN else cash_held)

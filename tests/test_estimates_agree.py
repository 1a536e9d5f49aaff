"""What an estimate says of an order is what becomes of it, if nothing happens between."""

from decimal import Decimal
from typing import Any

import pytest
from any_ticket import KINDS, dollars, prices, sizes, tickets
from beforehand import SYMBOLS, Asked, Change, Scene
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from events import OrderApproved, OrderRejected
from order.commands.telling import created
from order.domain.models import fees
from order.domain.replacement import Changes
from order.domain.ticket import Ticket
from risk.domain.account import TradingAccount
from risk.domain.assessing import buying_power, reserved_of
from risk.domain.limits import NO_LIMITS, Limits
from risk.domain.rulebook import EVERYBODY, Place, Scope
from risk.schemas.wishes import WITHIN
from vocabulary import MarginType, Money, OrderType, Quantity, SessionPhase, Side, Symbol

percents = st.integers(0, 120).map(Decimal)


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
orders = st.tuples(tickets(SYMBOLS), st.sampled_from(fees.NAMES)).map(lambda one: Asked(*one))
wanted = st.tuples(st.none() | sizes, st.none() | prices, st.none() | prices)
changes = st.tuples(st.integers(0, 9), wanted.map(lambda some: Changes(*some))).map(
    lambda one: Change(*one)
)
replaced = st.tuples(st.just("replace"), changes, st.sampled_from(["rests", "ends"]))
moments = st.sampled_from([10, 70, 3_600, 86_400, 6 * 86_400])
happenings = st.lists(
    st.tuples(st.just("order"), orders, st.sampled_from(["fills", "half", "rests", "ends"]))
    | replaced
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
    check(scene, order)


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_an_order_of_any_kind_holds_what_was_said(kind: str, data: st.DataObject) -> None:
    """Of somebody who can afford it."""
    scene = rich(data)

    check(scene, data.draw(asked(kind)))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "money"])
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_replacement_holds_what_was_said(kind: str, data: st.DataObject) -> None:
    scene = rich(data)
    scene.happen("order", data.draw(asked(kind)), data.draw(st.sampled_from(["half", "rests"])))
    for one in data.draw(st.lists(replaced, max_size=2)):
        scene.replace_and(one[1], one[2])

    check(scene, data.draw(changes))


def asked(kind: str) -> st.SearchStrategy[Asked]:
    charged = st.sampled_from(fees.NAMES)
    return st.tuples(tickets(SYMBOLS, [kind]), charged).map(lambda one: Asked(*one))


def rich(data: st.DataObject) -> Scene:
    """Somebody who holds shares or owes some, and has orders in the market."""
    margin = data.draw(st.sampled_from(MarginType))
    scene = Scene(margin, Money(Decimal(1_000_000)), NO_LIMITS, NO_LIMITS)
    sides = Side if margin is MarginType.MARGIN else [Side.BUY]
    for symbol in SYMBOLS:
        side = data.draw(st.sampled_from(sides))
        held = Ticket(symbol, side, OrderType.MARKET, Quantity(Decimal(2_000)))
        scene.happen("order", Asked(held, "none/1"), "fills")
    for what, *how in data.draw(happenings.map(lambda some: some[:3])):
        scene.happen(what, *how)
    return scene


def check(scene: Scene, order: Asked | Change) -> None:
    """What is said of an order beforehand is what becomes of it."""
    record = scene.drafted(order)
    assume(record is not None)
    assert record is not None
    account, told = scene.account, created(record)
    lasts = told.extended_hours or told.time_in_force not in WITHIN
    held = held_by(account, told.symbol)

    said = scene.estimated(scene.previewed(record))
    assert held_by(account, told.symbol) == held
    verdict = scene.hear(told)[0]

    assert said.fees == told.fee_bound
    if isinstance(verdict, OrderRejected):
        assert not said.would_be_approved
        first = said.broken[0]
        assert (first.reason, first.rule) == (verdict.reason, verdict.rule)
        assert (first.allowed, first.reached) == (verdict.allowed, verdict.reached)
        return
    assert isinstance(verdict, OrderApproved)
    assert (said.would_be_approved, said.quantity) == (True, verdict.quantity)
    assert said.buying_power_afterwards == buying_power(account, outlives=lasts)
    now = held_by(account, told.symbol)
    cash_held, shares_held, reserved = (
        after - before for after, before in zip(now, held, strict=True)
    )
    assert said.holds_shares == shares_held
    assert said.holds_buying_power == (reserved if account.profile.is_margin else cash_held)


def held_by(account: TradingAccount, symbol: Symbol) -> tuple[Money, Quantity, Money]:
    """Dollars, shares and buying power that orders keep."""
    return account.held_cash, account.held_shares(symbol), reserved_of(account)

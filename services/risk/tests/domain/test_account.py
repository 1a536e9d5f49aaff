"""Whatever happens to orders, cash and shares are held exactly as long as an order is open."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.domain.account import NoHold, TradingAccount
from risk.domain.hold import Hold, HoldExceeded
from risk.domain.rules import Limits
from vocabulary import (
    AccountId,
    Money,
    OrderId,
    Price,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
    value,
)

ACME = Symbol("ACME")
OPENING = Money(Decimal(100_000))
LAST_UNIT = Decimal("0.0001")
ORDER = OrderId(UUID(int=1))


def an_account(shares: int = 0) -> TradingAccount:
    limits = Limits(Money(Decimal(1_000_000)))
    own = {ACME: Quantity(Decimal(shares))} if shares else {}
    account = TradingAccount(AccountId(UUID(int=9)), limits, None, own)
    account.open(OPENING)
    return account


def a_hold(order_id: OrderId, side: Side, quantity: str, bound: str) -> Hold:
    return Hold(order_id, ACME, side, Quantity(Decimal(quantity)), Price(Decimal(bound)))


def test_opening_twice_gives_cash_once() -> None:
    account = an_account()
    account.open(OPENING)

    assert account.free_cash == OPENING


def test_an_account_that_was_never_opened_may_not_trade() -> None:
    nobody = TradingAccount(AccountId(UUID(int=9)), Limits(OPENING))

    broken = nobody.hold(a_hold(ORDER, Side.SELL, "1", "1"))

    assert broken is not None
    assert broken.reason is RejectionReason.ACCOUNT_UNKNOWN
    assert nobody.holds == {}


def test_a_buy_holds_its_bound_and_pays_what_it_really_cost() -> None:
    account = an_account()

    assert account.hold(a_hold(ORDER, Side.BUY, "10", "105")) is None
    held = account.held_cash, account.free_cash
    account.settle(ORDER, Quantity(Decimal(4)), Price(Decimal(100)))
    partly = account.held_cash, account.free_cash
    account.settle(ORDER, Quantity(Decimal(6)), Price(Decimal(101)))

    assert held == (1050, 98_950)
    assert partly == (630, 98_970)
    assert (account.held_cash, account.free_cash) == (0, 98_994)
    assert account.free_shares[ACME] == 10
    assert account.holds == {}


def test_a_sell_holds_its_shares_until_it_is_withdrawn() -> None:
    account = an_account(shares=5)

    assert account.hold(a_hold(ORDER, Side.SELL, "5", "1")) is None
    held = account.held_shares(ACME), account.free_shares[ACME]
    second = account.hold(a_hold(OrderId(UUID(int=2)), Side.SELL, "1", "1"))
    account.release_all(ORDER)

    assert held == (5, 0)
    assert second is not None
    assert (account.held_shares(ACME), account.free_shares[ACME]) == (0, 5)


def test_what_changed_is_kept_until_it_is_saved() -> None:
    account = an_account(shares=5)
    account.hold(a_hold(ORDER, Side.SELL, "5", "1"))
    assert (account.is_changed, account.changed_shares) == (True, {ACME})
    assert account.changed_holds == account.holds

    account.saved()

    assert (account.is_changed, account.changed_shares, account.changed_holds) == (False, set(), {})


def test_what_was_never_held_cannot_be_released() -> None:
    account = an_account()
    account.hold(a_hold(ORDER, Side.BUY, "1", "1"))

    with pytest.raises(HoldExceeded):
        account.release(ORDER, Quantity(Decimal(2)))
    with pytest.raises(NoHold):
        account.settle(OrderId(UUID(int=2)), Quantity(Decimal(1)), Price(Decimal(1)))
    account.release_all(OrderId(UUID(int=2)))

    assert account.held_cash == 1


quantities = st.decimals("0.000000001", 500, places=9)
prices = st.decimals("0.01", 500, places=4)
steps = st.lists(
    st.tuples(
        st.sampled_from(["buy", "sell", "fill", "cancel"]),
        quantities,
        prices,
        st.integers(0, 5),
    ),
    max_size=60,
)


@given(steps)
def test_free_and_held_add_up_after_any_sequence(
    sequence: list[tuple[str, Decimal, Decimal, int]],
) -> None:
    account = an_account(shares=100)
    owned, cash, fills = Decimal(100), Decimal(OPENING), 0
    for number, (step, quantity, price, which) in enumerate(sequence):
        live = list(account.holds.values())
        if step in {"buy", "sell"}:
            order_id = OrderId(UUID(int=number + 10))
            account.hold(Hold(order_id, ACME, Side(step), Quantity(quantity), Price(price)))
        elif live and step == "cancel":
            account.release_all(live[which % len(live)].order_id)
        elif live:
            hold = live[which % len(live)]
            part = Quantity(min(quantity, hold.quantity))
            better = hold.side is Side.BUY
            paid = Price(min(price, hold.bound_price) if better else max(price, hold.bound_price))
            account.settle(hold.order_id, part, paid)
            sign = 1 if better else -1
            cash, owned, fills = cash - sign * value(part, paid), owned + sign * part, fills + 1

    assert account.free_cash is not None
    assert account.free_cash + account.held_cash == cash
    assert account.free_shares[ACME] + account.held_shares(ACME) == owned
    assert account.free_cash >= -fills * LAST_UNIT  # each booking is rounded by itself
    assert account.free_shares[ACME] >= 0
    for order_id in list(account.holds):
        account.release_all(order_id)
    assert (account.held_cash, account.held_shares(ACME)) == (0, 0)
    assert (account.free_cash, account.free_shares[ACME]) == (cash, owned)

"""Splits and dividends come to the same, however things come to be heard."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st
from shareholders import (
    AFTER,
    BEFORE,
    IBM,
    PAY_DAY,
    check_books,
    dividend,
    fill,
    hear,
    held,
    holder,
    split,
)

from portfolio.domain.account import Account
from portfolio.domain.actions import Action
from portfolio.domain.entitlements import pay, take_effect
from portfolio.domain.trade import Fill

RATIOS = st.sampled_from([(2, 1), (7, 1), (3, 2), (1, 8), (2, 3)])
TRADES = st.tuples(
    st.sampled_from(["buy", "sell"]),
    st.integers(1, 500).map(Decimal) | st.integers(1, 10**12).map(lambda n: Decimal(n).scaleb(-9)),
    st.integers(1, 10**6).map(lambda n: Decimal(n).scaleb(-2)),
)
"""A side, whole or any shares, and a price."""


def written(trades: Iterable[tuple[str, Decimal, Decimal]], at: datetime) -> list[Fill]:
    return [fill(f"{side} {shares:f} at {price:f}", at) for side, shares, price in trades]


def after_all(account: Account, heard: Sequence[Fill | Action]) -> None:
    for one in heard:
        if isinstance(one, Fill):
            hear(account, one)
        else:
            tuple(take_effect(account, one))
    for known in [*account.claims.known.values()]:
        tuple(pay(account, known.action.action_id, PAY_DAY))


@given(
    ratio=RATIOS,
    price=st.integers(1, 10**5).map(lambda n: Decimal(n).scaleb(-1)),
    trades=st.lists(TRADES, min_size=1, max_size=6),
)
def test_what_is_held_is_worth_the_same_before_and_after_a_split(
    ratio: tuple[int, int], price: Decimal, trades: list[tuple[str, Decimal, Decimal]]
) -> None:
    account, (new, old) = holder(), ratio
    for one in written(trades, BEFORE):
        hear(account, one)
    shares, cost, cash = held(account)
    before = shares * price

    tuple(take_effect(account, split(new, old, str(price))))

    quantity, _, later = held(account)
    worth = quantity * price * old / new + (later - cash)
    assert abs(worth - before) <= Decimal("0.0001") + price * old / new * Decimal("1e-9")
    assert cost - account.positions[IBM].cost == later - cash - account.realised + sum(
        (trade.realised for trade in account.trades), Decimal(0)
    )
    check_books(account)


@given(
    ratio=RATIOS,
    before=st.lists(TRADES, min_size=1, max_size=3),
    after=st.lists(TRADES, max_size=2),
    data=st.data(),
)
def test_it_does_not_matter_in_which_order_trades_and_actions_are_heard(
    ratio: tuple[int, int],
    before: list[tuple[str, Decimal, Decimal]],
    after: list[tuple[str, Decimal, Decimal]],
    data: st.DataObject,
) -> None:
    """Shares and cash are the same; what of it is profit already may lie between cost and cash."""
    actions = [split(*ratio, "100"), dividend("0.47")]
    paid, twice = actions[1], actions[0]
    old, new = written(before, BEFORE), written(after, AFTER)
    in_order, mixed = holder(*actions), holder(*actions)
    after_all(in_order, [*old, paid, twice, *new])

    order = data.draw(st.sampled_from([*permutations([*old, twice, *new])]))
    place = data.draw(st.integers(0, order.index(twice)))
    after_all(mixed, [*order[:place], paid, *order[place:]])

    one, other = in_order.positions[IBM], mixed.positions[IBM]
    assert one.quantity == other.quantity
    assert in_order.cash == mixed.cash
    assert in_order.dividends == mixed.dividends
    assert one.cost - one.realised == other.cost - other.realised
    check_books(in_order)
    check_books(mixed)


@given(amount=st.integers(1, 10**6), holdings=st.lists(TRADES, min_size=1, max_size=5))
def test_the_dividends_of_all_are_what_all_held_times_the_amount(
    amount: int, holdings: list[tuple[str, Decimal, Decimal]]
) -> None:
    per_share = Decimal(amount).scaleb(-4)
    action = dividend(f"{per_share:f}")
    paid = Decimal(0)
    for trade in written(holdings, BEFORE):
        account = holder(action)
        after_all(account, [trade, action])
        paid += account.dividends
    signed = [shares if side == "buy" else -shares for side, shares, _ in holdings]

    exact = sum(signed, Decimal(0)) * per_share
    assert abs(paid - exact) <= len(holdings) * Decimal("0.00005")

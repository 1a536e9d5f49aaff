"""Dividends: holders are paid, who owes shares pays, and nobody twice."""

from datetime import timedelta
from decimal import Decimal

from shareholders import (
    AFTER,
    IBM,
    OPENING,
    PAY_DAY,
    check_books,
    dividend,
    fill,
    hear,
    holder,
    split,
)

from portfolio.domain.entitlements import Done, Paid, pay, take_effect


def test_a_dividend_is_paid_to_holders_when_it_is_due_and_once() -> None:
    account, action = holder(), dividend("0.47")
    hear(account, fill("buy 10 at 700"))

    (accrued,) = take_effect(account, action)
    early = [*pay(account, action.action_id, PAY_DAY - timedelta(seconds=1))]
    (paid,) = pay(account, action.action_id, PAY_DAY)

    assert isinstance(accrued, Done)
    assert (accrued.shares, accrued.effect.cash) == (10, Decimal("4.7"))
    assert early == []
    assert paid.amount == account.dividends == Decimal("4.7")
    assert [*pay(account, action.action_id, PAY_DAY)] == []
    assert account.cash == OPENING - 7000 + Decimal("4.7")
    check_books(account)


def test_who_is_short_pays_the_dividend() -> None:
    account, action = holder(), dividend("0.47", pays_at=None)
    hear(account, fill("sell 10 at 700"))

    deeds = [*take_effect(account, action)]

    assert [type(one) for one in deeds] == [Done, Paid]
    assert account.dividends == Decimal("-4.7")
    check_books(account)


def test_who_sells_before_the_pay_date_is_paid_and_who_buys_is_not() -> None:
    action = dividend("1")
    seller, buyer = holder(action), holder(action)
    hear(seller, fill("buy 10 at 700"))
    tuple(take_effect(seller, action))
    hear(seller, fill("sell 10 at 700", AFTER))
    hear(buyer, fill("buy 10 at 700", AFTER))

    paid = [*pay(seller, action.action_id, PAY_DAY), *pay(buyer, action.action_id, PAY_DAY)]

    assert [one.amount for one in paid] == [10]


def test_a_dividend_is_of_the_shares_before_a_split_of_the_same_day() -> None:
    twice, paid = split(2, 1), dividend("1")
    account = holder(twice, paid)
    hear(account, fill("buy 10 at 700"))

    deeds = hear(account, fill("buy 10 at 350", AFTER))

    assert [one.action for one in deeds] == [paid, twice]
    assert account.claims.known[paid.action_id].effect.cash == 10
    assert account.positions[IBM].quantity == 30


def test_an_epoch_that_is_over_is_paid_nothing() -> None:
    account, action = holder(), dividend("1")
    hear(account, fill("buy 10 at 700"))
    tuple(take_effect(account, action))
    account.epoch += 1

    assert [*pay(account, action.action_id, PAY_DAY)] == []

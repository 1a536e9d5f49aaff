"""Groups: what their entries trade is held for their exits, until none of them is left."""

from dataclasses import replace
from decimal import Decimal

import pytest
from one_account import LATER, LOSS, NEW, NEWER, OLD, PROFIT, House, exits_of

from risk.domain.hold import HoldExceeded
from vocabulary import NO_SHARES, Money, Price, Quantity, RejectionReason, Side


def dollars(amount: int | str) -> Money:
    return Money(Decimal(amount))


def price(amount: int) -> Price:
    return Price(Decimal(amount))


def size(shares: int) -> Quantity:
    return Quantity(Decimal(shares))


def test_what_an_entry_buys_is_held_for_its_exits() -> None:
    house = House(shares=0)
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120, loss=80))

    house.trade(OLD, 4, 100)
    partly = house.held, house.free
    house.trade(OLD, 6, 100, is_last=True)
    wholly = house.held
    house.trade(PROFIT, 3, 120)
    house.account.release(LOSS)
    one_left = house.held
    house.account.release(PROFIT)

    assert partly == ((600, 4), (9000, 0))
    assert (wholly, one_left) == ((0, 10), (0, 7))
    assert (house.held, house.free) == ((0, 0), (9360, 7))


def test_exits_that_have_sold_everything_are_over_before_the_last_has_said_so() -> None:
    house = House(shares=0)
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120, loss=80))
    house.trade(OLD, 10, 100, is_last=True)

    house.trade(PROFIT, 10, 120, is_last=True)
    house.account.release(LOSS)

    assert (house.account.commitments, house.free) == ([], (10_200, 0))


def test_exits_cannot_trade_more_than_their_entry_did() -> None:
    house = House()
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120))
    house.trade(OLD, 4, 100)

    with pytest.raises(HoldExceeded):
        house.trade(PROFIT, 5, 120)


def test_exits_that_buy_back_hold_what_that_may_cost() -> None:
    house = House(cash=200)
    bounds = exits_of(OLD, Side.BUY, profit=90, loss=110)

    refused = house.ask(OLD, "sell 21 at 100", exits=bounds)
    house.ask(OLD, "sell 20 at 100", exits=bounds)
    before = house.held
    house.trade(OLD, 20, 100, is_last=True)
    after = house.held, house.free[0]
    house.trade(LOSS, 20, 109, is_last=True)

    assert refused is RejectionReason.BUYING_POWER_EXCEEDED
    assert before == (20 * 10, 20)
    assert after == ((20 * 110, 0), 0)
    assert house.free[0] == 20


def test_each_exit_that_buys_keeps_its_own_fees() -> None:
    """A part by one of them and the rest by the other: both have the least fee to pay."""
    house = House(cash=1000)
    fees = {PROFIT: dollars(1), LOSS: dollars(2)}
    exits = replace(exits_of(OLD, Side.BUY, profit=90, loss=100), fees=fees)

    house.ask(OLD, "sell 10 at 100 fee 4", exits=exits)
    before = house.held
    house.account.settle(OLD, size(10), price(100), dollars(4), is_last=True)
    house.account.settle(PROFIT, size(5), price(90), dollars(1), is_last=False)
    between = house.held
    house.ask(LATER, "buy 10 at 100 fee 3", replaces=LOSS)
    house.account.release(LOSS)
    after = house.held

    assert (before, between, after) == ((7, 10), (502, 0), (503, 0))
    assert house.free == (1000 + 1000 - 4 - 450 - 1 - 503, 95)


def test_fees_of_exits_grow_with_their_entry() -> None:
    house = House(cash=1000)
    fees = {PROFIT: dollars("1.25")}
    house.ask(OLD, "sell 10 at 100", exits=replace(exits_of(OLD, Side.BUY, profit=90), fees=fees))

    house.ask(NEW, "sell 11 at 100", replaces=OLD)
    more = house.account.held_cash
    house.ask(NEWER, "sell 5 at 100", replaces=NEW)

    assert (more, house.account.held_cash) == (Decimal("1.38"), Decimal("1.38"))


def test_of_two_exits_that_belong_together_only_one_has_to_be_held() -> None:
    house = House(shares=10)

    house.ask(OLD, "sell 10 at 120", exits=exits_of(OLD, Side.SELL, 10, own=120, loss=80))
    held = house.held
    house.trade(OLD, 4, 120)
    house.trade(LOSS, 6, 80, is_last=True)

    assert held == (0, 10)
    assert (house.held, house.free) == ((0, 0), (10_960, 0))


def test_another_exit_may_take_the_place_of_one() -> None:
    house = House(shares=0)
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120, loss=80))
    house.trade(OLD, 10, 100, is_last=True)

    refused = house.ask(LATER, "sell 10 at 85", replaces=LOSS)
    house.account.release(LOSS)
    house.account.release(PROFIT)
    held = house.held
    house.account.release(LATER)

    assert refused is None
    assert (held, house.held) == ((0, 10), (0, 0))


def test_a_dearer_exit_needs_the_difference_and_gives_it_back_if_it_is_refused() -> None:
    house = House()
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.BUY, 10, own=100, loss=110))
    before = house.held

    house.ask(LATER, "buy 10 at 130", replaces=LOSS)
    between = house.held
    house.account.release(LATER)

    assert (before, between, house.held) == ((1100, 0), (1300, 0), (1100, 0))


def test_an_exit_keeps_its_side() -> None:
    house = House()
    house.ask(OLD, "sell 10 at 100", exits=exits_of(OLD, Side.SELL, 10, own=100, loss=90))

    house.ask(LATER, "buy 10 at 90", replaces=LOSS)

    assert house.held == (900, 10)


def test_exits_follow_the_entry_that_replaced_theirs() -> None:
    house = House(shares=0)
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120))
    house.ask(NEW, "buy 5 at 101", replaces=OLD)
    house.trade(OLD, 2, 100)

    house.account.release(OLD)
    house.trade(NEW, 3, 101, is_last=True)
    held = house.held
    house.trade(PROFIT, 5, 120, is_last=True)

    assert held == (0, 5)
    assert house.held == (0, 0)


def test_what_nobody_holds_is_not_traded_by_exits_that_are_gone() -> None:
    house = House(shares=0)
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120))
    house.account.release(PROFIT)

    house.trade(OLD, 10, 100, is_last=True)

    assert (house.held, house.free) == ((0, 0), (9000, 10))


def test_nothing_is_about_nothing() -> None:
    house = House()
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120))
    (commitment,) = house.account.commitments

    assert commitment.side(PROFIT) is Side.SELL
    assert commitment.side(NEW) is None
    assert commitment.ended(OLD).symbol is None
    assert commitment.ended(OLD).shares == NO_SHARES

"""Splits: what orders hold is of new shares, and what is free is so in the end, however heard."""

from decimal import Decimal
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_account import ACME, LATER, LOSS, OLD, PROFIT, House, exits_of

from risk.domain.splitting import adjust, expect, know_price, settle_split
from vocabulary import NO_MONEY, Money, OrderId, Price, Quantity, Side

ACTION = UUID(int=77)


def shares(text: str | int) -> Quantity:
    return Quantity(Decimal(text))


def hears_of_order(
    house: House, order_id: OrderId, waits: int, bound: str, ratio: tuple[int, int] = (2, 1)
) -> None:
    new, old = map(shares, ratio)
    expect(house.account, ACTION, ACME, new, old)
    adjust(house.account, order_id, shares(waits), Price(Decimal(bound)), NO_MONEY)


def hears_of_position(
    house: House, added: int, cash: int = 0, ratio: tuple[int, int] = (2, 1)
) -> None:
    know_price(house.account, ACTION, ACME, *map(shares, ratio))
    settle_split(house.account, ACTION, ACME, shares(added), Money(Decimal(cash)))


def test_a_purchase_holds_what_its_new_shares_may_cost() -> None:
    house = House(cash=1000)
    house.ask(OLD, "buy 10 at 90.01")

    hears_of_order(house, OLD, 20, "45")

    assert house.held[0] == 900
    assert house.free[0] == 100
    house.trade(OLD, 20, 45, is_last=True)
    assert house.held[0] == 0


@pytest.mark.parametrize("first", ["order", "position"])
def test_what_is_sold_is_held_and_free_in_new_shares_whatever_is_heard_first(first: str) -> None:
    house = House(shares=100)
    house.ask(OLD, "sell 60 at 100")
    told = [
        lambda: hears_of_order(house, OLD, 120, "50"),
        lambda: hears_of_position(house, 100),
    ]
    for tell in told if first == "order" else told[::-1]:
        tell()

    assert (house.held[1], house.free[1]) == (120, 80)
    assert house.account.profile.paid.get(ACME) in {None, 50}


def test_what_a_reverse_split_took_away_cannot_be_sold_before_that_is_told() -> None:
    house = House(shares=80)
    house.ask(OLD, "sell 79 at 10")

    hears_of_order(house, OLD, 9, "80", (1, 8))

    assert house.free[1] == 1
    assert house.ask(LATER, "sell 2 at 80") is not None
    hears_of_position(house, -70, ratio=(1, 8))
    assert (house.held[1], house.free[1]) == (9, 1)


def test_fractions_are_paid_for_and_fewer_shares_are_free() -> None:
    house = House(cash=0, shares=13)

    hears_of_position(house, -12, cash=60, ratio=(1, 8))

    assert house.free == (60, 1)


def test_exits_hold_together_what_one_of_them_may_sell() -> None:
    house = House(shares=0)
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120, loss=80))
    house.trade(OLD, 10, 100, is_last=True)

    hears_of_order(house, PROFIT, 20, "60")
    hears_of_order(house, LOSS, 20, "40")
    hears_of_position(house, 10)

    assert (house.held, house.free[1]) == ((0, 20), 0)
    house.trade(PROFIT, 20, 60, is_last=True)
    house.account.release(LOSS)
    assert (house.held, house.free[1]) == ((0, 0), 0)


def test_an_order_that_holds_nothing_is_adjusted_to_nothing() -> None:
    house = House(shares=5)

    hears_of_order(house, OLD, 20, "45")
    hears_of_position(house, 5)

    assert (house.held, house.free[1]) == ((0, 0), 10)


@given(order=st.sampled_from([*permutations(range(4))]))
def test_it_does_not_matter_among_which_fills_a_split_is_heard(order: tuple[int, ...]) -> None:
    house = House(cash=10_000, shares=10)
    house.ask(OLD, "buy 10 at 100")
    house.ask(LATER, "buy 10 at 100")
    told = [
        lambda: hears_of_position(house, 20),  # of what was there, and of the ten of before
        lambda: house.trade(OLD, 10, 100, is_last=True),
        lambda: hears_of_position(house, 0),
        lambda: house.trade(LATER, 4, 50),
    ]
    for place in order:
        told[place]()

    assert house.free[1] == 10 + 20 + 10 + 4
    assert house.held == (600, 0)

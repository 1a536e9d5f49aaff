"""Average cost: tables for the arithmetic, and a naive recomputation for everything else."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.position import Position
from vocabulary import Money, Price, Quantity, Symbol, value

IBM = Symbol("IBM")
UNIT = Fraction(1, 10_000)

MOVES = st.integers(-(10**9), 10**9).filter(bool).map(lambda n: Quantity(Decimal(n).scaleb(-4)))
PRICES = st.integers(1, 10**9).map(lambda n: Price(Decimal(n).scaleb(-5)))
TRADES = st.lists(st.tuples(MOVES, PRICES), max_size=30)


@pytest.mark.parametrize(
    ("trades", "quantity", "cost", "realised"),
    [
        ("10@5", "10", "50", "0"),
        ("10@5 30@7", "40", "260", "0"),
        ("10@5 30@7 -20@8", "20", "130", "30"),
        ("10@5 -10@4", "0", "0", "-10"),
        ("3@10 -1@10 -1@10 -1@10", "0", "0", "0"),
        ("3@3.3333 -1@4", "2", "6.6666", "0.6667"),
        ("3@0.3333 1@0.0001 -1@1 -1@1 -1@1 -1@1", "0", "0", "3"),
        ("-10@5", "-10", "-50", "0"),
        ("-10@5 -10@7", "-20", "-120", "0"),
        ("-10@5 4@3", "-6", "-30", "8"),
        ("-10@5 10@6", "0", "0", "-10"),
        ("10@5 -15@6", "-5", "-30", "10"),
        ("-10@5 15@4", "5", "20", "10"),
        ("0.000000001@1 -0.000000001@1", "0", "0", "0"),
    ],
)
def test_trading(trades: str, quantity: str, cost: str, realised: str) -> None:
    position = Position(IBM)

    for moved, price in (trade.split("@") for trade in trades.split()):
        shares = Quantity(Decimal(moved))
        position.trade(shares, value(shares, Price(Decimal(price))))

    expected = Position(IBM, *map(Decimal, (quantity, cost, realised)))  # pyright: ignore[reportArgumentType]
    assert position == expected


def test_fees_make_less_of_what_is_realised_and_nothing_of_the_cost() -> None:
    position = Position(IBM)

    opened = position.trade(Quantity(Decimal(10)), Money(Decimal(50)), Money(Decimal(1)))
    closed = position.trade(Quantity(Decimal(-4)), Money(Decimal(-24)), Money(Decimal("0.5")))

    assert (opened, closed) == (-1, Decimal("3.5"))
    assert (position.cost, position.realised, position.fees) == (30, 2.5, 1.5)


@pytest.mark.parametrize(
    ("quantity", "cost", "average"),
    [
        ("0", "0", None),
        ("3", "10", "3.33333333"),
        ("-4", "-10", "2.5"),
        ("0.001", "0", None),
        ("1000000000", "0.0001", None),
    ],
)
def test_average_price(quantity: str, cost: str, average: str | None) -> None:
    position = Position(IBM, Quantity(Decimal(quantity)), Money(Decimal(cost)))

    assert position.average_price == (None if average is None else Decimal(average))


@given(TRADES)
def test_cost_and_profit_account_for_every_dollar(trades: list[tuple[Quantity, Price]]) -> None:
    position, spent = Position(IBM), Decimal(0)

    for moved, price in trades:
        paid = value(moved, price)
        spent += paid
        position.trade(moved, paid)

        assert position.cost - position.realised == spent
        assert position.quantity or not position.cost
        assert position.cost * position.quantity >= 0
    assert position.quantity == sum(moved for moved, _ in trades)


@given(TRADES)
def test_it_agrees_with_a_naive_recomputation(trades: list[tuple[Quantity, Price]]) -> None:
    position = Position(IBM)
    quantity = cost = realised = Fraction(0)

    for moved, price in trades:
        paid = value(moved, price)
        position.trade(moved, paid)
        quantity, cost, earned = _naive(quantity, cost, Fraction(moved), Fraction(paid))
        realised += earned

    allowed = len(trades) * UNIT
    assert Fraction(position.quantity) == quantity
    assert abs(Fraction(position.cost) - cost) <= allowed
    assert abs(Fraction(position.realised) - realised) <= allowed


def _naive(
    quantity: Fraction, cost: Fraction, moved: Fraction, paid: Fraction
) -> tuple[Fraction, Fraction, Fraction]:
    """Quantity, cost and profit after one trade, without any rounding."""
    price = paid / moved
    same_way = (quantity >= 0) == (moved > 0) or quantity == 0
    if same_way:
        return quantity + moved, cost + paid, Fraction(0)
    average = cost / quantity
    if abs(moved) <= abs(quantity):
        return quantity + moved, cost + average * moved, (average - price) * moved
    beyond = quantity + moved
    return beyond, beyond * price, (price - average) * quantity

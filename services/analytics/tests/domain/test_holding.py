"""Profit follows from the dollars that moved: tables, and a naive recomputation."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.domain.holding import Holding
from vocabulary import Money, Price, Quantity, Side, Symbol, value

IBM = Symbol("IBM")
UNIT = Fraction(1, 10_000)

SHARES = st.integers(1, 10**9).map(lambda n: Quantity(Decimal(n).scaleb(-4)))
PRICES = st.integers(1, 10**9).map(lambda n: Price(Decimal(n).scaleb(-5)))
TRADES = st.lists(st.tuples(st.sampled_from(Side), SHARES, PRICES), max_size=30)


def after(trades: str) -> tuple[Holding, list[Decimal]]:
    """A holding after trades written like ``buy 10 5``, and what each of them earned."""
    holding = Holding(IBM)
    earned: list[Decimal] = []
    for trade in trades.split(", "):
        side, quantity, price = trade.split()
        shares, dollars = Quantity(Decimal(quantity)), Price(Decimal(price))
        earned.append(holding.trade(Side(side), shares, dollars))
    return holding, earned


@pytest.mark.parametrize(
    ("trades", "quantity", "cost", "realised"),
    [
        ("buy 10 5", "10", "50", "0"),
        ("buy 10 5, buy 30 7, sell 20 8", "20", "130", "30"),
        ("buy 3 3.3333, sell 1 4", "2", "6.6666", "0.6667"),
        ("buy 10 5, sell 10 4", "0", "0", "-10"),
        ("sell 10 5, sell 10 7, buy 5 4", "-15", "-90", "10"),
        ("buy 10 5, sell 15 6", "-5", "-30", "10"),
        ("sell 10 5, buy 15 4", "5", "20", "10"),
    ],
)
def test_trading(trades: str, quantity: str, cost: str, realised: str) -> None:
    holding, _ = after(trades)

    expected = tuple(map(Decimal, (quantity, cost, realised)))
    assert (holding.quantity, holding.cost, holding.realised) == expected


def test_each_trade_says_what_it_earned() -> None:
    assert after("buy 10 5, sell 4 6, sell 6 4")[1] == [0, 4, -6]


def test_fees_make_less_of_what_is_earned_and_nothing_of_cost_and_turnover() -> None:
    holding, ten, price = Holding(IBM), Quantity(Decimal(10)), Price(Decimal(5))

    earned = [
        holding.trade(Side.BUY, ten, price, Money(Decimal(1))),
        holding.trade(Side.SELL, ten, price, Money(Decimal("0.5"))),
    ]

    assert earned == [-1, Decimal("-0.5")]
    assert (holding.realised, holding.fees) == (-1.5, 1.5)
    assert (holding.cost, holding.turnover) == (0, 100)


def test_trades_shares_and_dollars_are_counted() -> None:
    holding, _ = after("buy 10 5, sell 4 6")

    assert (holding.trades, holding.shares_traded, holding.turnover) == (2, 14, 74)


@given(TRADES)
def test_it_agrees_with_a_naive_recomputation(trades: list[tuple[Side, Quantity, Price]]) -> None:
    holding, naive = Holding(IBM), Naive()

    earned = Decimal(0)
    for side, shares, price in trades:
        earned += holding.trade(side, shares, price)
        naive.trade(side, Fraction(shares), Fraction(value(shares, price)))

    allowed = len(trades) * UNIT
    assert Fraction(holding.quantity) == naive.quantity
    assert abs(Fraction(holding.cost) - naive.cost) <= allowed
    assert abs(Fraction(holding.realised) - naive.realised) <= allowed
    assert holding.realised == earned
    assert holding.quantity or not holding.cost


class Naive:
    """Average cost without rounding: close what can be closed, open the rest."""

    def __init__(self) -> None:
        self.quantity = self.cost = self.realised = Fraction(0)

    def trade(self, side: Side, shares: Fraction, worth: Fraction) -> None:
        sign = 1 if side is Side.BUY else -1
        closing = min(shares, max(Fraction(0), -sign * self.quantity))
        if closing:
            given_up = self.cost * closing / abs(self.quantity)
            received = -sign * worth * closing / shares
            self.realised += received - given_up
            self.cost -= given_up
            self.quantity += sign * closing
        opening = shares - closing
        self.quantity += sign * opening
        self.cost += sign * worth * opening / shares

"""Statements add up: what there was and what moved is what there is."""

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.ledger import CASH
from portfolio.domain.statement import Balances, Line

AMOUNTS = st.integers(-1000, 1000).filter(bool).map(lambda n: Decimal(n).scaleb(-2))
MOVES = st.lists(st.dictionaries(st.sampled_from([CASH, "IBM", "BAC"]), AMOUNTS, min_size=1))


def test_each_line_shows_what_is_there_afterwards_and_cash_comes_first() -> None:
    balances = Balances.at({CASH: Decimal(100), "BAC": Decimal(0)})

    bought = balances.move([("BAC", Decimal(3)), (CASH, Decimal(-42))])

    assert bought == [
        Line(CASH, Decimal(-42), Decimal(58)),
        Line("BAC", Decimal(3), Decimal(3)),
    ]
    assert (balances.cash, balances.positions) == (58, {"BAC": 3})


def test_what_is_gone_is_not_shown() -> None:
    balances = Balances.at({"BAC": Decimal(3), CASH: Decimal(0)})

    (sold,) = balances.move([("BAC", Decimal(-3))])

    assert sold.balance == 0
    assert (balances.cash, balances.positions) == (0, {})


@given(MOVES, MOVES)
def test_opening_and_movements_are_the_closing(
    before: list[dict[str, Decimal]], within: list[dict[str, Decimal]]
) -> None:
    balances = Balances()
    for move in before:
        balances.move(move.items())
    opening = dict(balances.of)

    lines = [line for move in within for line in balances.move(move.items())]

    sums = Counter(opening)
    for asset, amount, balance in lines:
        sums[asset] += amount  # pyright: ignore[reportArgumentType]
        assert sums[asset] == balance
    assert {asset: amount for asset, amount in sums.items() if amount} == balances.of

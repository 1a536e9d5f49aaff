"""A share of a sum of money is rounded once, and all the shares together bear all of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocabulary import Money, Quantity, portion

UNITS = st.integers(-(10**18), 10**18)
SHARES = st.integers(1, 10**18)


@pytest.mark.parametrize(
    ("money", "part", "whole", "expected"),
    [
        ("10", "1", "3", "3.3333"),
        ("-10", "1", "3", "-3.3333"),
        ("10", "-1", "-3", "3.3333"),
        ("0.0001", "1", "2", "0.0000"),  # 0.00005 is half-way: to the even 0.0000
        ("0.0003", "1", "2", "0.0002"),  # 0.00015 is half-way: to the even 0.0002
    ],
)
def test_a_portion_is_rounded_half_even(money: str, part: str, whole: str, expected: str) -> None:
    got = portion(Money(Decimal(money)), Quantity(Decimal(part)), Quantity(Decimal(whole)))

    assert got == Decimal(expected)


@given(UNITS, SHARES)
def test_the_whole_bears_all_of_it(units: int, shares: int) -> None:
    money, whole = Money(Decimal(units).scaleb(-4)), Quantity(Decimal(shares).scaleb(-9))

    assert portion(money, whole, whole) == money


def test_no_shares_bear_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        portion(Money(Decimal(1)), Quantity(Decimal(1)), Quantity(Decimal(0)))

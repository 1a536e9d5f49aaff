"""Shares become other shares in one place, and all of them exactly what the whole becomes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocabulary import Quantity, converted

SHARES = st.integers(1, 10**15).map(lambda n: Quantity(Decimal(n).scaleb(-9)))


@pytest.mark.parametrize(
    ("shares", "whole", "becomes", "expected"),
    [
        ("5", "10", "40", "20"),
        ("-5", "-10", "-40", "-20"),
        ("1", "3", "1", "0.333333333"),
        ("0.000000001", "2", "1", "0"),
        ("0.000000003", "2", "1", "0.000000002"),
    ],
)
def test_a_part_becomes_its_part(shares: str, whole: str, becomes: str, expected: str) -> None:
    part, of, new = (Quantity(Decimal(one)) for one in (shares, whole, becomes))

    assert converted(part, of, new) == Decimal(expected)


def test_no_shares_become_nothing_else() -> None:
    with pytest.raises(ZeroDivisionError):
        converted(Quantity(Decimal(1)), Quantity(Decimal(0)), Quantity(Decimal(1)))


@given(SHARES, SHARES)
def test_the_whole_becomes_exactly_what_it_should(whole: Quantity, becomes: Quantity) -> None:
    assert converted(whole, whole, becomes) == becomes


@given(SHARES, SHARES, SHARES)
def test_more_never_becomes_less(one: Quantity, other: Quantity, becomes: Quantity) -> None:
    whole = Quantity(one + other)

    assert converted(one, whole, becomes) <= converted(whole, whole, becomes)

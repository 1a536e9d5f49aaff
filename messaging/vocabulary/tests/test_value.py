"""What is traded in parts never costs more than the whole, so what is held for it is enough."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocabulary import Price, Quantity, value

PARTS = st.lists(st.integers(1, 10**12), min_size=1, max_size=20)
PRICES = st.integers(1, 10**13).map(lambda units: Price(Decimal(units).scaleb(-8)))


@pytest.mark.parametrize(
    ("quantity", "price", "expected"),
    [
        ("3", "1.5", "4.5"),
        ("0.6", "0.0001", "0"),  # not the whole unit
        ("0.9", "0.0019", "0.0017"),
        ("-0.9", "0.0019", "-0.0017"),
    ],
)
def test_a_value_is_rounded_towards_zero(quantity: str, price: str, expected: str) -> None:
    assert value(Quantity(Decimal(quantity)), Price(Decimal(price))) == Decimal(expected)


@given(PARTS, PRICES)
def test_parts_are_worth_no_more_than_the_whole(parts: list[int], price: Price) -> None:
    sizes = [Quantity(Decimal(part).scaleb(-9)) for part in parts]

    whole = value(Quantity(sum(sizes, Decimal(0))), price)

    assert sum(value(size, price) for size in sizes) <= whole

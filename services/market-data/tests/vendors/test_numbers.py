"""What vendors say, as numbers that everybody here can read."""

from decimal import Decimal

import pytest

from market_data.feeds.vendors.numbers import Number, price, size


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("226.35", "226.35"),
        (0.1, "0.1"),
        ("0.0000071234567", "0.00000712"),
        ("0.000000015", "0.00000002"),
        (Decimal("1E+3"), "1000"),
    ],
)
def test_a_price_has_the_places_that_prices_have_here(said: Number, kept: str) -> None:
    assert price(said) == Decimal(kept)


def test_coins_of_which_too_little_was_said_are_rounded_down() -> None:
    assert size("0.123456789987654321") == Decimal("0.123456789")


@pytest.mark.parametrize("nothing", [None, 0, "0", "-1", "0.000000001"])
def test_what_is_less_than_the_smallest_price_is_none(nothing: Number) -> None:
    assert price(nothing) is None


@pytest.mark.parametrize("nothing", [None, 0, "-1", "0.0000000001"])
def test_what_is_less_than_the_smallest_size_is_none(nothing: Number) -> None:
    assert size(nothing) == 0


@pytest.mark.parametrize("nonsense", ["Infinity", float("inf"), "NaN", "1e18", "1e400"])
def test_what_is_no_amount_of_anything_is_refused(nonsense: Number) -> None:
    with pytest.raises((ArithmeticError, ValueError)):
        price(nonsense)
    with pytest.raises((ArithmeticError, ValueError)):
        size(nonsense)

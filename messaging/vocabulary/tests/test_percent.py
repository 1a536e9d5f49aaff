"""Parts of a whole, in per cent."""

from decimal import Decimal, DivisionByZero

import pytest

from vocabulary import percent


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ("1", "4", "25.0000"),
        ("-1", "3", "-33.3333"),
        ("2", "3", "66.6667"),
        ("0.0000005", "1", "0.0000"),  # half of the last place goes to the even side
        ("0.0000015", "1", "0.0002"),
        ("0", "7", "0.0000"),
        ("123456789012345678", "0.00000001", "1234567890123456780000000000.0000"),
    ],
)
def test_it_is_rounded_half_even(part: str, whole: str, expected: str) -> None:
    assert str(percent(Decimal(part), Decimal(whole))) == expected


def test_of_nothing_there_are_no_parts() -> None:
    with pytest.raises(DivisionByZero):
        percent(Decimal(1), Decimal(0))

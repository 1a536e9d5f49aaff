"""Numbers that are asked for are strings of plain digits: nothing else is guessed at."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocabulary import plain, read_plain


@given(st.decimals(Decimal("-1e18"), Decimal("1e18"), places=9))
def test_what_was_written_plainly_is_read_as_it_was(number: Decimal) -> None:
    assert read_plain(plain(number)) == number


@pytest.mark.parametrize(
    "number", [5, 1.5, True, None, "", " 1", "1 ", "1e2", "+1", ".5", "5.", "NaN", "١٢", "9" * 41]
)
def test_whatever_else_is_refused(number: object) -> None:
    with pytest.raises(ValueError, match="write it"):
        read_plain(number)

"""Prices are found in order, all at once or one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order.domain.core.ladder import Ladder
from order.domain.core.line import Entry

COMINGS = st.lists(st.tuples(st.integers(1, 12), st.booleans()), max_size=60)


@pytest.mark.parametrize("sign", [1, -1])
@given(comings=COMINGS)
def test_a_walk_meets_every_price_in_order(sign: int, comings: list[tuple[int, bool]]) -> None:
    ladder = Ladder(sign)
    for number, (price, leaves) in enumerate(comings):
        entry = Entry(number, number, sign < 0, price, 1)
        ladder.add(entry)
        if leaves:
            ladder.remove(entry)
        elif number % 3:
            ladder.best()

    prices = sorted({price for price, leaves in comings if not leaves}, key=lambda one: one * sign)
    assert [level.price for level in ladder.walk()] == prices
    assert [level.price for level in ladder.in_order()] == prices

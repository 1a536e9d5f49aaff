"""The price of an auction trades most; of several the one that leaves least; then the nearest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order.domain.core.line import Entry
from order.domain.core.uncross import pairs, uncross

Side = list[tuple[int, int]]
sides = st.lists(st.tuples(st.integers(8, 12), st.integers(1, 9)), max_size=6)


def entries(wishes: Side, *, is_buy: bool) -> list[Entry]:
    return [Entry(n, n, is_buy, price, size) for n, (price, size) in enumerate(wishes)]


@pytest.mark.parametrize(
    ("buys", "sells", "reference", "expected"),
    [
        ([(10, 5)], [(11, 5)], 10, (0, 0)),  # nothing meets
        ([], [], 10, (0, 0)),
        ([(11, 5)], [(10, 5)], 10, (10, 5)),  # the reference, where all prices are as good
        ([(11, 5)], [(10, 5)], 20, (11, 5)),  # the nearest to it
        ([(12, 5), (11, 5)], [(10, 7)], 12, (11, 7)),  # most volume
        ([(12, 5), (10, 5)], [(9, 5), (11, 5)], 5, (9, 5)),  # the same volume and the same left
        ([(12, 8), (11, 4)], [(10, 8), (12, 1)], 11, (12, 8)),  # the least left over: 1, not 4
    ],
)
def test_the_price_of_an_auction(
    buys: Side, sells: Side, reference: int, expected: tuple[int, int]
) -> None:
    found = uncross(entries(buys, is_buy=True), entries(sells, is_buy=False), reference)

    assert found == expected


@given(sides, sides, st.integers(8, 12))
def test_no_other_price_trades_more(buys: Side, sells: Side, reference: int) -> None:
    def volume(price: int) -> int:
        demand = sum(size for bound, size in buys if bound >= price)
        return min(demand, sum(size for bound, size in sells if bound <= price))

    price, size = uncross(entries(buys, is_buy=True), entries(sells, is_buy=False), reference)

    assert size == max(map(volume, range(8, 13)))
    if size:
        assert size == volume(price)


@given(sides, sides, st.integers(8, 12))
def test_better_prices_come_first_in_an_auction(buys: Side, sells: Side, price: int) -> None:
    buyers, sellers = entries(buys, is_buy=True), entries(sells, is_buy=False)
    found = pairs(buyers, sellers, price)

    for mine, sign in ((buyers, -1), (sellers, 1)):
        ranked = sorted(mine, key=lambda entry: (entry.price * sign, entry.key))
        got = [sum(size for *two, size in found if entry in two) for entry in ranked]
        wanted = [entry.open if entry.price * sign <= price * sign else 0 for entry in ranked]
        left = sum(got)
        for have, want in zip(got, wanted, strict=True):
            assert have == min(want, left)
            left -= have

"""What only the core sees: bands, exits that wait beside the ladders, and its plain data."""

from order.domain.core.line import Entry
from order.domain.core.matching import Matching
from order.domain.core.trade import HEARD, TOOK, WAITED


def test_nobody_trades_beyond_the_bands() -> None:
    core = Matching()
    core.low, core.high = 8, 9
    buyer = Entry(1, 1, is_buy=True, price=10, left=5)
    core.rest(buyer)
    core.show([(10, 5)], 0, is_bid=False)

    core.meet_market()
    core.hear(10, 5)
    assert core.trades == []

    core.high = 10
    core.meet_market()
    assert core.trades == [(buyer, None, 10, 5, WAITED)]


def test_of_exits_that_wait_for_any_price_one_takes_it_and_the_other_leaves() -> None:
    core = Matching()
    one, other = (Entry(key, 1, is_buy=False, price=1, left=5) for key in (1, 2))
    one.sibling, other.sibling = other, one
    core.wait(one)
    core.wait(other)

    core.show([(10, 9)], 0, is_bid=True)
    core.meet_market()

    assert core.trades == [(one, None, 10, 5, TOOK)]
    assert (core.hungry, other.left) == ({}, 0)


def test_what_is_heard_goes_to_the_best_price_first() -> None:
    core = Matching()
    far, near = (Entry(n, n, is_buy=True, price=price, left=5) for n, price in ((1, 9), (2, 10)))
    core.rest(far)
    core.rest(near)

    core.hear(9, 7)
    core.hear(10, 7)

    assert core.trades == [(near, None, 10, 5, HEARD), (far, None, 9, 2, HEARD)]
    assert core.buys.first() is far
    assert core.sells.first() is None

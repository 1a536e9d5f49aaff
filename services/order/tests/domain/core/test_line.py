"""How much of the market is ahead of each order, counted order by order."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from order.domain.core.ladder import EMPTY_MAX, Ladder
from order.domain.core.line import Entry, Level
from order.domain.core.shown import Shown

JOIN, LEAVE, SHOW, PASS = range(4)
steps = st.lists(
    st.tuples(st.sampled_from([JOIN, JOIN, LEAVE, SHOW, SHOW, PASS]), st.integers(0, 20)),
    max_size=40,
)


# the last of three is told of a cap only through the second, who left before it
THREE = [(JOIN, 4), (JOIN, 4), (SHOW, 2), (JOIN, 4), (LEAVE, 1), (LEAVE, 1), (JOIN, 0)]


@settings(max_examples=1000, deadline=None)
@given(steps)
@example(THREE)
def test_each_order_stands_behind_what_was_there_and_has_not_left(
    steps: list[tuple[int, int]],
) -> None:
    ladder = Ladder(-1)
    line: list[tuple[Entry, int]] = []
    for key, (what, number) in enumerate(steps):
        if what == JOIN:
            entry = Entry(key, key, is_buy=True, price=10, left=1)
            ladder.add(entry)
            assert entry.level is not None
            entry.level.stand_behind(entry, number)
            line.append((entry, max(number, line[-1][1] if line else 0)))
        elif what == LEAVE and line:
            ladder.remove(line.pop(number % len(line))[0])
        elif what == SHOW and 10 in ladder.levels:
            ladder.levels[10].show(number)
            line = [(entry, min(ahead, number)) for entry, ahead in line]
        elif what == PASS and line:
            ladder.levels[10].gone += number
            line = [(entry, max(ahead - number, 0)) for entry, ahead in line]
    while line:
        entry, ahead = line.pop(0)
        assert ladder.levels[10].ahead(entry) == ahead
        ladder.remove(entry)


def test_only_what_matters_is_remembered() -> None:
    level = Level(10)
    for number in range(1, 1001):
        entry = Entry(number, 1, is_buy=True, price=10, left=1)
        entry.turn = number
        level.append(entry)
        level.stand_behind(entry, 500)
        level.show(1000 - number % 7)
        level.show(400 - number % 7)

    assert len(level.caps) <= 8


def test_prices_that_nobody_uses_are_forgotten() -> None:
    ladder = Ladder(1)
    first = Entry(0, 0, is_buy=False, price=1, left=1)
    ladder.add(first)
    for price in range(2, 10_000):
        entry = Entry(price, 0, is_buy=False, price=price, left=1)
        ladder.add(entry)
        ladder.remove(entry)
        ladder.remove(entry)  # who is not there any more cannot leave again

    assert len(ladder.levels) == len(ladder.ranks) <= EMPTY_MAX + 4
    best = ladder.best()
    assert best is not None
    assert best.first is first
    assert ladder.in_use == 1


def test_a_market_without_size_shows_nothing() -> None:
    shown = Shown(1)

    shown.show([(10, 0), (11, 5)], 0)

    assert [(step.price, step.left) for step in shown.steps] == [(11, 5)]
    assert shown.size_at(12) == 5
    assert shown.size_at(10) == 0
    assert shown.size_at(11) == 5

"""Stops in heaps do what looking at every order would."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from order.domain.core.triggers import GONE_MAX, WHOLE, Stops, Trails

MOVE, ARM, DISARM, LATE = range(4)
steps = st.lists(
    st.tuples(
        st.sampled_from([MOVE, MOVE, MOVE, ARM, ARM, DISARM, LATE]),
        st.integers(80, 120),
        st.integers(1, 20),
    ),
    max_size=60,
)


@dataclass
class Follower:
    """One trailing stop, looked at with every price."""

    key: int
    trail: int
    mark: int
    sign: int
    is_percent: bool

    @property
    def stop(self) -> int:
        distance = self.mark * self.trail // WHOLE if self.is_percent else self.trail
        return self.mark - self.sign * distance


@settings(max_examples=500, deadline=None)
@given(steps=steps, sign=st.sampled_from([1, -1]), is_percent=st.booleans())
def test_trailing_stops_follow_and_trigger(
    *, steps: list[tuple[int, int, int]], sign: int, is_percent: bool
) -> None:
    trails = Trails(sign, is_percent=is_percent)
    slow: list[Follower] = []
    price = 100
    for key, (what, number, far) in enumerate(steps):
        trail = far * 10_000 if is_percent else far
        if what == MOVE:
            price = number
            due = [one for one in slow if one.stop * sign >= price * sign]
            due.sort(key=lambda one: (-one.stop * sign, one.key))
            assert trails.reached(price) == [(one.key, one.stop) for one in due]
            trails.follow(price)
            slow = [one for one in slow if one not in due]
            for one in slow:
                one.mark = max(one.mark * sign, price * sign) * sign
        elif what in {ARM, LATE}:
            mark = price if what == ARM else max(price * sign, number * sign) * sign
            slow.append(Follower(key, trail, mark, sign, is_percent))
            trails.arm(key, trail, mark)
        elif slow:
            gone = slow.pop(number % len(slow))
            assert trails.disarm(gone.key)
            assert not trails.disarm(gone.key)
        for one in slow:
            assert (trails.mark(one.key), trails.stop(one.key)) == (one.mark, one.stop)


def test_notes_do_not_pile_up() -> None:
    trails = Trails(1, is_percent=False)
    for mark in (4_000_000, 5_000_000):
        trails.arm(mark, 1_000_000, mark)
    for number in range(5_000):
        trails.arm(number, 1_000_000, 2_000_000 - number)
        trails.disarm(number)
        trails.arm(-number - 1, 1_000_000, 3_000_000)

        trails.disarm(-number)

    assert len(trails.armed) == 3
    assert trails.reached(4_000_000) == [(5_000_000, 4_000_000)]
    assert len(trails.heap) + len(trails.pools) <= 4 * GONE_MAX
    assert sum(len(pool.heap) for pool in trails.pools) <= 4 * GONE_MAX


def test_stops_that_are_gone_are_forgotten() -> None:
    stops = Stops(1)
    for number in range(1000):
        stops.arm(number, 10)
        stops.disarm(number)

    assert len(stops.heap) <= GONE_MAX + 1


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 30)), max_size=60),
    st.sampled_from([1, -1]),
)
def test_stops_trigger_at_their_price(steps: list[tuple[int, int]], sign: int) -> None:
    stops = Stops(sign)
    slow: dict[int, int] = {}
    for key, (what, number) in enumerate(steps):
        if what == 0:
            due = [one for one, stop in slow.items() if number * sign <= stop * sign]
            due.sort(key=lambda one: (-slow[one] * sign, one))
            assert stops.reached(number) == [(one, slow[one]) for one in due]
            slow = {one: stop for one, stop in slow.items() if one not in due}
        elif what == 1:
            stops.arm(key, number)
            slow[key] = number
        elif slow:
            gone = [*slow][number % len(slow)]
            del slow[gone]
            assert stops.disarm(gone)
            assert not stops.disarm(gone)

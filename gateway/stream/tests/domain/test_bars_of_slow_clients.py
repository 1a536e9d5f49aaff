"""Bars that wait for a slow client: one that is over is never followed by how it grew."""

from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from stream.domain.channels import Channel, Topic
from stream.domain.latest import Board, Frame, Latest, Price
from vocabulary import Symbol

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
KEPT = 3
"""So many bars that are over wait for a client."""
TOPICS = [
    Topic(Channel.BARS, Symbol("IBM")),
    Topic(Channel.BARS_5MIN, Symbol("IBM")),
    Topic(Channel.BARS, Symbol("BAC")),
]
Told = tuple[Topic, int, bool, int]
"""What a bar is about, the minute it begins, whether it is over, and when it was told."""


class Market:
    """Tells bars, and remembers what it told."""

    def __init__(self) -> None:
        self.latest, self.board = Latest(), Board()
        self.told: list[Told] = []
        self.taken: list[Told] = []
        self.replaced = 0
        self._frames: dict[str, Told] = {}
        self._numbers = count()

    def tell(self, minute: int, *, closed: bool, topic: Topic = TOPICS[0]) -> None:
        told = (topic, minute, closed, next(self._numbers))
        self.told.append(told)
        text = f"{told}"
        self._frames[text] = told
        price = Price(
            topic,
            Frame(lambda: text),
            "closed" if closed else "growing",
            KEPT if closed else 1,
            NOON + timedelta(minutes=minute),
        )
        self.board.show(price)
        self.replaced += self.latest.offer(price)

    def take(self) -> bool:
        frame = self.latest.next()
        self.taken += [self._frames[frame.text]] if frame else []
        return frame is not None

    def drain(self) -> list[tuple[int, bool]]:
        while self.take():
            pass
        return [(minute, closed) for _, minute, closed, _ in self.taken]

    def shown(self, topic: Topic) -> list[Told]:
        return [self._frames[price.frame.text] for price in self.board.of(topic)]


def test_a_bar_that_closed_takes_the_place_of_the_one_that_grew() -> None:
    market = Market()
    market.tell(0, closed=True)
    market.tell(1, closed=False)
    market.tell(1, closed=True)

    assert market.drain() == [(0, True), (1, True)]
    assert market.replaced == 1


def test_a_bar_that_was_corrected_takes_the_place_of_the_one_that_closed() -> None:
    market = Market()
    for minute in (0, 1, 0):
        market.tell(minute, closed=True)
    market.tell(2, closed=False)

    assert market.drain() == [(1, True), (0, True), (2, False)]


def test_after_a_jump_back_a_bar_that_was_over_grows_once_more() -> None:
    market = Market()
    for closed in (False, True, False):
        market.tell(0, closed=closed)

    assert market.drain() == [(0, False)]
    assert [told[1:3] for told in market.shown(TOPICS[0])] == [(0, False)]


def test_a_flood_of_bars_that_closed_leaves_the_one_that_grows() -> None:
    market = Market()
    market.tell(9, closed=False)
    for minute in range(5):
        market.tell(minute, closed=True)

    assert market.drain() == [(9, False), (2, True), (3, True), (4, True)]


def test_a_new_subscriber_is_not_shown_how_a_bar_grew_that_is_over() -> None:
    market = Market()
    market.tell(0, closed=True)
    market.tell(1, closed=False)
    market.tell(1, closed=True)

    assert [told[1:3] for told in market.shown(TOPICS[0])] == [(1, True)]


TELL = st.tuples(st.sampled_from(TOPICS), st.integers(0, 4), st.booleans())


@given(st.lists(TELL | st.none(), max_size=60))
def test_whatever_is_told_while_a_slow_client_takes_some_of_it(
    steps: list[tuple[Topic, int, bool] | None],
) -> None:
    market = Market()
    for step in steps:
        if step is None:
            market.take()
        else:
            topic, minute, closed = step
            market.tell(minute, closed=closed, topic=topic)
    before = len(market.taken)
    market.drain()
    waited = [(topic, minute) for topic, minute, _, _ in market.taken[before:]]

    assert len(waited) == len(set(waited)) <= len(TOPICS) * (KEPT + 1)
    assert len(market.taken) + market.replaced == len(market.told)
    for topic in TOPICS:
        sent = [number for of, _, _, number in market.taken if of == topic]
        assert sent == sorted(sent)
        told = [one for one in market.told if one[0] == topic]
        assert_the_newest_came(told, market.taken)
        assert_the_board_has_the_newest(told, market.shown(topic))


def assert_the_newest_came(told: list[Told], taken: list[Told]) -> None:
    """A bar that is over and not one of the newest may have made room for them."""
    for bar, later in ((one, told[place + 1 :]) for place, one in enumerate(told)):
        rivals = [one for one in later if one[2] == bar[2]]
        if all(one[1] != bar[1] for one in later) and len(rivals) < (KEPT if bar[2] else 1):
            assert bar in taken


def assert_the_board_has_the_newest(told: list[Told], shown: list[Told]) -> None:
    newest_of_kind = {one[2]: one for one in told}
    newest_of_bar = {one[1]: one for one in told}
    expected = [one for one in newest_of_kind.values() if newest_of_bar[one[1]] == one]
    assert shown == sorted(expected, key=lambda one: one[3])

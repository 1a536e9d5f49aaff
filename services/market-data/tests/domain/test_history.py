"""Which bars somebody wants to see."""

from datetime import UTC, datetime, timedelta

from market_data.domain.history import Stretch
from vocabulary import Symbol

IBM = Symbol("IBM")
FIVE = timedelta(minutes=5)


def at(minute: int, second: int = 0) -> datetime:
    return datetime(2013, 10, 7, 12, minute, second, tzinfo=UTC)


def test_no_bar_is_cut_at_either_end() -> None:
    wanted = Stretch.of_whole_bars(IBM, FIVE, at(7, 30), at(12, 1), 10)

    assert (wanted.first, wanted.until) == (at(5), at(15))


def test_a_stretch_between_the_ends_of_bars_stays_as_it_is() -> None:
    wanted = Stretch.of_whole_bars(IBM, FIVE, at(5), at(15), 10)

    assert (wanted.first, wanted.until) == (at(5), at(15))


def test_a_stretch_may_be_open_at_both_ends() -> None:
    wanted = Stretch.of_whole_bars(IBM, FIVE, None, None, 10)

    assert (wanted.first, wanted.until) == (None, None)

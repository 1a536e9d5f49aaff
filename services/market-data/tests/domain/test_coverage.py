"""Which times are known, and what is missing of them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data.domain.coverage import LATE_MAX, Coverage, gap, joined, whole_bars
from market_data.domain.stretch import Span
from vocabulary import BarInterval

MIDNIGHT = datetime(2013, 10, 7, tzinfo=UTC)


def span(first: int, until: int) -> Span:
    return Span(MIDNIGHT + timedelta(hours=first), MIDNIGHT + timedelta(hours=until))


SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 5)).map(lambda one: span(one[0], sum(one))),
    max_size=6,
)


def hours(spans: list[Span]) -> set[int]:
    return {
        number
        for number in range(-5, 40)
        for one in spans
        if one.first <= MIDNIGHT + timedelta(hours=number) < one.until
    }


@given(SPANS)
def test_joined_spans_are_the_same_moments_and_do_not_touch(spans: list[Span]) -> None:
    result = joined(spans)

    assert hours(result) == hours(spans)
    assert all(one.until < other.first for one, other in pairwise(result))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([], (10, 20)),
        ([(0, 5), (25, 30)], (10, 20)),
        ([(5, 12)], (12, 20)),
        ([(18, 25)], (10, 18)),
        ([(12, 18)], (10, 20)),  # one call for two gaps
        ([(5, 12), (13, 15), (18, 25)], (12, 18)),
        ([(10, 20)], None),
        ([(5, 15), (15, 25)], None),
    ],
)
def test_a_gap_is_what_is_not_known(
    known: list[tuple[int, int]], expected: tuple[int, int] | None
) -> None:
    assert gap(span(10, 20), [span(*one) for one in known]) == (expected and span(*expected))


@given(SPANS, st.integers(0, 20), st.integers(1, 10))
def test_after_a_gap_was_asked_for_there_is_none(known: list[Span], first: int, width: int) -> None:
    wanted = span(first, first + width)
    missing = gap(wanted, known)

    assert (missing is None) == (hours([wanted]) <= hours(known))
    if missing is not None:
        assert hours([wanted]) - hours(known) <= hours([missing]) <= hours([wanted])
        assert gap(wanted, [*known, missing]) is None


NOW = MIDNIGHT + timedelta(hours=24)
DAY = Span(MIDNIGHT, NOW)


def asked_at(known: Coverage, now: float, wanted: Span = DAY) -> Span | None:
    return gap(wanted, known.not_now(now))


def test_what_is_old_is_known_though_there_was_nothing() -> None:
    known = Coverage()

    known.answered(DAY, None, NOW + LATE_MAX, 0)

    assert asked_at(known, 10_000) is None


def test_what_may_be_late_is_asked_for_again_and_ever_less_often() -> None:
    known, now, pauses = Coverage(), 0.0, list[float]()
    for _ in range(6):
        known.answered(DAY, span(9, 10), NOW, now)
        pauses.append(next(wait for wait in range(9999) if asked_at(known, now + wait)))
        now += pauses[-1]

    assert pauses == [60, 120, 240, 480, 900, 900]
    assert asked_at(known, now) == span(10, 24)


def test_when_something_came_the_rest_is_soon_asked_for() -> None:
    known = Coverage()
    for hour, now in ((9, 0), (9, 60), (9, 180), (12, 420)):
        known.answered(DAY, span(hour - 1, hour), NOW, now)

    assert asked_at(known, 479) is None
    assert asked_at(known, 480) == span(12, 24)


def test_a_bar_that_has_just_ended_may_grow_with_a_vendor_who_is_late() -> None:
    known = Coverage()

    known.answered(DAY, span(23, 24), NOW, 0)
    assert asked_at(known, 60) == span(23, 24)

    known.answered(span(23, 24), span(23, 24), NOW + timedelta(hours=1), 60)
    assert asked_at(known, 9999) is None


def test_older_bars_that_are_asked_for_meanwhile_change_nothing() -> None:
    known = Coverage()
    known.answered(DAY, span(9, 10), NOW, 0)

    week_before = Span(MIDNIGHT - timedelta(days=7), MIDNIGHT)
    known.answered(week_before, None, NOW + LATE_MAX, 30)

    assert asked_at(known, 59, Span(week_before.first, NOW)) is None
    assert asked_at(known, 60) == span(10, 24)


@pytest.mark.parametrize(
    ("asked", "known", "whole"),
    [
        (span(8, 16), span(8, 16), span(8, 16)),
        (span(9, 16), span(9, 16), span(12, 16)),
        (span(9, 16), span(0, 16), span(8, 16)),
        (span(8, 15), span(8, 15), span(8, 12)),
        (span(8, 15), span(8, 20), span(8, 16)),
        (span(9, 11), span(9, 11), None),
        (span(9, 11), span(11, 11), None),
    ],
)
def test_bars_are_whole_where_nothing_of_them_is_unknown(
    asked: Span, known: Span, whole: Span | None
) -> None:
    assert whole_bars(asked, known, BarInterval.HOUR_4, ZoneInfo("UTC")) == whole


def test_what_is_known_around_a_moment_is_all_that_joins_it() -> None:
    known = Coverage()
    for one in (span(0, 4), span(4, 8), span(10, 12)):
        known.answered(one, None, NOW + LATE_MAX, 0)

    assert known.around(MIDNIGHT + timedelta(hours=5)) == span(0, 8)
    assert known.around(MIDNIGHT + timedelta(hours=9)) == span(9, 9)

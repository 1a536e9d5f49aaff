"""Which times are known, and what is missing of them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data.domain.coverage import gap, joined
from market_data.domain.stretch import Span

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

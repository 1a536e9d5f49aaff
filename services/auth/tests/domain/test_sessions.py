"""How long a session lasts, and which refresh token continues it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.domain.sessions import ABSOLUTE_LIFE, GRACE, IDLE_LIFE, Outcome, Session
from vocabulary import SessionId, UserId

START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FIRST, NEXT, THIRD = b"1", b"2", b"3"


def a_session() -> Session:
    return Session(SessionId(UUID(int=1)), UserId(UUID(int=2)), START, FIRST, START)


def test_the_current_token_is_replaced_by_its_successor() -> None:
    session = a_session()

    assert session.refresh(FIRST, NEXT, START + SECOND) is Outcome.ROTATED
    assert (session.current, session.previous) == (NEXT, FIRST)
    assert session.refresh(NEXT, THIRD, START + 2 * SECOND) is Outcome.ROTATED


@pytest.mark.parametrize(
    ("after", "outcome"),
    [
        (0 * SECOND, Outcome.REPEATED),
        (GRACE, Outcome.REPEATED),
        (GRACE + SECOND, Outcome.REUSED),
        (timedelta(days=1), Outcome.REUSED),
    ],
)
def test_the_token_before_is_tolerated_for_a_moment(after: timedelta, outcome: Outcome) -> None:
    session = a_session()
    session.refresh(FIRST, NEXT, START)

    assert session.refresh(FIRST, NEXT, START + after) is outcome
    assert session.is_over(START + after) is (outcome is Outcome.REUSED)


def test_the_grace_does_not_begin_again_with_each_repeat() -> None:
    session = a_session()
    session.refresh(FIRST, NEXT, START)
    session.refresh(FIRST, NEXT, START + GRACE)

    assert session.refresh(FIRST, NEXT, START + GRACE + SECOND) is Outcome.REUSED


def test_a_token_two_generations_old_revokes_the_session_at_once() -> None:
    session = a_session()
    session.refresh(FIRST, NEXT, START)
    session.refresh(NEXT, THIRD, START + SECOND)

    assert session.refresh(FIRST, NEXT, START + SECOND) is Outcome.REUSED
    assert session.refresh(THIRD, b"4", START + 2 * SECOND) is Outcome.OVER
    assert session.revoked_at == START + SECOND


def test_a_session_that_is_not_used_is_over() -> None:
    session = a_session()

    assert not session.is_over(START + IDLE_LIFE - SECOND)
    assert session.refresh(FIRST, NEXT, START + IDLE_LIFE) is Outcome.OVER


def test_a_busy_session_is_over_too_one_day() -> None:
    session = a_session()
    token, now = 0, START
    session.current = b"0"
    while session.refresh(b"%d" % token, b"%d" % (token + 1), now) is Outcome.ROTATED:
        token, now = token + 1, now + timedelta(days=1)

    assert now == START + ABSOLUTE_LIFE
    assert session.ends_at == now


def test_a_session_is_revoked_once() -> None:
    session = a_session()
    session.revoke(START)
    session.revoke(START + SECOND)

    assert session.revoked_at == START
    assert session.refresh(FIRST, NEXT, START) is Outcome.OVER


@pytest.mark.parametrize("second_factor", [True, False])
def test_who_proves_again_who_they_are_is_known_by_that(*, second_factor: bool) -> None:
    session = a_session()
    session.prove(START, second_factor=True)
    session.prove(START + SECOND, second_factor=second_factor)

    assert session.authenticated_at == START + SECOND
    assert session.second_factor is second_factor


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 20)), max_size=30))
def test_two_parties_never_go_on_with_one_session(steps: list[tuple[int, int]]) -> None:
    """Whatever tokens come when: each is current once, and a spent one never comes back."""
    session = a_session()
    session.current = b"0"
    now, newest = START, 0
    for back, seconds in steps:
        now += seconds * SECOND
        presented = max(0, newest - back)
        outcome = session.refresh(b"%d" % presented, b"%d" % (presented + 1), now)
        if outcome is Outcome.ROTATED:
            assert presented == newest
            newest += 1
        elif outcome is Outcome.REPEATED:
            assert presented == newest - 1
        else:
            assert session.is_over(now)
        assert session.current == b"%d" % newest

"""Market time against the time on the wall, in seconds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import inf

import pytest

from market_data.domain.clock import FULL_SPEED, AlreadyEnded, Clock
from vocabulary import ClockState

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def a_clock(speed: float = 1) -> Clock:
    return Clock(ClockState.REPLAY, NOON, speed, wall=100)


@pytest.mark.parametrize(("speed", "expected"), [(1, 10), (0.1, 1), (1000, 10_000), (2.5, 25)])
def test_time_goes_as_fast_as_it_is_told(speed: float, expected: float) -> None:
    clock = a_clock(speed)

    assert clock.now(100) == NOON
    assert clock.now(110) == clock.horizon(110) == at(expected)
    assert clock.seconds_until(at(expected), 100) == pytest.approx(10)
    assert clock.seconds_until(at(expected), 110) == 0


def test_a_change_of_speed_does_not_change_the_time() -> None:
    clock = a_clock(1)

    clock.run_at(100, wall=110)
    assert clock.now(110) == at(10)
    assert clock.now(111) == at(110)

    clock.run_at(FULL_SPEED, wall=111)
    assert clock.now(500) == at(110)
    clock.run_at(1, wall=500)
    assert clock.now(501) == at(111)


def test_a_pause_stops_time_and_play_goes_on_from_there() -> None:
    clock = a_clock(2)
    clock.pause(wall=105)

    assert (clock.state, clock.now(900)) == (ClockState.PAUSED, at(10))
    assert clock.seconds_until(at(11), 900) == inf
    assert clock.seconds_until(at(10), 900) == 0

    clock.play(wall=1000)
    assert (clock.state, clock.now(1001)) == (ClockState.REPLAY, at(12))


def test_the_speed_of_a_paused_clock_holds_from_when_it_goes_on() -> None:
    clock = a_clock(1)
    clock.pause(wall=101)
    clock.run_at(10, wall=200)
    assert clock.now(300) == at(1)

    clock.play(wall=400)

    assert clock.now(401) == at(11)


def test_time_waits_for_a_tick_that_is_not_delivered_yet() -> None:
    clock = a_clock(1)

    clock.hold(at(3), 100)
    assert clock.now(110) == at(3)
    assert clock.seconds_until(at(3), 110) == 0

    clock.release()
    assert clock.now(110) == at(10)


def test_at_full_speed_time_is_that_of_the_last_tick_and_everything_is_due() -> None:
    clock = a_clock(FULL_SPEED)

    assert clock.now(1e9) == NOON
    assert clock.seconds_until(datetime.max.replace(tzinfo=UTC), 100) == 0
    clock.delivered(at(7), wall=101)
    assert clock.now(1e9) == at(7)
    clock.delivered(at(6), wall=101)
    assert clock.now(1e9) == at(7)


def test_a_little_behind_the_clock_goes_on_and_delivery_catches_up() -> None:
    clock = a_clock(10)

    clock.delivered(at(95), wall=110)  # half a second of the wall's late
    clock.release()

    assert clock.now(110) == at(100)


def test_far_behind_the_clock_goes_by_what_was_delivered() -> None:
    clock = a_clock(10)

    clock.delivered(at(80), wall=110)  # two seconds of the wall's late
    clock.release()

    assert clock.now(110) == at(80)
    assert clock.now(111) == at(90)


def test_a_wait_is_never_shorter_than_the_clock_can_tell() -> None:
    clock = a_clock(1000)

    assert clock.seconds_until(NOON + timedelta(microseconds=1), 100) >= 1e-6


STEERING: list[Callable[[Clock], None]] = [
    lambda clock: clock.play(120),
    lambda clock: clock.pause(120),
    lambda clock: clock.run_at(2, 120),
    lambda clock: clock.go_to(at(20), 120),
]


@pytest.mark.parametrize("steer", STEERING)
def test_a_clock_that_has_ended_cannot_be_steered(steer: Callable[[Clock], None]) -> None:
    clock = a_clock(1)
    clock.end(wall=110)

    with pytest.raises(AlreadyEnded):
        steer(clock)

    assert (clock.state, clock.now(900)) == (ClockState.ENDED, at(10))


def test_on_the_way_to_a_target_everything_up_to_it_is_due() -> None:
    clock = a_clock(1)
    clock.go_to(at(60), wall=110)

    assert (clock.now(500), clock.horizon(500), clock.pace) == (at(10), at(60), FULL_SPEED)
    assert clock.seconds_until(at(60), 110) == 0
    clock.delivered(at(40), wall=111)
    assert clock.now(500) == at(40)
    clock.hold(at(60), wall=112)  # that one is still due
    assert clock.target == at(60)

    clock.hold(at(60.5), wall=112)

    assert (clock.target, clock.now(112), clock.pace) == (None, at(60), 1)
    assert clock.seconds_until(at(60.5), 112) == 0.5


def test_a_step_leaves_a_paused_clock_paused() -> None:
    clock = a_clock(1)
    clock.pause(wall=110)

    clock.go_to(at(20), wall=150)
    assert clock.state is ClockState.REPLAY
    clock.hold(at(30), wall=151)

    assert (clock.state, clock.now(900)) == (ClockState.PAUSED, at(20))
    assert clock.seconds_until(at(30), 900) == inf


MEANWHILE: list[tuple[Callable[[Clock], None], ClockState, float]] = [
    (lambda clock: clock.play(120), ClockState.REPLAY, 1),
    (lambda clock: clock.run_at(5, 120), ClockState.PAUSED, 5),
]


@pytest.mark.parametrize(("steer", "state", "speed"), MEANWHILE)
def test_what_is_asked_for_on_the_way_counts_from_the_target_on(
    steer: Callable[[Clock], None], state: ClockState, speed: float
) -> None:
    clock = a_clock(1)
    clock.pause(wall=110)
    clock.go_to(at(20), wall=115)

    steer(clock)
    assert clock.pace == FULL_SPEED
    clock.hold(at(30), wall=130)

    assert (clock.now(130), clock.state, clock.pace) == (at(20), state, speed)


def test_a_pause_on_the_way_stops_where_it_is() -> None:
    clock = a_clock(1)
    clock.go_to(at(60), wall=110)
    clock.delivered(at(40), wall=111)

    clock.pause(wall=112)

    assert (clock.target, clock.state, clock.now(900)) == (None, ClockState.PAUSED, at(40))


def test_a_target_that_is_over_is_reached_at_once() -> None:
    clock = a_clock(1)
    clock.go_to(at(5), wall=110)
    clock.hold(at(11), wall=110)

    assert (clock.target, clock.now(110)) == (None, at(10))


@pytest.mark.parametrize(("target", "reached"), [(5, 5), (-100, 0)])
def test_a_clock_begins_anew_even_after_the_end(target: float, reached: float) -> None:
    clock = a_clock(1)
    clock.end(wall=110)

    clock.begin_anew(NOON, at(target), wall=200)
    assert (clock.now(900), clock.state) == (NOON, ClockState.REPLAY)
    clock.hold(at(11), wall=201)

    assert (clock.now(201), clock.now(203)) == (at(reached), at(reached + 2))


def test_a_paused_clock_is_still_paused_when_it_has_begun_anew() -> None:
    clock = a_clock(1)
    clock.pause(wall=110)

    clock.begin_anew(NOON, at(5), wall=200)
    clock.hold(at(11), wall=201)

    assert (clock.now(900), clock.state) == (at(5), ClockState.PAUSED)


def test_the_end_comes_before_a_target_that_is_later() -> None:
    clock = a_clock(1)
    clock.go_to(at(60), wall=110)
    clock.delivered(at(40), wall=111)

    clock.end(wall=112)

    assert (clock.target, clock.state, clock.now(900)) == (None, ClockState.ENDED, at(40))

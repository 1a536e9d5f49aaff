"""What time it is on the market, between what is told of it."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.market_time import SILENCE_SECONDS, MarketTime
from chassis.prices import PRICE_NAMES, Prices
from events import MarketClock
from vocabulary import ClockState

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)


class Wall:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def a_clock(
    speed: float | None = 1, state: ClockState = ClockState.REPLAY, time: datetime = NOON
) -> MarketClock:
    return MarketClock(time=time, state=state, speed=speed, feed="csv", session_open=True)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def market(wall: Wall) -> MarketTime:
    return MarketTime(wall)


def test_before_the_first_clock_nobody_knows(market: MarketTime) -> None:
    assert (market.now(), market.clock) == (None, None)


@pytest.mark.parametrize("state", [ClockState.LIVE, ClockState.REPLAY])
@pytest.mark.parametrize("speed", [0.1, 1, 1000])
def test_between_clocks_time_goes_at_their_speed(
    speed: float, state: ClockState, market: MarketTime, wall: Wall
) -> None:
    market.hear(a_clock(speed, state))
    wall.seconds += 0.5

    assert market.now() == NOON + timedelta(seconds=0.5 * speed)


@pytest.mark.parametrize(
    ("speed", "state"),
    [(60, ClockState.PAUSED), (60, ClockState.ENDED), (None, ClockState.REPLAY)],
)
def test_time_stands_while_the_clock_does_or_goes_as_it_can(
    speed: float | None, state: ClockState, market: MarketTime, wall: Wall
) -> None:
    market.hear(a_clock(speed, state))
    wall.seconds += 3

    assert market.now() == NOON


def test_time_goes_on_from_the_newest_clock_and_back_with_it(
    market: MarketTime, wall: Wall
) -> None:
    market.hear(a_clock(10))
    wall.seconds += 1
    earlier = a_clock(2, time=NOON - timedelta(hours=1))

    market.hear(earlier)
    wall.seconds += 1

    assert market.now() == NOON - timedelta(hours=1) + timedelta(seconds=2)
    assert market.clock == earlier


def test_a_clock_that_is_not_told_any_more_stands_still(market: MarketTime, wall: Wall) -> None:
    market.hear(a_clock(10))
    wall.seconds += 3600

    assert market.now() == NOON + timedelta(seconds=10 * SILENCE_SECONDS)


def test_whoever_hears_prices_hears_the_clock() -> None:
    prices = Prices()
    prices.arrived(MarketClock.name, [a_clock(state=ClockState.PAUSED)])

    assert MarketClock.name in PRICE_NAMES
    assert prices.time.now() == NOON

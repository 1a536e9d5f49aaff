"""Market time is made to go elsewhere: time on the wall is made, nobody waits."""

from datetime import timedelta

import pytest
from tape import NOON, Deck, Tape, a_quote, a_trade, at, playing, steer, ten_seconds

from market_data.feeds.feed import Steering
from market_data.ticker.steering import (
    Action,
    CannotGoBack,
    FeedEnded,
    NotPaused,
    NotSteerable,
    TooFar,
    Wish,
    arrival,
    carry_out,
    plan,
)
from vocabulary import BarInterval, ClockState

PAUSE = Wish(Action.PAUSE)


def step(seconds: float) -> Wish:
    return Wish(Action.STEP, seconds=seconds)


def jump(second: float) -> Wish:
    return Wish(Action.JUMP, to=at(second))


async def test_a_step_delivers_what_is_due_by_then_and_stands_still_again() -> None:
    async with playing(ten_seconds()) as deck:
        assert await deck.bid_after(2.5) == 2
        steer(deck.market, PAUSE)

        steer(deck.market, step(3))
        await arrival(deck.market)

        assert (deck.second, await deck.bid_after(0)) == (5.5, 5)
        assert deck.market.clock.state is ClockState.PAUSED
        assert await deck.bid_after(100) == 5
        steer(deck.market, step(0.25))
        await arrival(deck.market)
        assert deck.second == 5.75


async def test_a_jump_onward_delivers_everything_in_between_and_goes_on_from_there() -> None:
    tape = Tape([a_quote(0), *(a_trade(second) for second in range(1, 3600))], [a_quote(3600)])
    async with playing(tape) as deck:
        await deck.wall.step(1)

        steer(deck.market, jump(1800))
        assert deck.market.clock.target == at(1800)
        await arrival(deck.market)

        assert deck.second == 1800
        bars = deck.market.finished_bars()
        minutes = [bar.start for bar in bars if bar.interval is BarInterval.MINUTE_1]
        assert minutes == [NOON + n * timedelta(minutes=1) for n in range(30)]
        await deck.wall.step(2)
        assert (deck.second, deck.market.clock.state) == (1802, ClockState.REPLAY)


async def test_a_jump_back_begins_anew() -> None:
    async with playing(ten_seconds()) as deck:
        assert await deck.bid_after(8) == 8
        sequence = deck.sequence

        steer(deck.market, jump(3))
        await arrival(deck.market)

        assert (deck.second, await deck.bid_after(0)) == (3, 3)
        assert deck.sequence > sequence
        assert await deck.bid_after(2) == 5


async def test_what_is_not_quoted_yet_in_the_past_is_not_quoted() -> None:
    async with playing(Tape([a_trade(0), a_trade(1), a_quote(5)])) as deck:
        assert await deck.bid_after(4) == -1
        assert await deck.bid_after(1) == 5

        steer(deck.market, jump(1))
        await arrival(deck.market)

        standing = deck.standing
        assert standing.quote is not None
        assert (standing.quote.tick.bid, standing.quote.tick.ask) == (None, None)
        assert standing.last == 1


async def test_a_market_that_has_ended_can_only_go_back() -> None:
    async with playing(ten_seconds()) as deck:
        await deck.wall.step(20)
        for wish in (Wish(Action.PLAY), PAUSE, Wish(speed=2), step(1), jump(11)):
            with pytest.raises((FeedEnded, NotPaused)) as refusal:
                steer(deck.market, wish)
            assert refusal.type is FeedEnded

        steer(deck.market, jump(-100))
        await arrival(deck.market)

        assert (deck.second, deck.market.clock.state) == (0, ClockState.REPLAY)
        assert await deck.bid_after(4) == 4


async def test_a_jump_beyond_the_end_is_the_end() -> None:
    async with playing(ten_seconds()) as deck:
        steer(deck.market, jump(3600))
        await arrival(deck.market)

        assert (deck.second, deck.market.clock.state) == (10, ClockState.ENDED)


async def test_a_jump_back_while_a_jump_is_under_way_is_the_one_that_counts() -> None:
    long_tape = Tape(*([a_quote(second)] for second in range(1000)))
    async with playing(long_tape) as deck:
        steer(deck.market, jump(900))
        await deck.wall.step(0)
        assert 0 < deck.second < 900

        steer(deck.market, jump(0.5))
        await arrival(deck.market)

        assert (deck.second, await deck.bid_after(0)) == (0.5, 0)


async def test_steps_are_for_a_market_that_is_paused() -> None:
    async with playing(ten_seconds()) as deck:
        with pytest.raises(NotPaused):
            steer(deck.market, step(1))


async def test_a_market_that_is_made_up_as_it_goes_only_goes_onward() -> None:
    async with playing(ten_seconds(Steering.ONWARD)) as deck:
        await deck.wall.step(5)
        with pytest.raises(CannotGoBack):
            steer(deck.market, jump(4))
        with pytest.raises(TooFar):
            steer(deck.market, jump(8 * 24 * 3600))

        steer(deck.market, jump(7))
        await arrival(deck.market)

        assert deck.second == 7


async def test_what_is_refused_changes_nothing() -> None:
    async with playing(ten_seconds(Steering.ONWARD)) as deck:
        await deck.wall.step(5)
        with pytest.raises(CannotGoBack):
            steer(deck.market, Wish(Action.JUMP, speed=10, to=at(4)))

        assert (deck.second, deck.market.clock.speed) == (5, 1)


async def test_what_is_planned_is_done_though_time_has_passed_meanwhile() -> None:
    async with playing(ten_seconds(Steering.ONWARD)) as deck:
        planned = plan(deck.market, jump(3))
        assert (planned.market_time, deck.second) == (at(3), 0)
        await deck.wall.step(5)

        carry_out(deck.market, planned)
        await arrival(deck.market)

        assert deck.second == 5
        paused = plan(deck.market, PAUSE)
        await deck.wall.step(20)
        with pytest.raises(FeedEnded):
            carry_out(deck.market, paused)


@pytest.mark.parametrize("wish", [Wish(Action.PLAY), PAUSE, Wish(speed=2), step(1), jump(1)])
async def test_the_real_world_is_not_steered_and_goes_at_its_own_speed(wish: Wish) -> None:
    deck = Deck(ten_seconds(Steering.NONE), speed=100)

    with pytest.raises(NotSteerable):
        steer(deck.market, wish)

    assert deck.market.clock.speed == 1

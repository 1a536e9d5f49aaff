"""Ticks are delivered when they are due: time on the wall is made, nobody waits."""

from datetime import UTC, datetime
from decimal import Decimal
from math import inf

import pytest
from tape import IBM, LOT, Tape, a_quote, at, playing, steer, ten_seconds

from market_data.domain.ticks import TradeTick
from market_data.feeds.feed import FeedRefused
from market_data.ticker.steering import Action, FeedEnded, Wish
from vocabulary import BarInterval, ClockState, Price


@pytest.mark.parametrize("speed", [0.1, 1, 10, 1000])
async def test_a_tick_is_delivered_when_it_is_due_and_not_before(speed: float) -> None:
    async with playing(ten_seconds(), speed) as deck:
        assert await deck.bid_after(0) == 0
        assert await deck.bid_after(0.99 / speed) == 0
        assert await deck.bid_after(0.02 / speed) == 1
        assert await deck.bid_after(5.99 / speed) == 7
        assert await deck.bid_after(100 / speed) == 10


async def test_at_full_speed_everything_is_due_at_once() -> None:
    async with playing(ten_seconds(), inf) as deck:
        assert await deck.bid_after(0) == 10
        assert deck.second == 10


async def test_a_pause_holds_the_tick_that_is_being_waited_for() -> None:
    async with playing(ten_seconds()) as deck:
        assert await deck.bid_after(2.5) == 2
        steer(deck.market, Wish(Action.PAUSE))
        assert await deck.bid_after(1000) == 2
        assert deck.second == 2.5

        steer(deck.market, Wish(Action.PLAY))

        assert await deck.bid_after(0.4) == 2
        assert await deck.bid_after(0.2) == 3


async def test_a_new_speed_holds_at_once_even_while_waiting() -> None:
    async with playing(ten_seconds(), 0.1) as deck:
        assert await deck.bid_after(5) == 0
        steer(deck.market, Wish(speed=10))
        assert await deck.bid_after(0.06) == 1
        steer(deck.market, Wish(Action.PAUSE, inf))
        assert await deck.bid_after(10) == 1
        steer(deck.market, Wish(Action.PLAY))
        assert await deck.bid_after(0) == 10


async def test_a_clock_that_nobody_can_follow_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine was asleep, or the speed is more than it can do: market time does not run off."""
    async with playing(ten_seconds()) as deck:
        assert await deck.bid_after(1.5) == 1
        monkeypatch.setattr(deck.wall, "_now", 3_000.0)
        assert deck.second == 2  # not more than the next tick, which is not delivered yet

        assert await deck.bid_after(0) == 10


async def test_at_its_end_the_market_stands_still_and_its_last_bar_is_closed() -> None:
    trade = TradeTick(at(3), IBM, Price(Decimal(10)), LOT)
    async with playing(Tape([a_quote(0), trade])) as deck:
        assert deck.market.clock.state is ClockState.REPLAY
        await deck.wall.step(3)

        assert deck.market.clock.state is ClockState.ENDED
        assert (deck.second, await deck.bid_after(100), deck.second) == (3, 0, 3)
        finished = deck.market.finished_bars()
        assert [bar.interval for bar in finished] == list(BarInterval)
        assert {bar.close for bar in finished} == {10}
        assert deck.market.live_bars() == []
        with pytest.raises(FeedEnded):
            steer(deck.market, Wish(Action.PLAY))


async def test_a_feed_that_refuses_to_go_on_ends_the_market_and_says_why(
    caplog: pytest.LogCaptureFixture,
) -> None:
    problem = FeedRefused("unsorted_file", "IBM.csv:3: goes back in time")
    async with playing(Tape([a_quote(0)], problem=problem)) as deck:
        assert deck.market.clock.state is ClockState.ENDED
        assert deck.market.problem is problem
        assert caplog.messages == ["the feed stopped: unsorted_file: IBM.csv:3: goes back in time"]
        assert await deck.bid_after(1) == 0


async def test_sequences_go_on_from_the_time_on_the_wall() -> None:
    async with playing(ten_seconds(), inf) as deck:
        first = int(datetime(2025, 1, 6, tzinfo=UTC).timestamp()) * 1_000_000
        standing = deck.market.board.standing(IBM)

        assert standing is not None
        assert standing.sequence == first + 11

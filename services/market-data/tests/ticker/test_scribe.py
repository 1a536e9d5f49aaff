"""What the market does is on the tape: all of it, in order, and how far time has come."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from math import inf
from typing import Any

import pytest
from tape import Tape, a_quote, a_trade, at, playing, steer, ten_seconds
from tape_written import SECOND, T, Written, writing

from market_data.domain.ticks import StaleTick, Tick
from market_data.ticker.scribe import TICKS_PER_STRIP
from market_data.ticker.steering import Action, Wish
from vocabulary import Symbol


async def test_it_begins_with_the_time_and_the_phases_and_where_everything_stands() -> None:
    async with writing(ten_seconds()) as written:
        first, second = written.strips[:2]

    assert first.items[:2] == [["b", T], ["p", "IBM", T, "regular"]]
    assert (first.number, first.time, first.complete) == (1, T, False)
    assert (second.number, second.complete) == (2, True)
    assert [item[0] for item in second.items] == ["p", "q"]


async def test_every_tick_is_told_when_it_is_due_and_time_goes_on_in_between() -> None:
    async with writing(ten_seconds()) as written:
        await written.step(0.03)
        for second in range(1, 10):
            await written.step(1)
            assert written.quotes() == list(range(second + 1))
        strips, times = written.strips, written.times

    assert [strip.number for strip in strips] == list(range(1, len(strips) + 1))
    assert len({strip.run for strip in strips}) == 1
    assert times == sorted(times)
    assert 19 * 9 < len(strips) < 30 * 9  # one in fifty milliseconds, and at once with a tick
    assert max(later - earlier for earlier, later in pairwise(times)) < 0.06


async def test_time_never_passes_a_tick_that_is_not_told() -> None:
    async with writing(ten_seconds(), 7) as written:
        await written.step(1)
        known = T
        for strip in written.strips:
            news = [] if strip.complete else strip.items
            assert all(known <= item[2] <= strip.time for item in news if item[0] == "q")
            known = strip.time
        assert written.quotes() == list(range(8))


async def test_at_full_speed_everything_is_told_in_strips_that_are_not_too_long() -> None:
    many = [a_quote(n / 1000) for n in range(30_000)]
    groups = [many[n : n + 500] for n in range(0, len(many), 500)]
    async with writing(Tape(*groups), inf) as written:
        await written.step(5)
        strips, items = written.strips, written.items

    assert [item[2] for item in items if item[0] == "q"] == [T + n * 1000 for n in range(30_000)]
    assert max(len(strip.items) for strip in strips) <= TICKS_PER_STRIP + 2
    assert strips[-1].time == T + 29_999_000


async def test_a_pause_is_told_at_its_time_and_once_a_second() -> None:
    async with writing(ten_seconds()) as written:
        await written.step(2.512)
        steer(written.deck.market, Wish(Action.PAUSE))
        await written.deck.wall.settle()
        await written.step(0.02)
        assert written.times[-1] == 2.512
        number = len(written.strips)

        await written.step(30)
        assert set(written.times[number:]) == {2.512}
        assert 30 <= len(written.strips) - number <= 40  # every fifth time where all stands

        steer(written.deck.market, Wish(Action.PLAY))
        await written.step(0.1)
        assert written.times[-1] == pytest.approx(2.6, abs=0.05)


async def test_back_in_time_the_market_begins_anew_and_everything_is_told_again() -> None:
    async with writing(ten_seconds()) as written:
        await written.step(4.5)
        before = len(written.items)
        steer(written.deck.market, Wish(Action.JUMP, to=at(2.5)))
        await written.step(0.1)
        items = written.items[before:]
        await written.step(5)
        later = [strip for strip in written.strips if strip.complete][-1]
        runs = list({strip.run: [] for strip in written.strips})
        new = [strip for strip in written.strips if strip.run == runs[-1]]

    assert len(runs) == 2
    assert runs == sorted(runs)
    assert [strip.number for strip in new] == list(range(1, len(new) + 1))
    assert (new[0].items[0], new[1].complete) == (["b", T], True)
    assert [item[:1] + item[-1:] if item[0] == "b" else item[0] for item in items] == [
        ["b", T], "p", "q", "q", "q"
    ]  # fmt: skip
    assert [(item[0], item[2] - T) for item in later.items] == [("p", 0), ("q", 7 * SECOND)]


async def test_where_everything_stands_is_repeated_every_five_seconds() -> None:
    async with writing(Tape([a_quote(0), a_trade(1)], [a_quote(100)])) as written:
        await written.step(21)
        whole = [strip for strip in written.strips if strip.complete]

    assert [round((strip.time - T) / SECOND) for strip in whole] == [0, 5, 10, 15, 20]
    assert [item[0] for item in whole[-1].items] == ["p", "t", "q"]
    assert [item[2] for item in whole[-1].items] == [T, T + SECOND, T]


async def late_ticks(*groups: Sequence[Tick]) -> list[list[Any]]:
    """What is written of ticks however they are ordered."""
    tape = Tape(*groups)
    async with playing(Tape([a_quote(0)])) as deck:
        scribe = Written(deck)
        for group in [group async for group in tape.ticks()]:
            for tick in group:
                deck.market.take(tick)
        task = asyncio.create_task(scribe.scribe.run())
        await deck.wall.settle()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return scribe.items


async def test_what_is_known_late_is_told_as_of_then() -> None:
    stale = StaleTick(at(2), Symbol("IBM"))

    items = await late_ticks([a_quote(3), a_quote(1)], [stale, a_trade(4)])

    assert [(item[0], item[2] - T) for item in items if item[0] in "qtx"] == [
        ("q", 0), ("q", 3 * SECOND), ("q", 3 * SECOND), ("x", 3 * SECOND), ("t", 4 * SECOND)
    ]  # fmt: skip


async def test_turns_of_the_day_come_between_the_ticks_before_and_after() -> None:
    closes = timedelta(hours=8)  # 20:00 in UTC, in summer
    before, after = (a_quote((closes + timedelta(seconds=n)).total_seconds()) for n in (-1, 1))
    async with writing(Tape([a_quote(0)], [before, after]), inf) as written:
        await written.step(1)
        items = [(item[0], item[2] - T) for item in written.items if item[0] != "b"]

    end = int(closes.total_seconds()) * SECOND
    assert items == [
        ("p", 0), ("q", 0), ("q", end - SECOND), ("e", end), ("q", end + SECOND)
    ]  # fmt: skip

"""Market time stands at midnight until a market that is made up knows what has changed."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from math import inf

import pytest
from tape import Deck, Tape, a_quote, at, steer

from market_data.domain.actions import CorporateAction
from market_data.domain.ticks import Tick
from market_data.ticker.pump import Pump
from market_data.ticker.steering import Action, Wish
from vocabulary import Price, Symbol


class Days(Tape):
    """A tick a second, with a midnight at the third and at the fourth; then it has no more."""

    midnight: datetime | None = None

    async def ticks(self) -> AsyncGenerator[Sequence[Tick]]:
        yield [a_quote(0), a_quote(1), a_quote(2)]
        for second in (3, 4):
            self.midnight = at(second)
            yield []
        self.midnight = None
        yield [a_quote(second) for second in (4, 5, 6)]

    def take_effect(self, _action: CorporateAction) -> None:
        raise AssertionError

    def price(self, _symbol: Symbol) -> Price:
        raise AssertionError


class Night:
    """What is told at midnight, as long as it takes."""

    def __init__(self) -> None:
        self.begun: list[datetime] = []
        self.told = asyncio.Event()
        self.told.set()

    async def begin_day(self, midnight: datetime) -> None:
        self.begun.append(midnight)
        await self.told.wait()


@asynccontextmanager
async def passing(night: Night, speed: float = 1) -> AsyncGenerator[Deck]:
    deck = Deck(Days(), speed)
    task = asyncio.create_task(Pump(deck.market, night.begin_day).run())
    try:
        await deck.wall.settle()
        yield deck
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_day_begins_when_it_is_due_though_nothing_is_told_then() -> None:
    night = Night()
    async with passing(night) as deck:
        await deck.wall.step(2.9)
        assert night.begun == []
        await deck.wall.step(0.2)
        assert night.begun == [at(3)]
        await deck.wall.step(1)
        assert night.begun == [at(3), at(4)]
        assert await deck.bid_after(2) == 6


@pytest.mark.parametrize("speed", [1, inf])
async def test_time_stands_while_it_is_told_and_then_goes_on(speed: float) -> None:
    night = Night()
    night.told.clear()
    async with passing(night, speed) as deck:
        assert await deck.bid_after(5.5) == 2
        assert deck.second == 3
        assert night.begun == [at(3)]

        night.told.set()

        assert await deck.bid_after(3) == 6
        assert night.begun == [at(3), at(4)]


async def test_a_jump_over_it_stops_there_as_well() -> None:
    night = Night()
    night.told.clear()
    async with passing(night) as deck:
        steer(deck.market, Wish(Action.JUMP, to=at(6)))
        assert await deck.bid_after(0) == 2
        assert deck.second == 3
        night.told.set()
        assert await deck.bid_after(0) == 6


async def test_a_pause_before_it_holds_it_and_a_step_passes_it() -> None:
    night = Night()
    async with passing(night) as deck:
        await deck.wall.step(2.5)
        steer(deck.market, Wish(Action.PAUSE))
        await deck.wall.step(10)
        assert night.begun == []

        steer(deck.market, Wish(Action.STEP, seconds=1))
        await deck.wall.settle()

        assert night.begun == [at(3)]
        assert deck.second == 3.5
        steer(deck.market, Wish(Action.PLAY))
        await deck.wall.step(0.6)
        assert night.begun == [at(3), at(4)]

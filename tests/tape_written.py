"""A market that is fed by hand, and the tape that is written of it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from tape import NOON, Deck, Tape, playing

from bus.memory import InMemoryBus
from events import TapeWritten
from market_data.ticker.items import microseconds
from market_data.ticker.scribe import Scribe

T = microseconds(NOON)
SECOND = 1_000_000


class Written:
    """A deck whose tape is written."""

    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        self.bus = InMemoryBus()
        self.scribe = Scribe(deck.market, self.bus)

    async def step(self, seconds: float) -> None:
        await self.deck.wall.step(seconds)

    @property
    def strips(self) -> list[TapeWritten]:
        return self.bus.tape.kept

    @property
    def items(self) -> list[list[Any]]:
        """All that is new."""
        return [item for strip in self.strips if not strip.complete for item in strip.items]

    def quotes(self) -> list[int]:
        """The seconds of all quotes."""
        return [(item[2] - T) // SECOND for item in self.items if item[0] == "q"]

    @property
    def times(self) -> list[float]:
        return [(strip.time - T) / SECOND for strip in self.strips]


@asynccontextmanager
async def writing(tape: Tape, speed: float = 1) -> AsyncGenerator[Written]:
    async with playing(tape, speed) as deck:
        written = Written(deck)
        task = asyncio.create_task(written.scribe.run())
        try:
            await deck.wall.settle()
            yield written
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

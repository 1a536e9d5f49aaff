"""The ``simulator`` feed: a made-up market that is the same for the same seed."""

import heapq
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from random import Random

from market_data.domain.sessions import Sessions
from market_data.domain.simulation.symbol import Character, SimulatedSymbol
from market_data.domain.ticks import Tick
from market_data.feeds.calendars import open_sessions
from market_data.feeds.characters import CHARACTERS
from market_data.feeds.feed import FeedRefused, FeedReport, Steering
from market_data.settings import MarketDataSettings
from vocabulary import ClockState, Symbol

NAME = "simulator"
STEPS_PER_GROUP = 100


class Simulator:
    """A feed that makes its ticks up, a group at a time, as they are asked for."""

    name = NAME
    source = NAME
    time = ClockState.LIVE
    steering = Steering.ONWARD

    def __init__(
        self,
        characters: Sequence[Character],
        seed: int,
        gap: timedelta,
        begins: datetime,
        sessions: Sessions,
    ) -> None:
        self.begins = begins
        self.instruments = [character.instrument for character in characters]
        self._sessions = [sessions.of(one.asset_class) for one in self.instruments]
        self._symbols = [
            SimulatedSymbol(character, gap, _dice(seed, character.instrument.symbol))
            for character in characters
        ]

    async def ticks(self) -> AsyncGenerator[Sequence[Tick]]:
        """First a quote of every symbol, then every symbol at its own pace, for ever."""
        yield [symbol.open(self.begins) for symbol in self._symbols]
        queue = [(self._next_after(self.begins, n), n) for n in range(len(self._symbols))]
        heapq.heapify(queue)
        while True:
            yield [tick for _ in range(STEPS_PER_GROUP) for tick in self._step(queue)]

    def report(self) -> FeedReport:
        """There is nothing to read, and nothing can be broken."""
        return FeedReport()

    def _step(self, queue: list[tuple[datetime, int]]) -> Iterator[Tick]:
        time, number = queue[0]
        yield from self._symbols[number].step(time)
        heapq.heapreplace(queue, (self._next_after(time, number), number))

    def _next_after(self, time: datetime, number: int) -> datetime:
        return self._sessions[number].next_open(time + self._symbols[number].until_next())


def _dice(seed: int, symbol: Symbol) -> Random:
    return Random(f"{seed} {symbol}")  # noqa: S311  # it has to be the same again


def _chosen(symbols: Sequence[Symbol]) -> list[Character]:
    known = [character.instrument.symbol for character in CHARACTERS]
    if unknown := sorted(set(symbols) - set(known)):
        reason = f"the simulator has no {', '.join(unknown)}; it has {', '.join(known)}"
        raise FeedRefused("unknown_symbol", reason)
    return [one for one in CHARACTERS if not symbols or one.instrument.symbol in symbols]


@asynccontextmanager
async def open_feed(settings: MarketDataSettings, now: datetime) -> AsyncGenerator[Simulator]:
    """A simulated market that begins now, to the millisecond.

    Raises:
        FeedRefused: it does not know one of the symbols that the settings name.
    """
    gap = timedelta(seconds=1) / settings.quotes_per_second
    begins = now.replace(microsecond=now.microsecond // 1000 * 1000)
    sessions = open_sessions(settings.session)
    yield Simulator(_chosen(settings.symbols), settings.seed, gap, begins, sessions)

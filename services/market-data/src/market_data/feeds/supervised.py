"""One wrapper for every feed that lives on a connection to somebody else.

It makes the connection again whenever it breaks or falls silent, ever more patiently, and says of
every symbol when what was told last may not hold any more.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from logging import getLogger
from random import random
from time import monotonic
from typing import Protocol

from market_data.domain.instruments import Instrument
from market_data.domain.patience import Backoff
from market_data.domain.ticks import StaleTick, Tick
from market_data.feeds.feed import FeedReport, Steering
from market_data.feeds.health import Health, HealthState
from market_data.feeds.metrics import LIVE, RECONNECTS
from market_data.feeds.secrets import Secrets
from vocabulary import ClockState, Symbol

GROUPS_WAITING_MAX = 1_000
"""When the market is behind by so many, the vendor is not read on: it will slow down or hang up."""
LOOKS_PER_SILENCE = 4
CANCEL_AGAIN_SECONDS = 0.5
BACKOFF = Backoff(first=1.0, longest=60.0)

logger = getLogger(__name__)

Tell = Callable[[Sequence[Tick]], Awaitable[None]]


class Upstream(Protocol):
    """How to reach one socket of a vendor."""

    @property
    def line(self) -> str:
        """What it is called, for example ``stocks``."""
        ...

    @property
    def symbols(self) -> Sequence[Symbol]:
        """What it tells of."""
        ...

    def is_open(self, time: datetime) -> bool:
        """Whether there should be news at ``time``."""
        ...

    async def listen(self, tell: Tell) -> None:
        """Connect, subscribe once to every symbol, and tell, until the connection ends.

        An empty group says that the subscription stands. Any exception is a reason to try again.
        """
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds may be without news, or without an answer, and how long to wait then."""

    silence: float
    connect: float = 20.0
    backoff: Backoff = BACKOFF


class Broken(Exception):
    """The connection is of no use any more; ``state`` says how it looked."""

    def __init__(self, reason: str, state: HealthState = HealthState.DOWN) -> None:
        super().__init__(reason)
        self.state = state


class Line:
    """One connection, and all that came after it."""

    def __init__(
        self, upstream: Upstream, patience: Patience, secrets: Secrets, tell: Tell
    ) -> None:
        self._upstream = upstream
        self._patience = patience
        self._secrets = secrets
        self._pass_on = tell
        self._heard_at = monotonic()
        self._stands = False
        self._failures = 0
        self.health = Health(upstream.line, HealthState.CONNECTING, datetime.now(UTC))

    async def run(self) -> None:
        """For ever."""
        await self._doubt()
        while True:
            self._heard_at, self._stands = monotonic(), False
            try:
                await self._listen()
            except Exception as error:  # a vendor's library raises what it likes
                await self._fail(error)
            RECONNECTS.labels(self._upstream.line).inc()
            self.health = replace(self.health, reconnects=self.health.reconnects + 1)
            await asyncio.sleep(self._patience.backoff.pause(self._failures, random()))  # noqa: S311

    async def _listen(self) -> None:
        listening = asyncio.create_task(self._upstream.listen(self._hear))
        try:
            while not (await asyncio.wait({listening}, timeout=self._look_again()))[0]:
                self._watch()
            if not listening.cancelled():  # by itself: that is no reason for us to end
                listening.result()
        finally:
            await _end(listening)
        raise Broken("the vendor ended the connection")

    async def _hear(self, ticks: Sequence[Tick]) -> None:
        self._heard_at = monotonic()
        self._stands = True
        if ticks or self.health.state is not HealthState.STALE:
            self._turn(HealthState.LIVE, self.health.last_error)
        if ticks:
            self._failures = 0
            now = datetime.now(UTC)
            await self._pass_on([_not_ahead(tick, now) for tick in ticks])

    def _look_again(self) -> float:
        return min(self._patience.silence, self._patience.connect) / LOOKS_PER_SILENCE

    def _watch(self) -> None:
        silent = monotonic() - self._heard_at
        if not self._stands:
            if silent > self._patience.connect:
                raise Broken(f"no answer within {self._patience.connect:g} seconds")
        elif not self._upstream.is_open(datetime.now(UTC)):
            self._heard_at = monotonic()
            self._turn(HealthState.LIVE, self.health.last_error)
        elif silent > self._patience.silence:
            reason = f"connected, but silent for {self._patience.silence:g} seconds"
            raise Broken(reason, HealthState.STALE)

    async def _fail(self, error: Exception) -> None:
        self._failures += 1
        reason = self._secrets.hide(str(error) or type(error).__name__)
        state = error.state if isinstance(error, Broken) else HealthState.DOWN
        logger.warning("%s: %s", self._upstream.line, reason)
        was_live = self.health.state is HealthState.LIVE
        self._turn(state, reason)
        if was_live:
            await self._doubt()

    async def _doubt(self) -> None:
        """What was told last may not hold any more."""
        now = datetime.now(UTC)
        await self._pass_on([StaleTick(now, symbol) for symbol in self._upstream.symbols])

    def _turn(self, state: HealthState, error: str | None) -> None:
        if (state, error) == (self.health.state, self.health.last_error):
            return
        since = self.health.since if state is self.health.state else datetime.now(UTC)
        self.health = replace(self.health, state=state, since=since, last_error=error)
        LIVE.labels(self.health.line).set(state is HealthState.LIVE)


class SupervisedFeed:
    """A live feed of one or more connections to a vendor, each of them watched."""

    time = ClockState.LIVE
    steering = Steering.NONE

    def __init__(
        self,
        name: str,
        instruments: Sequence[Instrument],
        upstreams: Sequence[Upstream],
        patience: Patience,
        secrets: Secrets,
    ) -> None:
        self.name = self.source = name
        self.instruments = instruments
        self.begins = datetime.now(UTC)
        self._told: asyncio.Queue[Sequence[Tick]] = asyncio.Queue(GROUPS_WAITING_MAX)
        self._lines = [Line(one, patience, secrets, self._told.put) for one in upstreams]
        self._tasks: list[asyncio.Task[None]] = []

    async def ticks(self) -> AsyncGenerator[Sequence[Tick]]:
        """What the vendor tells, and nothing while it is away, for ever."""
        self._tasks = [asyncio.create_task(line.run()) for line in self._lines]
        while True:
            yield await self._told.get()

    def report(self) -> FeedReport:
        """How the connections are doing."""
        return FeedReport(connections=[line.health for line in self._lines])

    async def close(self) -> None:
        """Hang up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@asynccontextmanager
async def supervised(feed: SupervisedFeed) -> AsyncGenerator[SupervisedFeed]:
    """The feed, until the block ends."""
    try:
        yield feed
    finally:
        await feed.close()


def _not_ahead(tick: Tick, now: datetime) -> Tick:
    """A vendor's clock may be ahead of ours, and market time never is ahead of the time of day."""
    return tick._replace(time=now) if tick.time > now else tick


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel, and see to it: ``wait_for``, which libraries use, may swallow a cancellation."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=CANCEL_AGAIN_SECONDS)
    await asyncio.gather(task, return_exceptions=True)

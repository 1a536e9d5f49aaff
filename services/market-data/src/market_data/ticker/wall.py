"""The time on the wall, which everything that waits is given; tests give it a made one."""

import asyncio
import heapq
from datetime import UTC, datetime, timedelta
from itertools import count
from math import isinf
from time import monotonic
from typing import Protocol

SETTLING_TURNS = 50


class Wall(Protocol):
    """A clock, and a way to wait."""

    def now(self) -> float:
        """Seconds since some moment; never goes back."""
        ...

    def utc(self) -> datetime:
        """What time it is."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let so much time pass; with 0, let others have a turn."""
        ...

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Wait for ``event``, but not longer than ``seconds``, which may be infinite."""
        ...


class RealWall:
    """The machine's."""

    def now(self) -> float:
        """Seconds since the machine started, or so."""
        return monotonic()

    def utc(self) -> datetime:
        """What time it is."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        await asyncio.sleep(seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Wait for ``event``, but not longer than ``seconds``."""
        try:
            async with asyncio.timeout(None if isinf(seconds) else seconds):
                await event.wait()
        except TimeoutError:
            pass


class SteppedWall:
    """A made one, for tests: time passes only when it is told to, and nobody really waits."""

    def __init__(self, utc: datetime) -> None:
        self._begins = utc
        self._now = 0.0
        self._timers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def now(self) -> float:
        """Seconds that have passed."""
        return self._now

    def utc(self) -> datetime:
        """What time it is."""
        return self._begins + timedelta(seconds=self._now)

    async def sleep(self, seconds: float) -> None:
        """Until so much time was told to pass."""
        if seconds > 0:
            await self._timer(seconds)
        else:
            await asyncio.sleep(0)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Until ``event``, or until so much time was told to pass."""
        happened, timer = asyncio.ensure_future(event.wait()), self._timer(seconds)
        try:
            await asyncio.wait({happened, timer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            happened.cancel()
            timer.cancel()

    async def step(self, seconds: float) -> None:
        """Let time pass, and let everything happen that was to happen meanwhile."""
        until = self._now + seconds
        await self.settle()
        while self._timers and self._timers[0][0] <= until:
            self._now, _, timer = heapq.heappop(self._timers)
            if not timer.done():
                timer.set_result(None)
                await self.settle()
        self._now = until

    def put_right(self, by: timedelta) -> None:
        """Have it another time of day, as after the machine has slept."""
        self._begins += by

    async def settle(self) -> None:
        """Let everybody do what can be done without time passing."""
        for _ in range(SETTLING_TURNS):
            await asyncio.sleep(0)

    def _timer(self, seconds: float) -> asyncio.Future[None]:
        timer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._timers, (self._now + seconds, next(self._numbers), timer))
        return timer

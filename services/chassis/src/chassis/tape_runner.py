"""The runner of a partition that follows the tape, beside the events that arrive on its queue."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from bus.interface import Bus, Delivery, Subscription
from bus.tape import Strip
from chassis import metrics
from chassis.consumer import Consumer, patience
from chassis.followed import TapeBatches
from chassis.prices import Prices
from chassis.runner import REDRIVE_SECONDS, Runner
from chassis.transaction import Database

State = TypeVar("State")

STRIPS_MAX = 400
"""So many wait to be told; then nothing is read until there is room."""
STRIPS_AT_ONCE = 25
TELLING_SECONDS = 0.01
"""...unless they are long: so much time at once at most, and one strip. The process has more to do
than this, and one loop for all of it."""
LAZY_SECONDS = 1.0
"""What the tape changes and nobody waits for is stored once in so long."""
IDLE_SECONDS = 5.0
"""And so is how far it was told, where it changes nothing."""
BEHIND_SECONDS = 5.0
"""So long a tape that is read again is silent until events are handled without it."""
QUIET_SECONDS = 0.1
ARREARS_SECONDS = 2.0
SILENT_SECONDS = 10.0
"""The tape tells the time at least once a second."""
MICROSECONDS = 1_000_000


class TapeRunner(Runner[State]):
    """Handles events, and tells the tape, each when it comes.

    After it has taken over it reads the tape again up to where that was stored, for what nobody
    stores. Then it handles first what was asked for in the meantime, as far as that comes at once,
    before the market goes on: so what had been asked before a crash comes as early as it would
    have come without one.
    """

    def __init__(
        self, consumer: Consumer[State], where: Subscription, database: Database, bus: Bus
    ) -> None:
        super().__init__(consumer, where, database, bus)
        self._batches = self.batches = TapeBatches(consumer, where, database)
        self._strips: deque[Strip] = deque()
        self._room = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None
        self._began = self._delivered_at = self._heard_at = self._stored_at = monotonic()
        self._events_at = 0.0
        self._is_holding = False
        self._untold = metrics.TAPE_WAITING.labels(self.name)
        self._lag = metrics.TAPE_LAG_SECONDS.labels(self.name)

    async def check(self) -> None:
        """See whether the tape goes on; where somebody else leads, nobody asks.

        Raises:
            ConnectionError: nothing is heard of it.
        """
        silent = monotonic() - self._heard_at
        if self.leading and silent > SILENT_SECONDS:
            raise ConnectionError(f"the tape is silent for {silent:.0f} s")

    def observe(self, prices: Prices) -> None:
        """Measure how far what was told is behind the market."""
        told, now = self.batches.followed.time, prices.time.now()
        if self.leading and told is not None and now is not None:
            behind = now.timestamp() - told / MICROSECONDS
            speed = prices.time.clock and prices.time.clock.speed
            self._lag.set(max(behind / (speed or 1), 0))

    @override
    def deliver(self, delivery: Delivery) -> None:
        self._delivered_at = monotonic()
        super().deliver(delivery)

    @override
    async def step(self, connection: AsyncConnection) -> int:
        self._wake.clear()
        handled = 0
        if self._arrived and self._may_handle():
            handled = await super().step(connection)
        return handled + await self._follow(connection)

    @override
    async def redrive(self, connection: AsyncConnection) -> None:
        if self._may_handle():
            await super().redrive(connection)

    @asynccontextmanager
    async def listening(self, connection: AsyncConnection) -> AsyncGenerator[None]:
        """Events and the tape arrive within the block; told is nothing before a step."""
        start = await self.batches.load(connection)
        self._strips.clear()
        self._began = self._delivered_at = self._heard_at = self._stored_at = monotonic()
        self._events_at = 0.0
        async with (
            self._bus.reading_tape(start) as strips,
            super().listening(connection),
        ):
            self._reading = asyncio.create_task(self._read(strips), name=f"{self.name} tape")
            try:
                yield
            finally:
                self._reading.cancel()
                await asyncio.gather(self._reading, return_exceptions=True)
                self.batches.follower.leave()

    @override
    async def _work(self, connection: AsyncConnection) -> None:
        looked, self._is_holding = 0.0, True
        while not self._stopping.is_set():
            if monotonic() - looked > REDRIVE_SECONDS:
                await self.redrive(connection)
                looked = monotonic()
            if self._reading is not None and self._reading.done():
                self._reading.result()
                raise ConnectionError("the tape has ended")
            if await self._move(connection):
                await asyncio.sleep(0)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(self._rest()):
                    await self._wake.wait()

    async def _move(self, connection: AsyncConnection) -> int:
        """Handle events, unless it is better to let more of them come, and tell the tape."""
        began = monotonic()
        if began < self._events_at:
            self._wake.clear()
            return await self._follow(connection)
        arrived = len(self._arrived)
        moved = await self.step(connection)
        if arrived:
            self._events_at = began + patience(self._patience_seconds, moved)
        return moved

    async def _read(self, strips: AsyncIterator[Strip]) -> None:
        async for strip in strips:
            self._strips.append(strip)
            self._heard_at = monotonic()
            self._wake.set()
            while len(self._strips) >= STRIPS_MAX:
                self._room.clear()
                await self._room.wait()

    async def _follow(self, connection: AsyncConnection) -> int:
        """Tell what has come, a little at a time, and store what it has changed."""
        told, followed = 0, self.batches.followed
        until = monotonic() + TELLING_SECONDS
        while self._strips and told < STRIPS_AT_ONCE and self._may_tell(self._strips[0]):
            followed.tell(self._strips.popleft())
            told += 1
            if monotonic() > until:
                break
        self._room.set()
        self._untold.set(len(self._strips))
        await self.batches.restore(connection)
        if self._is_due():
            await self.batches.store(connection)
            self._stored_at = monotonic()
        return told

    def _may_handle(self) -> bool:
        """Whether events may be handled: not while the tape is read again, as long as it goes on.

        How far it was told is not stored meanwhile, so what it has changed must not be, either: it
        would be told again to what is stored.
        """
        if not self.batches.followed.is_behind:
            return True
        is_silent = not self._strips and monotonic() - self._heard_at > BEHIND_SECONDS
        return is_silent and not self.batches.follower.changed

    def _may_tell(self, strip: Strip) -> bool:
        """Whether everything that was asked for before has had its chance to come first."""
        if not self._is_holding or not self.batches.followed.is_new(strip):
            return True
        now = monotonic()
        is_quiet = not self._arrived and now - self._delivered_at > QUIET_SECONDS
        self._is_holding = not is_quiet and now - self._began < ARREARS_SECONDS
        return not self._is_holding

    def _is_due(self) -> bool:
        """Not while the tape is read again: where that has come to could not be stored with it."""
        follower = self.batches.follower
        if self.batches.followed.is_behind:
            return False
        lazy = LAZY_SECONDS if follower.changed else IDLE_SECONDS
        return follower.is_urgent or monotonic() - self._stored_at > lazy

    def _rest(self) -> float:
        """How long there is nothing to do, if nothing comes."""
        if self._is_holding:
            return QUIET_SECONDS
        wait = REDRIVE_SECONDS
        if self._arrived:
            wait = min(wait, max(self._events_at - monotonic(), 0.001))
        return wait

"""The time on the wall, which everything that waits is given; tests give it a made one."""

import asyncio
from datetime import UTC, datetime
from math import isinf
from time import monotonic
from typing import Protocol


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
